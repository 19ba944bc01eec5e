import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AccountLinkPurge } from '../../src/people/account-links/account-link-purge.js';
import { givePassword } from '../access/browser-client.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { lastMailTo, PASSWORD, postForm, secretIn, textOf } from './account-mail.js';

const sentSchema = z.object({
  id: z.string(),
  userId: z.string(),
  email: z.string(),
  expiresAt: z.string(),
  url: z.string(),
  mailed: z.boolean(),
});
const listSchema = z.object({ items: z.array(z.looseObject({ id: z.string(), email: z.string() })) });

describe('an invitation', () => {
  let rouse: RunningRouse;
  let mail: TestMailServer;
  beforeAll(async () => {
    mail = await startMailServer();
    rouse = await startRouse({ settings: { SMTP_URL: mail.url, MAIL_FROM: 'rouse@example.org' } });
  });
  afterAll(async () => {
    await rouse.stop();
    await mail.stop();
  });

  const body = (name: string, more: Record<string, unknown> = {}) => ({
    name,
    email: `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}@example.org`,
    role: 'responder',
    ...more,
  });
  const invite = async (name: string, more: Record<string, unknown> = {}) => {
    const sent = sentSchema.parse(await rouse.post('/api/v1/invitations', body(name, more)));
    return { ...sent, secret: secretIn(sent.url, 'invitations') };
  };
  const accept = (secret: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    rouse.api(
      'POST',
      '/api/v1/invitations/acceptance',
      { secret, password: PASSWORD, ...more },
      { token: null },
    );
  const open = async (): Promise<string[]> =>
    listSchema.parse(await rouse.get('/api/v1/invitations?limit=200')).items.map(({ email }) => email);
  const signIn = (email: string): Promise<Answer> =>
    rouse.api('POST', '/api/v1/sessions', { email, password: PASSWORD }, { token: null });
  const cookieOf = (answer: Answer): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

  it('makes an observer, who is there at once, and who may read and nothing else once they have come', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const team = await rouse.team('Checkout', [ana]);
    const olga = await invite('Olga', { role: 'observer', teams: [{ teamId: team.id, role: 'member' }] });
    expect(olga.mailed).toBe(true);
    expect(await rouse.get(`/api/v1/teams/${team.id}`)).toMatchObject({
      members: expect.arrayContaining([{ userId: olga.userId, role: 'member' }]),
    });
    expect(secretIn(textOf(lastMailTo(mail, olga.email)), 'invitations')).toBe(olga.secret);

    const accepted = await accept(olga.secret, { timeZone: 'Europe/Paris' });
    expect(accepted).toMatchObject({
      status: 201,
      body: { user: { id: olga.userId, email: olga.email, role: 'observer', timeZone: 'Europe/Paris' } },
    });
    const asOlga = (method: string, path: string, sent?: unknown) =>
      rouse.api(method, path, sent, {
        token: null,
        headers: { cookie: cookieOf(accepted), 'sec-fetch-site': 'same-origin' },
      });
    expect(await asOlga('GET', '/api/v1/me')).toMatchObject({ body: { id: olga.userId, role: 'observer' } });
    expect((await asOlga('GET', '/api/v1/incidents')).status).toBe(200);
    for (const [path, sent] of [
      ['/api/v1/teams', { name: 'Mine', members: [] }],
      ['/api/v1/invitations', body('Eve')],
      [`/api/v1/incidents/${olga.userId}/acknowledge`, undefined],
      [`/api/v1/users/${olga.userId}/password-reset`, undefined],
    ] as const)
      expect((await asOlga('POST', path, sent)).status).toBe(403);
    // Whoever came by the mail reads that mailbox.
    expect(await rouse.get(`/api/v1/users/${olga.userId}/contact-methods`)).toMatchObject({
      items: [{ type: 'email', address: olga.email, verified: true }],
    });
    expect((await signIn(olga.email)).status).toBe(201);
  });

  it('is good once, also for two at once, and says the same of every link that is not good', async () => {
    const bo = await invite('Bo');
    const both = await Promise.all([accept(bo.secret), accept(bo.secret)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    const used = await accept(bo.secret);
    expect(used.status).toBe(404);
    expect((await accept('x'.repeat(43))).body).toEqual(used.body);
    expect(await open()).not.toContain(bo.email);
  });

  it('is dead after a week, is listed, and lives again when it is renewed; the old link does not', async () => {
    const cy = await invite('Cy');
    await rouse.advance({ days: 7, seconds: 1 });
    expect((await accept(cy.secret)).status).toBe(404);
    expect(await open()).toContain(cy.email);
    const renewed = sentSchema.parse(await rouse.post(`/api/v1/invitations/${cy.id}/renewal`));
    expect(renewed).toMatchObject({ id: cy.id, mailed: true });
    expect((await accept(cy.secret)).status).toBe(404);
    expect((await accept(secretIn(renewed.url, 'invitations'))).status).toBe(201);
    expect((await rouse.api('POST', `/api/v1/invitations/${cy.id}/renewal`)).status).toBe(409);
  });

  it('can be revoked; the person stays, and can be invited again', async () => {
    const dee = await invite('Dee');
    await rouse.delete(`/api/v1/invitations/${dee.id}`);
    expect((await accept(dee.secret)).status).toBe(404);
    expect((await rouse.api('DELETE', `/api/v1/invitations/${dee.id}`)).status).toBe(409);
    const again = await invite('Dee');
    expect(again.userId).toBe(dee.userId);
    expect((await accept(again.secret)).status).toBe(201);
  });

  it('is for those who cannot sign in, in the role that they have', async () => {
    const ed = await invite('Ed');
    expect((await rouse.api('POST', '/api/v1/invitations', body('Ed', { role: 'admin' }))).status).toBe(409);
    await accept(ed.secret);
    expect((await rouse.api('POST', '/api/v1/invitations', body('Ed'))).status).toBe(409);
    const fay = await rouse.person({ name: 'Fay' });
    expect(await rouse.api('POST', '/api/v1/invitations', body('Gil'), { token: fay.token })).toMatchObject({
      status: 403,
    });
  });

  it('is over once they can sign in another way', async () => {
    const nia = await invite('Nia');
    await givePassword(rouse, nia.userId);
    expect((await accept(nia.secret)).status).toBe(404);
    expect(await open()).not.toContain(nia.email);
    expect((await rouse.api('POST', `/api/v1/invitations/${nia.id}/renewal`)).status).toBe(409);
  });

  it('changes nothing where it names a team that is not there', async () => {
    const teams = [{ teamId: '01890000-0000-7000-8000-000000000000', role: 'member' }];
    const refused = await rouse.api('POST', '/api/v1/invitations', body('Hal', { teams }));
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'teams.0.teamId' }] } });
    expect(JSON.stringify(await rouse.get('/api/v1/users?limit=200'))).not.toContain('hal@example.org');
  });

  it('stands where the mail server does not take the mail, and can be sent again', async () => {
    mail.answer('RCPT', '450 try later');
    const ivy = await invite('Ivy');
    mail.answer('RCPT', null);
    expect(ivy.mailed).toBe(false);
    const sent = sentSchema.parse(await rouse.post(`/api/v1/invitations/${ivy.id}/renewal`));
    expect(sent.mailed).toBe(true);
    const secret = secretIn(textOf(lastMailTo(mail, ivy.email)), 'invitations');
    expect((await accept(secret)).status).toBe(201);
  });

  it('dies with the person who is taken out', async () => {
    const jo = await invite('Jo');
    await rouse.delete(`/api/v1/users/${jo.userId}`);
    expect((await accept(jo.secret)).status).toBe(404);
    expect(await open()).not.toContain(jo.email);
  });

  it('has a page that shows it, takes a form without a script, and signs in', async () => {
    const kim = await invite('Kim <b>"&', { email: 'kim@example.org' });
    const path = `/invitations/${kim.secret}`;
    for (let look = 0; look < 2; look += 1) {
      const page = await rouse.api('GET', path, undefined, { token: null });
      expect(page.status).toBe(200);
      expect(page.body).toContain('value="Kim &lt;b&gt;&quot;&amp;"');
      expect(page.body).not.toContain('<b>');
    }
    const fields = { name: 'Kim "<i>"', timeZone: 'Asia/Tokyo', password: PASSWORD };
    // With an invitation of their own a stranger would sign somebody else's browser in as themselves.
    expect((await postForm(rouse, path, fields, 'cross-site')).status).toBe(403);
    const weak = await postForm(rouse, path, { ...fields, password: 'short' });
    expect(weak).toMatchObject({ status: 422, cookie: '' });
    expect(weak.html).toContain('must have at least 12 characters');
    expect(weak.html).toContain('value="Kim &quot;&lt;i&gt;&quot;"');

    const entered = await postForm(rouse, path, fields);
    expect(entered).toMatchObject({ status: 303, location: '../' });
    const me = await rouse.api('GET', '/api/v1/me', undefined, {
      token: null,
      headers: { cookie: entered.cookie },
    });
    expect(me.body).toMatchObject({ id: kim.userId, name: 'Kim "<i>"' });
    expect(await postForm(rouse, path, fields)).toMatchObject({ status: 404, cookie: '' });
  });

  it('lets no name write headers or paragraphs of its own into the mail', async () => {
    const lea = await invite('Lea\r\nBcc: everybody@example.org\r\n\r\nPay here', {
      email: 'lea@example.org',
    });
    expect(lea.mailed).toBe(true);
    const { to, data } = lastMailTo(mail, 'lea@example.org');
    const [head = ''] = data.split('\n\n');
    expect(to).toBe('lea@example.org');
    expect(head).not.toMatch(/^bcc/im);
    expect(textOf(lastMailTo(mail, 'lea@example.org'))).toContain(
      'Hello Lea Bcc: everybody@example.org Pay here,',
    );
  });

  it('is forgotten a month after it could be used last', async () => {
    const mia = await invite('Mia');
    const purge = () => rouse.app.get(AccountLinkPurge, { strict: false }).purge();
    await rouse.advance({ days: 36 });
    await purge();
    expect(await open()).toContain(mia.email);
    await rouse.advance({ days: 2 });
    await purge();
    expect(await open()).not.toContain(mia.email);
  });
});
