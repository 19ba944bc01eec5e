import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const logSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      actor: z.string(),
      actorUserId: z.string().nullable(),
      action: z.string(),
      objectId: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      sourceAddress: z.string().nullable(),
      requestId: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

describe('the audit log', () => {
  let rouse: RunningRouse;
  let ana: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', phone: '+15005550006' });
  });
  afterAll(() => rouse.stop());

  const read = async (query = '') => logSchema.parse(await rouse.get(`/api/v1/audit-log${query}`));

  it('tells who changed what, from where, in which request', async () => {
    const answer = await rouse.api(
      'PATCH',
      `/api/v1/users/${ana.id}`,
      { name: 'Ana B.' },
      { token: ana.token },
    );
    const { items } = await read(`?objectType=user&objectId=${ana.id}`);
    expect(items.map(({ action }) => action)).toEqual(['user.update', 'user.create']);
    expect(items[0]).toMatchObject({
      actor: 'Ana',
      actorUserId: ana.id,
      before: { name: 'Ana' },
      after: { name: 'Ana B.' },
      sourceAddress: '127.0.0.1',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('says that an address was vouched for, and tells no phone number whole', async () => {
    const { items } = await read('?objectType=contact-method');
    expect(items[0]).toMatchObject({
      action: 'contact-method.create',
      after: { preVerified: true, address: '+15…06' },
    });
    expect(JSON.stringify(await read())).not.toContain('+15005550006');
  });

  it('pages from the newest to the oldest', async () => {
    const all = (await read()).items.map(({ id }) => id);
    const first = await read('?limit=2');
    const rest = await read(`?limit=200&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    expect(all.map(Number)).toEqual(all.map(Number).sort((a, b) => b - a));
  });

  it('records nothing of a change that did not happen', async () => {
    const before = (await read('?limit=200')).items.length;
    await rouse.api('POST', '/api/v1/teams', {
      name: 'Nobody',
      members: [{ userId: '0190a000-0000-7000-8000-000000000000', role: 'member' }],
    });
    expect((await read('?limit=200')).items).toHaveLength(before);
  });

  it('cannot be changed afterwards, not even by Rouse', async () => {
    await expect(rouse.dataSource.query(`UPDATE audit_log SET actor = 'nobody'`)).rejects.toThrow(
      'append-only',
    );
    await expect(rouse.dataSource.query('DELETE FROM audit_log')).rejects.toThrow('append-only');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=abc', 'cursor'],
    ['cursor=99999999999999999999', 'cursor'],
    ['colour=blue', 'colour'],
  ])('answers 422 to ?%s', async (query, path) => {
    expect(await rouse.api('GET', `/api/v1/audit-log?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});
