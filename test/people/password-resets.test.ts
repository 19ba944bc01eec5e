import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PasswordResetLinks } from '../../src/people/password-resets/password-reset-links.js';
import { browserOf, givePassword } from '../access/browser-client.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { idOf, type Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { lastMailTo, PASSWORD, postForm, secretIn, textOf } from './account-mail.js';

const OLD_PASSWORD = 'one two three shoes';
const sentSchema = z.object({ url: z.string(), expiresAt: z.string(), mailed: z.boolean() });

describe('a password reset', () => {
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

  /** Somebody with a password, who is signed in in a browser. */
  const somebody = async (name: string) => {
    const email = `${name.toLowerCase()}@example.org`;
    const id = idOf(await rouse.post('/api/v1/users', { name, email, timeZone: 'UTC', role: 'responder' }));
    await givePassword(rouse, id, OLD_PASSWORD);
    return { id, email };
  };
  const ask = (email: string): Promise<Answer> =>
    rouse.api('POST', '/api/v1/password-resets', { email }, { token: null });
  const complete = (secret: string): Promise<Answer> =>
    rouse.api('POST', '/api/v1/password-resets/completion', { secret, password: PASSWORD }, { token: null });
  const mailsTo = (email: string) => mail.mails.filter(({ to }) => to === email);
  const mailedSecret = (email: string): Promise<string> =>
    rouse.eventually(() => secretIn(textOf(lastMailTo(mail, email)), 'password-resets'));
  /** A link as the mail of somebody who asked has it, without going through the door and its limits. */
  const mailLink = (email: string) => rouse.app.get(PasswordResetLinks, { strict: false }).mail(email);

  it('looks the same for somebody and for nobody', async () => {
    const ana = await somebody('Ana');
    const without = await rouse.post('/api/v1/users', {
      name: 'Bo',
      email: 'bo@example.org',
      timeZone: 'UTC',
      role: 'responder',
    });
    expect(idOf(without)).toEqual(expect.any(String));
    const answers = [
      await ask(ana.email.toUpperCase()),
      await ask('nobody@example.org'),
      await ask('bo@example.org'),
    ];
    const [first] = answers;
    for (const answer of answers) {
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual(first?.body);
      expect([...answer.headers.keys()]).toEqual([...(first?.headers.keys() ?? [])]);
    }
    await mailedSecret(ana.email);
    await mailLink('bo@example.org');
    expect(mail.mails.map(({ to }) => to)).toEqual([ana.email]);
  });

  it('ends every session, tells the person, begins a session, and is good once', async () => {
    const cy = await somebody('Cy');
    const browser = browserOf(rouse);
    expect((await browser.signIn(cy.email, OLD_PASSWORD)).status).toBe(201);
    await mailLink(cy.email);
    const secret = await mailedSecret(cy.email);

    const both = await Promise.all([complete(secret), complete(secret)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    expect((await browser.ask('GET', '/api/v1/me')).status).toBe(401);
    expect((await browserOf(rouse).signIn(cy.email, OLD_PASSWORD)).status).toBe(401);
    const cookie = both.flatMap(({ headers }) => headers.getSetCookie())[0]?.split(';')[0] ?? '';
    expect(
      await rouse.api('GET', '/api/v1/me', undefined, { token: null, headers: { cookie } }),
    ).toMatchObject({ status: 200, body: { id: cy.id } });
    await rouse.eventually(() => {
      expect(lastMailTo(mail, cy.email).data).toContain('Subject: Your password for Rouse was changed');
    });
    expect((await complete(secret)).body).toEqual((await complete('x'.repeat(43))).body);
  });

  it('is good for half an hour, the newest link only, and mailed three times an hour', async () => {
    const dee = await somebody('Dee');
    await mailLink(dee.email);
    const first = await mailedSecret(dee.email);
    await mailLink(dee.email);
    await mailLink(dee.email);
    await mailLink(dee.email);
    expect(mailsTo(dee.email)).toHaveLength(3);
    const newest = await mailedSecret(dee.email);
    expect((await complete(first)).status).toBe(404);
    await rouse.advance({ minutes: 30, seconds: 1 });
    expect((await complete(newest)).status).toBe(404);
    await rouse.advance({ minutes: 30 });
    await mailLink(dee.email);
    expect(mailsTo(dee.email)).toHaveLength(4);
    expect((await complete(await mailedSecret(dee.email))).status).toBe(201);
  });

  it('is over once the password was changed another way', async () => {
    const hal = await somebody('Hal');
    await mailLink(hal.email);
    const secret = await mailedSecret(hal.email);
    await rouse.advance({ seconds: 1 });
    await givePassword(rouse, hal.id, 'four new shoes in a box');
    expect((await complete(secret)).status).toBe(404);
  });

  it('can be made by an admin, for whoever has a password, and dies with the person', async () => {
    const ed = await somebody('Ed');
    const made = sentSchema.parse(await rouse.post(`/api/v1/users/${ed.id}/password-reset`));
    expect(made.mailed).toBe(true);
    expect(secretIn(made.url, 'password-resets')).toBe(await mailedSecret(ed.email));
    expect(await rouse.get('/api/v1/audit-log?limit=1')).toMatchObject({
      items: [{ action: 'password-reset.create', objectId: ed.id }],
    });
    await rouse.delete(`/api/v1/users/${ed.id}`);
    expect((await complete(secretIn(made.url, 'password-resets'))).status).toBe(404);

    const fay = await rouse.person({ name: 'Fay', role: 'responder' });
    const path = `/api/v1/users/${fay.id}/password-reset`;
    expect((await rouse.api('POST', path)).status).toBe(409);
    expect((await rouse.api('POST', path, undefined, { token: fay.token })).status).toBe(403);
  });

  it('has pages: one to ask, and one behind the link, which looking does not use up', async () => {
    const gil = await somebody('Gil');
    const start = await rouse.api('GET', '/password-resets', undefined, { token: null });
    expect(start.body).toContain('type="email"');
    expect((await postForm(rouse, '/password-resets', { email: 'no address' })).status).toBe(422);
    const asked = await postForm(rouse, '/password-resets', { email: gil.email });
    const nobody = await postForm(rouse, '/password-resets', { email: 'nobody.else@example.org' });
    expect(asked).toEqual(nobody);
    const path = `/password-resets/${await mailedSecret(gil.email)}`;
    for (let look = 0; look < 2; look += 1) {
      const page = await rouse.api('GET', path, undefined, { token: null });
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.body).toContain(gil.email);
    }
    expect((await postForm(rouse, path, { password: PASSWORD }, 'cross-site')).status).toBe(403);
    expect((await postForm(rouse, path, { password: 'passwordpassword' })).status).toBe(422);
    expect(await postForm(rouse, path, { password: PASSWORD })).toMatchObject({
      status: 303,
      location: '../',
    });
    expect((await browserOf(rouse).signIn(gil.email, PASSWORD)).status).toBe(201);
    expect((await rouse.api('GET', path, undefined, { token: null })).status).toBe(404);
  });
});
