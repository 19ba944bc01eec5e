import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { countQueries } from './count-queries.js';
import { NOBODY, refusalOf } from './refusal.js';

const shiftsSchema = z.strictObject({
  items: z.array(
    z.object({
      scheduleId: z.string(),
      scheduleName: z.string(),
      start: z.string(),
      end: z.string(),
      userId: z.string(),
      source: z.looseObject({ kind: z.string() }),
    }),
  ),
});
const WINDOW = 'from=2030-01-07T00:00:00Z&to=2030-01-21T00:00:00Z';

describe('the shifts of one person', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(() => rouse.stop());

  const of = async (person: Person, window = WINDOW) =>
    shiftsSchema.parse(await rouse.get(`/api/v1/users/${person.id}/shifts?${window}`)).items;
  const told = (items: z.output<typeof shiftsSchema>['items']) =>
    items.map(({ scheduleName, start, source }) => `${start.slice(0, 16)} ${scheduleName} ${source.kind}`);

  it('come from all schedules, in order, with overrides and without what others cover', async () => {
    await rouse.schedule([ana, bo], { name: 'Web' });
    await rouse.schedule([bo, ana], { name: 'Database', handoff: 'FREQ=WEEKLY;BYDAY=TH' });
    const other = await rouse.schedule([bo], { name: 'Other' });
    const path = `/api/v1/schedules/${other.id}/overrides`;
    const override = { start: '2030-01-12T00:00:00Z', end: '2030-01-13T00:00:00Z' };
    await rouse.post(path, { ...override, userId: ana.id });
    expect(told(await of(ana))).toEqual([
      '2030-01-07T00:00 Web layer',
      '2030-01-07T00:00 Database layer',
      '2030-01-12T00:00 Other override',
      '2030-01-14T09:00 Web layer',
      '2030-01-17T09:00 Database layer',
    ]);
    const mine = await rouse.get(`/api/v1/me/shifts?${WINDOW}`, { token: ana.token });
    expect(mine).toEqual({ items: await of(ana) });
  });

  it('of the past stay, though the person has left the rotation and the schedule is archived', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    const left = await rouse.schedule([cy], { name: 'Left' });
    await rouse.advance({ days: 2 });
    await rouse.put(`/api/v1/schedules/${left.id}`, {
      name: 'Left',
      timeZone: 'UTC',
      layers: [{ participants: [bo.id], startsAt: '2026-01-05T09:00', handoff: 'FREQ=DAILY' }],
    });
    await rouse.delete(`/api/v1/schedules/${left.id}`);
    const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
    const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
    const time = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
    const items = await of(cy, `from=${time(-1)}&to=${time(30)}`);
    // A hand-off from Cy to Cy may lie within the last day, too.
    expect(new Set(items.map(({ scheduleName }) => scheduleName))).toEqual(new Set(['Left']));
    expect(items[0]?.start).toBe(time(-1));
    expect(Math.abs(Date.parse(items.at(-1)?.end ?? '') - now.getTime())).toBeLessThan(10_000);
  });

  it('cost as many queries for many schedules as for one', async () => {
    const [dee, ed] = [await rouse.person({ name: 'Dee' }), await rouse.person({ name: 'Ed' })];
    await rouse.schedule([dee]);
    for (let made = 0; made < 6; made += 1) await rouse.schedule([ed]);
    await of(dee);
    const one = await countQueries(rouse, () => of(dee));
    expect(one).toBeGreaterThan(0);
    expect(await countQueries(rouse, () => of(ed))).toBe(one);
  });

  it('are none for somebody in no schedule, 404 for nobody, 401 without a token', async () => {
    expect(await of(await rouse.person({ name: 'Fay' }))).toEqual([]);
    expect((await rouse.api('GET', `/api/v1/users/${NOBODY}/shifts?${WINDOW}`)).status).toBe(404);
    const asked = await rouse.api('GET', `/api/v1/me/shifts?${WINDOW}`, undefined, { token: null });
    expect(asked.status).toBe(401);
  });

  it.each([
    ['', ['from', 'to']],
    ['from=2030-01-01T00:00:00Z&to=2031-02-06T00:00:00Z', ['to']],
    ['from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z', ['to']],
    [`${WINDOW}&userId=me`, ['userId']],
  ])('are 422 for the window %s', async (window, paths) => {
    for (const whose of [`users/${ana.id}`, 'me']) {
      expect(refusalOf(await rouse.api('GET', `/api/v1/${whose}/shifts?${window}`))).toEqual([422, ...paths]);
    }
  });

  it('are 422 with what would fit, where a rotation is too restless for the window', async () => {
    const gil = await rouse.person({ name: 'Gil' });
    await rouse.schedule([gil], { name: 'Restless', handoff: 'FREQ=SECONDLY' });
    const answer = await rouse.api('GET', `/api/v1/users/${gil.id}/shifts?${WINDOW}`);
    expect(refusalOf(answer)).toEqual([422, 'to']);
    expect(JSON.stringify(answer.body)).toMatch(/Restless.*2030-01-08T00:00:00/);
    const fits = await of(gil, 'from=2030-01-07T00:00:00Z&to=2030-01-07T00:01:00Z');
    expect(fits).toHaveLength(60);
  });
});
