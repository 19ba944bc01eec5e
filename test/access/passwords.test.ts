import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { z } from 'zod';
import { Passwords } from '../../src/access/passwords/passwords.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { idOf } from '../support/rouse-client.js';
import { browserOf, givePassword, PASSWORD } from './browser-client.js';

const NEW_PASSWORD = 'seven quiet owls and a drum';
const stored = z.tuple([z.object({ hash: z.string() })]);

describe('passwords', () => {
  let rouse: RunningRouse;
  let people = 0;

  async function addPerson(password: string | null = PASSWORD): Promise<{ id: string; email: string }> {
    people += 1;
    const email = `keeper.${String(people)}@example.org`;
    const body = { name: `Keeper ${String(people)}`, email, timeZone: 'UTC', role: 'responder' };
    const id = idOf(await rouse.post('/api/v1/users', body));
    if (password !== null) await givePassword(rouse, id, password);
    return { id, email };
  }
  const signIn = async (email: string, password: string) =>
    rouse.api('POST', '/api/v1/sessions', { email, password }, { token: null });
  const hashOf = async (userId: string): Promise<string> =>
    stored.parse(await rouse.dataSource.query('SELECT hash FROM passwords WHERE user_id = $1', [userId]))[0]
      .hash;

  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  it('are kept as Argon2id with 19 MiB and two passes, and no password anywhere', async () => {
    const { id, email } = await addPerson();
    expect(await hashOf(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await signIn(email, PASSWORD);
    const all: unknown = await rouse.dataSource.query(
      'SELECT (SELECT json_agg(passwords)::text FROM passwords), (SELECT json_agg(audit_log)::text FROM audit_log)',
    );
    expect(JSON.stringify(all)).not.toContain(PASSWORD);
  });

  it('are hashed anew at a sign-in when they were hashed with less', async () => {
    const { id, email } = await addPerson();
    const weak = await hash(PASSWORD, { memoryCost: 4096, timeCost: 1, parallelism: 1 });
    await rouse.dataSource.query('UPDATE passwords SET hash = $2 WHERE user_id = $1', [id, weak]);
    expect((await signIn(email, 'not it at all')).status).toBe(401);
    expect(await hashOf(id)).toBe(weak);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
    expect(await hashOf(id)).toContain('m=19456,t=2,p=1');
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  it('are refused in one and the same way, whatever is wrong', async () => {
    const known = await addPerson();
    const without = await addPerson(null);
    const gone = await addPerson();
    await rouse.delete(`/api/v1/users/${gone.id}`);
    const attempts = [
      known.email,
      without.email,
      gone.email,
      'nobody@example.org',
      'no address',
      "' OR 1=1 --",
    ];
    const answers = [];
    for (const email of attempts) {
      const { status, body, headers } = await signIn(email, 'wrong but long enough');
      answers.push([status, body, headers.getSetCookie()]);
    }
    expect(answers).toEqual(
      attempts.map(() => [
        401,
        expect.objectContaining({ detail: 'The e-mail address or the password is wrong.', errors: [] }),
        [],
      ]),
    );
  });

  it('cost the same time for whoever is not known', async () => {
    const { email } = await addPerson();
    const passwords = rouse.app.get(Passwords, { strict: false });
    const fastest = async (address: string): Promise<number> => {
      const times: number[] = [];
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const began = performance.now();
        expect(await passwords.check(address, 'wrong but long enough')).toMatchObject({ isRight: false });
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    const [known, unknown] = [await fastest(email), await fastest('nobody@example.org')];
    // A look-up alone takes a tenth of it.
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('tell the audit log of wrong ones once a minute, and of right ones each time', async () => {
    const { id, email } = await addPerson();
    const refusals = async () =>
      z
        .object({ items: z.array(z.looseObject({ action: z.string(), sourceAddress: z.string() })) })
        .parse(await rouse.get(`/api/v1/audit-log?objectType=user&objectId=${id}`))
        .items.filter(({ action }) => action === 'session.refuse').length;
    await signIn(email, 'wrong but long enough');
    await signIn(email, 'wrong but long enough');
    expect(await refusals()).toBe(1);
    await rouse.advance({ minutes: 2 });
    await signIn(email, 'wrong but long enough');
    expect(await refusals()).toBe(2);
    const session = z.object({ sessionId: z.string() }).parse((await signIn(email, PASSWORD)).body);
    const log = await rouse.get(`/api/v1/audit-log?objectType=session&objectId=${session.sessionId}`);
    expect(log).toMatchObject({ items: [{ action: 'session.begin', actorUserId: id }] });
    const metrics = (await rouse.api('GET', '/metrics')).body;
    expect(metrics).toMatch(/rouse_password_attempts_total\{outcome="wrong"\} \d/);
  });

  it.each([
    ['nothing', {}, 422],
    ['an empty password', { email: 'odd.1@example.org', password: '' }, 422],
    ['a number', { email: 'odd.2@example.org', password: 123456789012 }, 422],
    ['a NUL', { email: 'odd.3@example.org', password: 'twelve chars\u0000' }, 422],
    ['a NUL in the address', { email: 'a\u0000@example.org', password: 'twelve chars' }, 422],
    ['half a surrogate pair', '{"email":"a@example.org","password":"\\ud800 twelve chars"}', 422],
    ['a huge password', { email: 'odd.4@example.org', password: 'x'.repeat(100_000) }, 422],
    ['a larger one than any door takes', { email: 'odd.5@example.org', password: 'x'.repeat(600_000) }, 413],
    ['an unknown field', { email: 'odd.6@example.org', password: 'twelve chars', role: 'admin' }, 422],
    ['a list', [], 422],
  ])('answer %s without a fault', async (_case, body, status) => {
    expect((await rouse.api('POST', '/api/v1/sessions', body, { token: null })).status).toBe(status);
  });

  it('may be written by any keyboard, at any length that is allowed', async () => {
    for (const [chosen, typed] of [
      ['Übergrößenträger №5 ﬁx', 'U\u0308bergro\u0308ßentra\u0308ger No5 fix'],
      [' leading and trailing blanks ', ' leading and trailing blanks '],
      [`${'långt '.repeat(170)}slut`, `${'långt '.repeat(170)}slut`],
      ['🐈🐕🐎🐖🐄🐓🦆🦉🐸🐢🐍🦎', '🐈🐕🐎🐖🐄🐓🦆🦉🐸🐢🐍🦎'],
    ] as const) {
      const { email } = await addPerson(chosen);
      expect([chosen, (await signIn(email, typed)).status]).toEqual([chosen, 201]);
      expect((await signIn(email, `${typed}.`)).status).toBe(401);
    }
  });

  it('are changed by showing the current one, and all other sessions end', async () => {
    const { id, email } = await addPerson();
    const [browser, other] = [browserOf(rouse), browserOf(rouse)];
    await browser.signIn(email);
    await other.signIn(email);
    const change = (currentPassword: string, newPassword: string) =>
      browser.ask('POST', '/api/v1/me/password', { currentPassword, newPassword });
    const faults: [string, string, string][] = [
      ['wrong but long enough', NEW_PASSWORD, 'currentPassword'],
      [PASSWORD, 'short', 'newPassword'],
      [PASSWORD, 'password1234', 'newPassword'],
      [PASSWORD, `my name is keeper.${String(people)}!`, 'newPassword'],
    ];
    for (const [current, chosen, path] of faults)
      expect(await change(current, chosen)).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect((await other.ask('GET', '/api/v1/me')).status).toBe(200);

    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(204);
    expect((await browser.ask('GET', '/api/v1/me')).status).toBe(200);
    expect((await other.ask('GET', '/api/v1/me')).status).toBe(401);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(201);
    const log = await rouse.get(`/api/v1/audit-log?objectType=user&objectId=${id}&action=password.change`);
    expect(log).toMatchObject({ items: [{ actorUserId: id, after: { sessionsEnded: 1 } }] });
    await rouse.eventually(async () => {
      const told: unknown = await rouse.dataSource.query(
        `SELECT body FROM simulator_messages WHERE phone = $1`,
        [email],
      );
      expect(told).toEqual([{ body: expect.stringContaining('Your password was changed') }]);
    });
  });

  it('let nobody in who gave the former one while it was being changed', async () => {
    const { id, email } = await addPerson();
    const late = await rouse.dataSource.transaction(async (manager) => {
      await rouse.app.get(Passwords, { strict: false }).set(manager, id, NEW_PASSWORD);
      const answer = signIn(email, PASSWORD);
      await rouse.eventually(async () => {
        const waiting: unknown = await manager.query(
          'SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid',
        );
        expect(waiting).toHaveLength(1);
      });
      return { answer };
    });
    expect((await late.answer).status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(201);
  });

  it('are derived into nothing that an Idempotency-Key keeps', async () => {
    const { email } = await addPerson();
    const headers = { 'idempotency-key': 'again' };
    const body = { email, password: PASSWORD };
    const cookies = [];
    for (let time = 0; time < 2; time += 1) {
      const answer = await rouse.api('POST', '/api/v1/sessions', body, { token: null, headers });
      cookies.push(answer.headers.get('set-cookie'));
    }
    expect(new Set(cookies).size).toBe(2);
    expect(await rouse.dataSource.query(`SELECT 1 FROM idempotency_keys WHERE key = 'again'`)).toEqual([]);
  });
});
