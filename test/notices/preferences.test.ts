import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { REFUSABLE_NOTICE_KINDS, Notices, type Notice } from '../../src/people/notices.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const preferences = z.object({ kinds: z.record(z.string(), z.boolean()) });

describe('what a person wants to be told', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });

  const path = (person: Person) => `/api/v1/users/${person.id}/notice-preferences`;

  it('is everything, until they say otherwise', async () => {
    const { kinds } = preferences.parse(await rouse.get(path(ana), { token: ana.token }));
    expect(kinds).toEqual(Object.fromEntries(REFUSABLE_NOTICE_KINDS.map((kind) => [kind, true])));
  });

  it('is replaced as a whole: a kind that is left out is wanted again', async () => {
    await rouse.put(
      path(ana),
      { kinds: { 'shift.ended': false, 'coverage.gap': false } },
      { token: ana.token },
    );
    const answer = await rouse.put(path(ana), { kinds: { 'shift.ended': false } }, { token: ana.token });
    const { kinds } = preferences.parse(answer);
    expect(Object.keys(kinds).filter((kind) => kinds[kind] === false)).toEqual(['shift.ended']);
    expect(await rouse.get(path(ana))).toEqual({ kinds });
  });

  it('is their own and the admins’ business', async () => {
    const asBo = { token: bo.token };
    expect(await rouse.api('GET', path(ana), undefined, asBo)).toMatchObject({ status: 403 });
    expect(await rouse.api('PUT', path(ana), { kinds: {} }, asBo)).toMatchObject({ status: 403 });
    expect(await rouse.api('PUT', path(ana), { kinds: {} })).toMatchObject({ status: 200 });
  });

  it.each([
    [{ kinds: { 'shift.begins': false } }, 'kinds'],
    [{ kinds: { 'shift.ended': 'no' } }, 'kinds.shift.ended'],
    [{}, 'kinds'],
    [{ kinds: {}, more: 1 }, 'more'],
  ])('is refused as %j', async (body, where) => {
    const answer = await rouse.api('PUT', path(ana), body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(where);
  });

  it('keeps what they do not want out of the outbox, and lets each key in once', async () => {
    await rouse.put(path(ana), { kinds: { 'shift.ended': false } });
    const notice = (userId: string, kind: Notice['kind']): Notice => ({
      userId,
      kind,
      text: 'Hello',
      onceKey: `${kind} ${userId}`,
      expiresAt: null,
    });
    const notices = [
      notice(ana.id, 'shift.ended'),
      notice(ana.id, 'shift.started'),
      notice(ana.id, 'shift.started'),
      notice(bo.id, 'shift.ended'),
    ];
    const { manager } = rouse.dataSource;
    for (let time = 0; time < 2; time += 1)
      await rouse.app.get(Notices, { strict: false }).add(manager, notices);
    const kept: unknown = await manager.query(
      `SELECT user_id AS "userId", kind FROM notices WHERE user_id = ANY ($1) ORDER BY kind DESC`,
      [[ana.id, bo.id]],
    );
    expect(kept).toEqual([
      { userId: ana.id, kind: 'shift.started' },
      { userId: bo.id, kind: 'shift.ended' },
    ]);
  });
});
