import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browserOf, givePassword, PASSWORD } from '../access/browser-client.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const WRONG = 'the password of somebody else';
const SECRET = 'a'.repeat(43);

describe('guessing', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    // Everybody comes through a proxy that says where they are.
    rouse = await startRouse({ settings: { TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' } });
  });
  afterAll(() => rouse.stop());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const ask = (path: string, body: object, address: string): Promise<Answer> =>
    rouse.api('POST', path, body, { token: null, headers: from(address) });
  const signIn = (email: string, password: string, address: string) =>
    ask('/api/v1/sessions', { email, password }, address);

  async function withPassword(name: string): Promise<{ id: string; email: string }> {
    const email = `${name.toLowerCase()}.guessed@example.org`;
    const { id } = await rouse.person({ name, email });
    await givePassword(rouse, id);
    return { id, email };
  }

  const expectRefused = (answer: Answer, mostSeconds: number): void => {
    expect(answer.status).toBe(429);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(mostSeconds);
  };

  describe('at a password', () => {
    it('ends after five tries in a minute, however the address is spelled; the right one does not help then', async () => {
      const { email } = await withPassword('Ana');
      const spellings = [email, email.toUpperCase(), ` ${email} `, email, email.toUpperCase()];
      for (const spelling of spellings)
        expect([401, 422]).toContain((await signIn(spelling, WRONG, '192.0.2.1')).status);
      expectRefused(await signIn(email, PASSWORD, '192.0.2.1'), 60);
    });

    it('says the same of an account that there is not', async () => {
      const answers = [];
      for (let turn = 0; turn < 6; turn += 1)
        answers.push(await signIn('nobody@example.org', WRONG, '192.0.2.2'));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    });

    it('does not keep the owner out, who comes from elsewhere', async () => {
      const { email } = await withPassword('Bo');
      for (let turn = 0; turn < 6; turn += 1) await signIn(email, WRONG, '192.0.2.3');
      expect((await signIn(email, PASSWORD, '198.51.100.3')).status).toBe(201);
    });

    it('from all over the world ends as well, and keeps the owner out nowhere where they have been', async () => {
      const { email } = await withPassword('Cy');
      expect((await signIn(email, PASSWORD, '198.51.100.4')).status).toBe(201);
      const statuses = [];
      for (let host = 1; host <= 20; host += 1)
        statuses.push((await signIn(email, WRONG, `203.0.113.${String(host)}`)).status);
      // The owner's own was one of the twenty of a minute.
      expect(statuses.filter((status) => status === 401)).toHaveLength(19);
      expectRefused(await signIn(email, WRONG, '203.0.113.200'), 60);
      expect((await signIn(email, PASSWORD, '198.51.100.4')).status).toBe(201);
    });

    it('is not counted against who gets in: five wrong ones begin anew after a right one', async () => {
      const { email } = await withPassword('Di');
      for (let round = 0; round < 2; round += 1) {
        for (let turn = 0; turn < 4; turn += 1)
          expect((await signIn(email, WRONG, '192.0.2.5')).status).toBe(401);
        expect((await signIn(email, PASSWORD, '192.0.2.5')).status).toBe(201);
      }
    });

    it('on the page counts like the API, and a page that says no forgives nothing', async () => {
      const { email } = await withPassword('Eli');
      const browser = browserOf(rouse);
      const headers = { 'sec-fetch-site': 'same-origin', ...from('192.0.2.6') };
      const statuses = [];
      for (let turn = 0; turn < 6; turn += 1)
        statuses.push((await browser.submit('/sign-in', { email, password: WRONG }, headers)).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    });

    it('to confirm who one is ends after five, also with another session', async () => {
      const { email } = await withPassword('Flo');
      const [one, other] = [browserOf(rouse), browserOf(rouse)];
      await one.signIn(email);
      await other.signIn(email);
      for (let turn = 0; turn < 5; turn += 1)
        expect((await one.ask('POST', '/api/v1/session/confirmation', { password: WRONG })).status).toBe(422);
      expectRefused(await other.ask('POST', '/api/v1/session/confirmation', { password: PASSWORD }), 60);
    });

    it('by many names from one address ends', async () => {
      const answers = [];
      for (let turn = 0; turn < 62; turn += 1)
        answers.push(
          (await ask('/api/v1/sessions', { email: `name${String(turn)}@example.org` }, '2001:db8:1:2::1'))
            .status,
        );
      expect(answers.filter((status) => status === 429)).toHaveLength(2);
      // The neighbour in the same /64 is the same, one in another is not.
      const next = { email: 'x@example.org' };
      expect((await ask('/api/v1/sessions', next, '2001:db8:1:2:ffff::9')).status).toBe(429);
      expect((await ask('/api/v1/sessions', next, '2001:db8:1:3::1')).status).toBe(422);
    });
  });

  it.each([
    ['a set-up code', '192.0.2.20', '/api/v1/set-up', { code: 'ABCD-EFGH-JKMN-PQRS-TVWX' }],
    ['an invitation', '192.0.2.21', '/api/v1/invitations/acceptance', { secret: SECRET, password: PASSWORD }],
    [
      'a reset link',
      '192.0.2.22',
      '/api/v1/password-resets/completion',
      { secret: SECRET, password: PASSWORD },
    ],
  ])(
    'at %s ends after thirty tries in a minute, for that address alone',
    async (_case, address, path, body) => {
      const statuses = [];
      for (let turn = 0; turn < 31; turn += 1) statuses.push((await ask(path, body, address)).status);
      expect(statuses.slice(0, 30)).not.toContain(429);
      expect(statuses[30]).toBe(429);
      expect((await ask(path, body, '198.51.100.20')).status).not.toBe(429);
    },
  );

  it('fills nobody with mails of resets, and answers the same whoever has the address', async () => {
    const { email } = await withPassword('Gil');
    for (const each of [email, 'nobody.at.all@example.org']) {
      const statuses = [];
      for (let turn = 0; turn < 4; turn += 1)
        statuses.push((await ask('/api/v1/password-resets', { email: each }, '192.0.2.30')).status);
      expect(statuses).toEqual([202, 202, 202, 429]);
    }
  });

  it('at links ends, and says so', async () => {
    const open = (path: string) =>
      rouse.api('GET', path, undefined, { token: null, headers: from('192.0.2.40') });
    const answers = await Promise.all(
      Array.from({ length: 130 }, (_, at) => open(at % 2 === 0 ? `/i/${SECRET}` : `/swaps/answer/${SECRET}`)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it('what a proxy says counts only where the operator has named the proxy', async () => {
    const addressOf = async (asked: RunningRouse, forwarded: string): Promise<unknown> => {
      await asked.api(
        'POST',
        '/api/v1/teams',
        { name: `Team ${forwarded}`, members: [] },
        { headers: from(forwarded) },
      );
      const rows = await asked.dataSource.query<{ address: unknown }[]>(
        `SELECT source_address AS address FROM audit_log WHERE action = 'team.create' ORDER BY id DESC LIMIT 1`,
      );
      return rows[0]?.address;
    };
    expect(await addressOf(rouse, '203.0.113.9')).toBe('203.0.113.9');
    // The proxy adds what it saw to what it was sent; only what it saw counts.
    expect(await addressOf(rouse, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(await addressOf(rouse, '198.51.100.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
    const open = await startRouse();
    expect(await addressOf(open, '203.0.113.9')).toBe('127.0.0.1');
    await open.stop();
  });
});
