import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const newToken = z.object({ id: z.string(), token: z.string() });
const tokens = z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

describe('API tokens', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;

  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(() => rouse.stop());

  const makeToken = async (body: object, owner = ana) =>
    newToken.parse(await rouse.post(`/api/v1/users/${owner.id}/tokens`, body, { token: owner.token }));
  const statusWith = async (authorization: string | null): Promise<number> => {
    const headers = authorization === null ? {} : { authorization };
    return (await rouse.api('GET', '/api/v1/me', undefined, { token: null, headers })).status;
  };

  it('tells who asks', async () => {
    expect(await rouse.get('/api/v1/me', { token: ana.token })).toMatchObject({
      id: ana.id,
      name: 'Ana',
      role: 'responder',
      teams: [],
      scopes: null,
    });
  });

  it.each(['Bearer', 'bearer', 'BEARER'])('takes the scheme as %s', async (scheme) => {
    expect(await statusWith(`${scheme} ${ana.token}`)).toBe(200);
  });

  it('refuses whoever has no token, half a token, another scheme or an unknown token', async () => {
    const refused = [
      null,
      '',
      'Bearer',
      'Bearer ',
      `Basic ${ana.token}`,
      ana.token,
      'Bearer rouse_unknown',
      'Bearer \u00e9',
    ];
    expect(await Promise.all(refused.map(statusWith))).toEqual(refused.map(() => 401));
    const answer = await rouse.api('GET', '/api/v1/me', undefined, { token: null });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('shows a token once and stores no more than its hash', async () => {
    const made = await makeToken({ name: 'laptop' });
    expect(made.token).toMatch(/^rouse_[\w-]{43}$/);
    const listed = await rouse.get(`/api/v1/users/${ana.id}/tokens`, { token: ana.token });
    expect(tokens.parse(listed).items).toContainEqual(
      expect.objectContaining({ id: made.id, name: 'laptop' }),
    );
    expect(JSON.stringify(listed)).not.toContain(made.token);
    const stored: unknown = await rouse.dataSource.query(
      `SELECT (SELECT json_agg(api_tokens)::text FROM api_tokens) AS tokens,
              (SELECT json_agg(audit_log)::text FROM audit_log) AS log`,
    );
    expect(JSON.stringify(stored)).not.toContain(made.token);
  });

  it('refuses a revoked token at once', async () => {
    const made = await makeToken({ name: 'lost phone' });
    expect(await statusWith(`Bearer ${made.token}`)).toBe(200);
    const revoked = await rouse.api('DELETE', `/api/v1/tokens/${made.id}`, undefined, { token: ana.token });
    expect([revoked.status, revoked.body]).toEqual([204, '']);
    expect(await statusWith(`Bearer ${made.token}`)).toBe(401);
    expect((await rouse.api('DELETE', `/api/v1/tokens/${made.id}`)).status).toBe(404);
  });

  it('refuses a token past its end, by the clock of the database', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await makeToken({ name: 'an hour', expiresAt });
    expect(await statusWith(`Bearer ${made.token}`)).toBe(200);
    await rouse.advance({ hours: 2 });
    expect(await statusWith(`Bearer ${made.token}`)).toBe(401);
  });

  it('writes when a token was used, at most once a minute', async () => {
    const made = await makeToken({ name: 'script' });
    const lastUsed = async () => {
      const rows = z
        .tuple([z.object({ at: z.date().nullable() })])
        .parse(
          await rouse.dataSource.query('SELECT last_used_at AS at FROM api_tokens WHERE id = $1', [made.id]),
        );
      return rows[0].at?.getTime() ?? 0;
    };
    await statusWith(`Bearer ${made.token}`);
    const first = await rouse.eventually(async () => {
      const at = await lastUsed();
      expect(at).toBeGreaterThan(0);
      return at;
    });
    await rouse.advance({ seconds: 30 });
    await statusWith(`Bearer ${made.token}`);
    expect(await lastUsed()).toBe(first);
    await rouse.advance({ seconds: 40 });
    await statusWith(`Bearer ${made.token}`);
    await rouse.eventually(async () => {
      expect(await lastUsed()).toBeGreaterThan(first);
    });
  });

  it("lets nobody but an admin touch another's tokens", async () => {
    const made = await makeToken({ name: 'mine' });
    const asBo = { token: bo.token };
    expect((await rouse.api('POST', `/api/v1/users/${ana.id}/tokens`, { name: 'x' }, asBo)).status).toBe(403);
    expect((await rouse.api('GET', `/api/v1/users/${ana.id}/tokens`, undefined, asBo)).status).toBe(403);
    expect((await rouse.api('DELETE', `/api/v1/tokens/${made.id}`, undefined, asBo)).status).toBe(403);
    expect((await rouse.api('GET', `/api/v1/users/${ana.id}/tokens`)).status).toBe(200);
    expect((await rouse.api('DELETE', `/api/v1/tokens/${made.id}`)).status).toBe(204);
  });

  it.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a name of the wrong type', { name: 7 }, 'name'],
    ["the environment's name", { name: 'ROUSE_ADMIN_TOKEN' }, 'name'],
    ['an end in the past', { name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end without an offset', { name: 'x', expiresAt: '2030-01-01T00:00:00' }, 'expiresAt'],
    ['an unknown field', { name: 'x', scope: 'all' }, 'scope'],
    ['no object', [], ''],
    ['no body', undefined, ''],
  ])('answers 422 to %s', async (_name, body, path) => {
    const answer = await rouse.api('POST', `/api/v1/users/${ana.id}/tokens`, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it('answers 404 for somebody or something that is not there', async () => {
    const nobody = '0190a000-0000-7000-8000-000000000000';
    expect((await rouse.api('POST', `/api/v1/users/${nobody}/tokens`, { name: 'x' })).status).toBe(404);
    expect((await rouse.api('GET', `/api/v1/users/${nobody}/tokens`)).status).toBe(404);
    expect((await rouse.api('DELETE', `/api/v1/tokens/${nobody}`)).status).toBe(404);
    expect((await rouse.api('DELETE', '/api/v1/tokens/not-an-id')).status).toBe(404);
  });
});
