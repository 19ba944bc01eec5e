import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { OnCall } from '../../src/schedules/on-call.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { countQueries } from './count-queries.js';
import { NOBODY, refusalOf } from './refusal.js';

const pageSchema = z.object({
  items: z.array(z.looseObject({ scheduleId: z.string(), userId: z.string().nullable() })),
  nextCursor: z.string().nullable(),
});

describe('who is on call', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    web = await rouse.schedule([ana, bo], { name: 'Web', timeZone: 'Europe/Berlin' });
  });
  afterAll(() => rouse.stop());

  const at = (moment: string, schedule = web) =>
    rouse.get(`/api/v1/schedules/${schedule.id}/on-call?at=${moment}`, { token: bo.token });

  it('is told with until when, and who is next', async () => {
    expect(await at('2026-01-07T00:00:00Z')).toEqual({
      scheduleId: web.id,
      scheduleName: 'Web',
      at: '2026-01-07T00:00:00.000Z',
      userId: ana.id,
      userName: 'Ana',
      until: '2026-01-12T08:00:00.000Z',
      next: { userId: bo.id, userName: 'Bo', start: '2026-01-12T08:00:00.000Z' },
      source: { kind: 'layer', id: expect.any(String), handoff: 0 },
    });
  });

  it('is nobody before the rotation begins, and it says when somebody is', async () => {
    expect(await at('2026-01-01T00:00:00Z')).toMatchObject({
      userId: null,
      userName: null,
      source: null,
      until: '2026-01-05T08:00:00.000Z',
      next: { userId: ana.id, start: '2026-01-05T08:00:00.000Z' },
    });
  });

  it('changes at the hand-off itself', async () => {
    expect(await at('2026-01-12T07:59:59.999Z')).toMatchObject({ userId: ana.id });
    expect(await at('2026-01-12T08:00:00Z')).toMatchObject({ userId: bo.id });
  });

  it('never changes where one person carries the pager alone', async () => {
    const alone = await rouse.schedule([bo]);
    expect(await at('2026-03-01T00:00:00Z', alone)).toMatchObject({ userId: bo.id, until: null, next: null });
  });

  it('is answered in no time for a rotation that hands off every second', async () => {
    const restless = await rouse.schedule([ana], { handoff: 'FREQ=SECONDLY' });
    const started = performance.now();
    expect(await at('2026-03-01T00:00:00Z', restless)).toMatchObject({ userId: ana.id });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('follows overrides', async () => {
    const over = await rouse.schedule([ana], { name: 'Overridden' });
    const now = Date.now();
    const time = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    const override = { start: time(-1), end: time(1), userId: bo.id };
    const { id } = z
      .object({ id: z.string() })
      .parse(await rouse.post(`/api/v1/schedules/${over.id}/overrides`, override));
    expect(await rouse.get(`/api/v1/schedules/${over.id}/on-call`)).toMatchObject({
      userId: bo.id,
      until: time(1),
      next: { userId: ana.id },
      source: { kind: 'override', id },
    });
    expect(await at(time(2), over)).toMatchObject({ userId: ana.id });
  });

  it('is told of every schedule, page by page', async () => {
    const first = pageSchema.parse(await rouse.get('/api/v1/on-call?limit=2&at=2026-01-07T00:00:00Z'));
    expect(first.items).toHaveLength(2);
    expect(first.items[0]).toEqual(await at('2026-01-07T00:00:00Z'));
    const rest = pageSchema.parse(
      await rouse.get(`/api/v1/on-call?at=2026-01-07T00:00:00Z&cursor=${String(first.nextCursor)}`),
    );
    expect(rest.items.length).toBeGreaterThan(1);
    expect(rest.items.map(({ scheduleId }) => scheduleId)).not.toContain(first.items[1]?.scheduleId);
  });

  it('costs as many queries for many schedules as for one', async () => {
    for (let made = 0; made < 5; made += 1) await rouse.schedule([ana, bo]);
    await rouse.get('/api/v1/on-call');
    const one = await countQueries(rouse, () => rouse.get('/api/v1/on-call?limit=1&at=2026-01-07T00:00:00Z'));
    expect(one).toBeGreaterThan(0);
    const nine = () => rouse.get('/api/v1/on-call?limit=9&at=2026-01-07T00:00:00Z');
    expect(await countQueries(rouse, nine)).toBe(one);
  });

  it('is told to the engine for any number of schedules at once', async () => {
    const onCall = rouse.app.get(OnCall);
    const ops = await rouse.schedule([bo]);
    const found = await onCall.whoIsOnCall(
      rouse.dataSource.manager,
      [web.id, ops.id, NOBODY],
      new Date('2026-01-07T00:00:00Z'),
    );
    expect([...found]).toEqual([
      [web.id, { userId: ana.id, until: new Date('2026-01-12T08:00:00Z') }],
      [ops.id, { userId: bo.id, until: null }],
      [NOBODY, { userId: null, until: null }],
    ]);
    expect(await onCall.whoIsOnCall(rouse.dataSource.manager, [], new Date())).toEqual(new Map());
  });

  it.each([
    ['/on-call?at=now', ['at']],
    ['/on-call?at=2026-01-07', ['at']],
    ['/on-call?at=2026-01-07T00:00:00', ['at']],
    ['/on-call?limit=0', ['limit']],
    ['/on-call?colour=red', ['colour']],
    ['/schedules/WEB/on-call?at=', ['at']],
    ['/schedules/WEB/on-call?limit=5', ['limit']],
  ])('is 422 asked as %s', async (path, paths) => {
    const answer = await rouse.api('GET', `/api/v1${path.replace('WEB', web.id)}`);
    expect(refusalOf(answer)).toEqual([422, ...paths]);
  });

  it('is 404 for no schedule, 401 for nobody', async () => {
    expect((await rouse.api('GET', `/api/v1/schedules/${NOBODY}/on-call`)).status).toBe(404);
    expect((await rouse.api('GET', '/api/v1/on-call', undefined, { token: null })).status).toBe(401);
  });
});
