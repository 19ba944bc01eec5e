import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { lastMailTo, PASSWORD, postForm, secretIn, textOf } from './account-mail.js';

describe('an e-mail address', () => {
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

  const change = (id: string, email: string, token?: string): Promise<Answer> =>
    rouse.api('PUT', `/api/v1/users/${id}/email`, { email }, token === undefined ? {} : { token });
  const emailOf = async (id: string): Promise<string> =>
    z.object({ email: z.string() }).parse(await rouse.get(`/api/v1/users/${id}`)).email;

  it('of oneself counts once its link was followed, and the old one is told', async () => {
    const ana = await rouse.person({ name: 'Ana', email: 'ana@example.org' });
    const bo = await rouse.person({ name: 'Bo', email: 'bo@example.org' });
    expect((await change(ana.id, 'BO@example.org', ana.token)).status).toBe(409);
    expect((await change(bo.id, 'mine@example.org', ana.token)).status).toBe(403);
    expect(await change(ana.id, 'ana@example.net', ana.token)).toMatchObject({
      status: 200,
      body: { email: 'ana@example.org', pending: { email: 'ana@example.net' } },
    });
    expect(await emailOf(ana.id)).toBe('ana@example.org');
    const path = `/email-changes/${secretIn(textOf(lastMailTo(mail, 'ana@example.net')), 'email-changes')}`;
    expect((await rouse.api('GET', path, undefined, { token: null })).body).toContain('ana@example.net');
    expect(await emailOf(ana.id)).toBe('ana@example.org');
    expect((await postForm(rouse, path, {})).status).toBe(200);
    expect(await emailOf(ana.id)).toBe('ana@example.net');
    expect(textOf(lastMailTo(mail, 'ana@example.org'))).toContain(
      'has a new e-mail address: ana@example.net',
    );
    expect((await postForm(rouse, path, {})).status).toBe(404);
  });

  it('changes at once by an admin, and what went to the old one is dead', async () => {
    const body = { name: 'Cy', email: 'cy.mistyped@example.org', role: 'observer' };
    const invited = z
      .object({ url: z.string(), userId: z.string() })
      .parse(await rouse.post('/api/v1/invitations', body));
    expect((await change(invited.userId, 'cy@example.org')).body).toEqual({
      email: 'cy@example.org',
      pending: null,
    });
    const secret = secretIn(invited.url, 'invitations');
    const acceptance = { secret, password: PASSWORD };
    expect(
      (await rouse.api('POST', '/api/v1/invitations/acceptance', acceptance, { token: null })).status,
    ).toBe(404);
  });

  it('stays where the mail to the new one cannot be sent', async () => {
    const dee = await rouse.person({ name: 'Dee' });
    mail.answer('RCPT', '550 no such mailbox');
    expect((await change(dee.id, 'dee@example.net', dee.token)).status).toBe(503);
    mail.answer('RCPT', null);
  });
});
