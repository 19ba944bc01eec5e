import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SessionPurge } from '../../src/access/sessions/session-purge.js';
import { ChangeStreams } from '../../src/live-feeds/stream/change-streams.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { idOf } from '../support/rouse-client.js';
import { browserOf, givePassword, PASSWORD, type BrowserClient } from './browser-client.js';

const sessionList = z.object({
  items: z.array(z.looseObject({ id: z.string(), isThis: z.boolean(), userAgent: z.string() })),
});

describe('sessions', () => {
  let rouse: RunningRouse;
  let people = 0;
  let userId: string;
  let email: string;
  let browser: BrowserClient;

  async function addPerson(role = 'responder'): Promise<{ id: string; email: string }> {
    people += 1;
    const address = `person.${String(people)}@example.org`;
    const body = { name: `Person ${String(people)}`, email: address, timeZone: 'UTC', role };
    return { id: idOf(await rouse.post('/api/v1/users', body)), email: address };
  }
  const meOf = async (cookie: string): Promise<number> =>
    (await rouse.api('GET', '/api/v1/me', undefined, { token: null, headers: { cookie } })).status;
  const sessionsOf = async (who: BrowserClient) =>
    sessionList.parse((await who.ask('GET', `/api/v1/users/${userId}/sessions`)).body).items;

  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    ({ id: userId, email } = await addPerson());
    await givePassword(rouse, userId);
    browser = browserOf(rouse);
  });

  it('begin with a password: the answer names the person, the cookie alone holds the secret', async () => {
    const answer = await browser.signIn(email.toUpperCase());
    expect(answer).toMatchObject({ status: 201, body: { user: { id: userId, email, role: 'responder' } } });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^rouse=rouse_session_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(JSON.stringify(answer.body)).not.toContain('rouse_session_');
    const me = await browser.ask('GET', '/api/v1/me');
    expect(me).toMatchObject({ status: 200, body: { id: userId, tokenId: null, isConfirmed: true } });
    expect(me.headers.get('cache-control')).toBe('no-store');
    const secret = browser.cookie.replace('rouse=', '');
    const stored: unknown = await rouse.dataSource.query(
      `SELECT (SELECT json_agg(sessions)::text FROM sessions) AS sessions,
              (SELECT json_agg(audit_log)::text FROM audit_log) AS log`,
    );
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(JSON.stringify(stored)).not.toContain('argon2');
  });

  it('takes over nothing that was in the cookie before, and ends the session that was', async () => {
    const planted = `rouse=rouse_session_${'x'.repeat(43)}`;
    browser.cookie = planted;
    await browser.signIn(email);
    const first = browser.cookie;
    expect(first).not.toBe(planted);
    expect(await meOf(planted)).toBe(401);
    await browser.signIn(email);
    expect([await meOf(first), await meOf(browser.cookie)]).toEqual([401, 200]);
  });

  it('is of no use after signing out', async () => {
    await browser.signIn(email);
    const { cookie } = browser;
    const answer = await browser.ask('DELETE', '/api/v1/session');
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      204,
      'rouse=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(await meOf(cookie)).toBe(401);
  });

  it('are listed and ended by their person or an admin, and by nobody else', async () => {
    const phone = browserOf(rouse);
    await browser.signIn(email);
    await phone.ask('POST', '/api/v1/sessions', { email, password: PASSWORD }, { 'user-agent': 'phone' });
    const listed = await sessionsOf(browser);
    expect(listed.map(({ isThis, userAgent }) => [isThis, userAgent])).toEqual([
      [true, expect.any(String)],
      [false, 'phone'],
    ]);
    const phoneId = listed[1]?.id ?? '';

    const other = await addPerson();
    await givePassword(rouse, other.id);
    const stranger = browserOf(rouse);
    await stranger.signIn(other.email);
    const refused = [
      await stranger.ask('GET', `/api/v1/users/${userId}/sessions`),
      await stranger.ask('DELETE', `/api/v1/users/${userId}/sessions`),
      await stranger.ask('DELETE', `/api/v1/sessions/${phoneId}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);

    expect((await rouse.api('GET', `/api/v1/users/${userId}/sessions`)).status).toBe(200);
    expect((await rouse.api('DELETE', `/api/v1/sessions/${phoneId}`)).status).toBe(204);
    expect(await meOf(phone.cookie)).toBe(401);
    expect((await rouse.api('DELETE', `/api/v1/sessions/${phoneId}`)).status).toBe(404);

    await phone.signIn(email);
    expect((await browser.ask('DELETE', `/api/v1/users/${userId}/sessions`)).status).toBe(204);
    expect([await meOf(phone.cookie), await meOf(browser.cookie)]).toEqual([401, 200]);
    expect((await rouse.api('DELETE', `/api/v1/users/${userId}/sessions`)).status).toBe(204);
    expect(await meOf(browser.cookie)).toBe(401);
  });

  it('end when nothing was done for three days, and after thirty days whatever was done', async () => {
    const busy = browserOf(rouse);
    await browser.signIn(email);
    await busy.signIn(email);
    const seen = async () =>
      z
        .array(z.object({ at: z.date() }))
        .parse(
          await rouse.dataSource.query(
            'SELECT last_seen_at AS at FROM sessions WHERE user_id = $1 ORDER BY last_seen_at DESC',
            [userId],
          ),
        )[0]
        ?.at.getTime() ?? 0;
    for (let day = 0; day < 30; day += 2) {
      expect([day, await meOf(busy.cookie)]).toEqual([day, 200]);
      if (day === 2) expect(await meOf(browser.cookie)).toBe(200);
      if (day >= 6) expect(await meOf(browser.cookie)).toBe(401);
      const before = await seen();
      await rouse.advance({ days: 2 });
      await meOf(busy.cookie);
      if (day < 28) await rouse.eventually(async () => expect(await seen()).toBeGreaterThan(before));
    }
    expect(await meOf(busy.cookie)).toBe(401);
    await rouse.app.get(SessionPurge, { strict: false }).purge();
    expect(await rouse.dataSource.query('SELECT 1 FROM sessions WHERE user_id = $1', [userId])).toEqual([]);
  });

  it('ends the streams that it opened', async () => {
    await browser.signIn(email);
    const sessionId = (await sessionsOf(browser))[0]?.id ?? '';
    const streams = rouse.app.get(ChangeStreams, { strict: false });
    const response = await fetch(`${rouse.url}/api/v1/events/stream`, {
      headers: { cookie: browser.cookie },
    });
    expect(response.status).toBe(200);
    await streams.lookAfter();
    await rouse.delete(`/api/v1/sessions/${sessionId}`);
    await streams.lookAfter();
    expect(await response.text()).toContain('event: ready');
  });

  it('counts for nothing beside a token', async () => {
    await browser.signIn(email);
    const { cookie } = browser;
    const me = await rouse.api('GET', '/api/v1/me', undefined, { headers: { cookie } });
    expect(me.body).toMatchObject({ name: 'Administrator' });
    const wrong = await rouse.api('GET', '/api/v1/me', undefined, {
      token: 'rouse_unknown',
      headers: { cookie },
    });
    expect(wrong.status).toBe(401);
    // A token is no cookie: no site can make a browser send it.
    const name = `Team ${String(people)}`;
    const made = await rouse.api(
      'POST',
      '/api/v1/teams',
      { name, members: [] },
      {
        headers: { cookie, 'sec-fetch-site': 'cross-site' },
      },
    );
    expect(made.status).toBe(201);
    const own = await rouse.api('DELETE', '/api/v1/session');
    expect(own.status).toBe(404);
  });

  it('loses its person’s rights with the person', async () => {
    await browser.signIn(email);
    await rouse.delete(`/api/v1/users/${userId}`);
    expect(await meOf(browser.cookie)).toBe(401);
    expect((await browser.signIn(email)).status).toBe(401);
  });

  describe('from other sites', () => {
    const FOREIGN: [string, Record<string, string>][] = [
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }],
      ['another site in an old browser', { origin: 'https://evil.example' }],
      ['nobody knows where', {}],
    ];

    it.each(FOREIGN)('change nothing: %s', async (_case, headers) => {
      await browser.signIn(email);
      const path = `/api/v1/users/${userId}`;
      const answers = [
        await browser.ask('PATCH', path, { name: 'Changed' }, headers),
        await browser.ask('DELETE', `${path}/sessions`, undefined, headers),
        await browser.ask('POST', `${path}/absences`, {}, headers),
        await browser.ask('PUT', `${path}/paging-rules`, {}, headers),
        await browser.ask('DELETE', '/api/v1/session', undefined, headers),
        await browser.ask('POST', '/sign-out', undefined, headers),
      ];
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
      const unread = await browser.ask('GET', path, undefined, headers);
      expect(unread).toMatchObject({ status: 200, body: { name: expect.not.stringContaining('Changed') } });
    });

    it('change nothing by a form either', async () => {
      await browser.signIn(email);
      for (const type of [
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data; boundary=x',
      ]) {
        const headers = { 'content-type': type, 'sec-fetch-site': 'same-origin' };
        const answer = await browser.ask('PATCH', `/api/v1/users/${userId}`, '{"name":"Changed"}', headers);
        expect([type, answer.status]).toEqual([type, 415]);
      }
    });

    it('sign nobody in', async () => {
      const body = { email, password: PASSWORD };
      for (const [, headers] of FOREIGN) {
        const isProgram = Object.keys(headers).length === 0;
        const answer = await browserOf(rouse).ask('POST', '/api/v1/sessions', body, headers);
        expect(answer.status).toBe(isProgram ? 201 : 403);
        const planted = browserOf(rouse);
        const posted = await planted.submit('/sign-in', body, headers);
        expect([posted.status, planted.cookie]).toEqual([403, '']);
        // What the limit of wrong tries has counted is forgotten.
        expect((await browserOf(rouse).signIn(email)).status).toBe(201);
      }
    });

    it('are told apart by the origin where a browser says no more', async () => {
      await browser.signIn(email);
      const { port } = new URL(rouse.url);
      for (const origin of [rouse.url, `http://localhost:${port}`]) {
        const answer = await browser.ask(
          'PATCH',
          `/api/v1/users/${userId}`,
          { name: 'Own page' },
          { origin },
        );
        expect([origin, answer.status]).toEqual([origin, 200]);
      }
    });
  });

  describe('before what is dangerous', () => {
    const NEEDED = { status: 403, body: { type: 'urn:rouse:confirmation-needed' } };

    it('asks for the password again after a quarter of an hour', async () => {
      await browser.signIn(email);
      const makeToken = () => browser.ask('POST', `/api/v1/users/${userId}/tokens`, { name: 'laptop' });
      expect((await makeToken()).status).toBe(201);
      await rouse.advance({ minutes: 16 });
      expect(await makeToken()).toMatchObject(NEEDED);
      expect((await browser.ask('GET', '/api/v1/me')).body).toMatchObject({ isConfirmed: false });
      const confirm = (password: string) => browser.ask('POST', '/api/v1/session/confirmation', { password });
      expect(await confirm('not my password')).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'password' }] },
      });
      expect(await makeToken()).toMatchObject(NEEDED);
      expect((await confirm(PASSWORD)).status).toBe(204);
      expect((await makeToken()).status).toBe(201);
      const byToken = await rouse.api('POST', '/api/v1/session/confirmation', { password: PASSWORD });
      expect(byToken.status).toBe(404);
    });

    it('asks an admin who changes a role, but not one who changes a name', async () => {
      const admin = await addPerson('admin');
      await givePassword(rouse, admin.id);
      await browser.signIn(admin.email);
      await rouse.advance({ minutes: 16 });
      const path = `/api/v1/users/${userId}`;
      expect((await browser.ask('PATCH', path, { name: 'New name' })).status).toBe(200);
      expect(await browser.ask('PATCH', path, { role: 'admin' })).toMatchObject(NEEDED);
      // Whoever may not do it at all is told so, and not asked for a password in vain.
      await browser.signIn(email);
      await rouse.advance({ minutes: 16 });
      expect(await browser.ask('PATCH', path, { role: 'admin' })).toMatchObject({
        status: 403,
        body: { type: 'about:blank' },
      });
    });
  });

  it('begin and end on a page without a script', async () => {
    const page = await browser.ask('GET', '/sign-in');
    expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'same-origin']);
    const typed = '"><script>alert(1)</script>';
    const wrong = await browser.submit('/sign-in', { email: typed, password: 'wrong password' });
    expect([wrong.status, browser.cookie]).toEqual([401, '']);
    expect(wrong.body).toContain('The e-mail address or the password is wrong.');
    expect(wrong.body).not.toContain('<script>');
    const right = await browser.submit('/sign-in', { email, password: PASSWORD });
    expect([right.status, right.body]).toEqual([303, expect.stringContaining('<div id="root">')]);
    expect(await browser.ask('GET', '/api/v1/me')).toMatchObject({ status: 200 });
    const left = await browser.submit('/sign-out', {});
    expect([left.status, left.body]).toEqual([303, expect.stringContaining('<h1>Sign in</h1>')]);
    expect(browser.cookie).toBe('');
  });
});
