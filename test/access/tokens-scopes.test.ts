import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SCOPES, type Scope } from '../../src/access/scope.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const NOBODY = '0190a000-0000-7000-8000-000000000000';
const newToken = z.looseObject({ id: z.string(), token: z.string() });

describe('tokens with scopes', () => {
  let rouse: RunningRouse;
  let boss: Person;

  beforeAll(async () => {
    rouse = await startRouse();
    boss = await rouse.person({ name: 'Boss', role: 'admin', phone: null });
  });
  afterAll(() => rouse.stop());

  const make = async (body: object, token = boss.token) =>
    newToken.parse(
      await rouse.post(`/api/v1/users/${boss.id}/tokens`, { name: 'limited', ...body }, { token }),
    );
  const ask = (body: object, token: string, userId = boss.id) =>
    rouse.api('POST', `/api/v1/users/${userId}/tokens`, { name: 'more', ...body }, { token });
  const inAnHour = async (hours: number): Promise<string> => {
    const rows = z
      .tuple([z.object({ at: z.date() })])
      .parse(await rouse.dataSource.query(`SELECT rouse_now() + $1 * interval '1 hour' AS at`, [hours]));
    return rows[0].at.toISOString();
  };

  /** For each scope a request or two that it lets in, about nothing that exists, so that nothing is changed. */
  const REQUESTS: readonly [Scope, string, (userId: string) => string][] = [
    ['read', 'GET', () => '/api/v1/users'],
    ['read', 'GET', (userId) => `/api/v1/users/${userId}/contact-methods`],
    ['respond', 'POST', () => `/api/v1/incidents/${NOBODY}/acknowledge`],
    ['schedule', 'POST', (userId) => `/api/v1/users/${userId}/absences`],
    ['account', 'GET', (userId) => `/api/v1/users/${userId}/tokens`],
    ['account', 'POST', () => `/api/v1/tokens/${NOBODY}/rotation`],
    ['configure', 'POST', () => '/api/v1/schedules'],
    ['configure', 'POST', () => `/api/v1/integrations/${NOBODY}/rotation`],
    ['administer', 'GET', () => '/api/v1/service-tokens'],
    ['administer', 'POST', () => '/api/v1/service-tokens'],
  ];

  it.each(SCOPES.map((scope) => [scope] as const))(
    '%s open their own requests and no others',
    async (scope) => {
      const { token } = await make({ scopes: [scope] });
      const isLetIn = async (method: string, path: string) => {
        const { status } = await rouse.api(method, path, method === 'GET' ? undefined : {}, { token });
        return status !== 401 && status !== 403;
      };
      const letIn = await Promise.all(
        REQUESTS.map(async ([needed, method, path]) => [
          needed,
          method,
          await isLetIn(method, path(boss.id)),
        ]),
      );
      expect(letIn).toEqual(REQUESTS.map(([needed, method]) => [needed, method, needed === scope]));
      expect(await isLetIn('GET', '/api/v1/me')).toBe(true);
    },
  );

  it('tell what they are limited to', async () => {
    const limited = await make({ name: 'CI', scopes: ['read', 'respond'] });
    expect(limited).toMatchObject({ scopes: ['read', 'respond'], prefix: limited.token.slice(0, 10) });
    const list = await rouse.get(`/api/v1/users/${boss.id}/tokens?limit=200`);
    const { token: _token, ...shown } = limited;
    expect(list).toMatchObject({
      items: expect.arrayContaining([shown, expect.objectContaining({ scopes: null })]),
    });
  });

  it.each<[string, object]>([
    ['an unknown scope', { scopes: ['everything'] }],
    ['a scope twice', { scopes: ['read', 'read'] }],
    ['no list', { scopes: 'read' }],
  ])('are not made with %s', async (_title, body) => {
    expect((await ask(body, boss.token)).status).toBe(422);
  });

  it('make no token that may more, for whomever', async () => {
    const ana = await rouse.person({ name: 'Ana', role: 'admin', phone: null });
    const { token } = await make({ scopes: ['account', 'read'] });
    for (const userId of [boss.id, ana.id]) {
      expect(await ask({}, token, userId)).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining('account, read') },
      });
      expect((await ask({ scopes: ['read', 'administer'] }, token, userId)).status).toBe(403);
    }
    expect((await ask({ scopes: ['read'] }, token)).status).toBe(201);
    expect((await ask({ scopes: ['account', 'read'] }, token)).status).toBe(201);
    // Without `account` it makes none at all.
    expect((await ask({ scopes: ['read'] }, (await make({ scopes: ['read'] })).token)).status).toBe(403);
  });

  it('renew no token that may more', async () => {
    const { token, id } = await make({ scopes: ['account'] });
    const strong = await make({});
    const renew = (tokenId: string) =>
      rouse.api('POST', `/api/v1/tokens/${tokenId}/rotation`, { keepOldForSeconds: 0 }, { token });
    expect((await renew(strong.id)).status).toBe(403);
    expect((await renew(id)).status).toBe(200);
  });

  it('are named by those that they make', async () => {
    const parent = await make({});
    expect(await make({}, parent.token)).toMatchObject({ madeWith: parent.id });
    expect(parent).toMatchObject({ madeWith: expect.any(String) });
  });

  it('make none that outlives them', async () => {
    const expiresAt = await inAnHour(1);
    const { token } = await make({ expiresAt });
    expect((await ask({}, token)).status).toBe(403);
    expect((await ask({ expiresAt: await inAnHour(2) }, token)).status).toBe(403);
    expect((await ask({ expiresAt }, token)).status).toBe(201);
  });
});
