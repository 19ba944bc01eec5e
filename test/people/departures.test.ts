import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

const stretch = z.object({ start: z.string(), end: z.string() });
const departureSchema = z.object({
  schedules: z.array(
    z.object({
      id: z.string(),
      gaps: z.array(stretch),
      changes: z.array(stretch.extend({ before: z.string().nullable(), after: z.string().nullable() })),
    }),
  ),
  overrides: z.array(stretch.extend({ id: z.string() })),
  swaps: z.array(z.object({ id: z.string() })),
  policies: z.array(
    z.object({
      id: z.string(),
      steps: z.array(z.object({ step: z.int(), targetsLeft: z.int() })),
      lastResort: z.boolean(),
    }),
  ),
  incidents: z.array(z.object({ id: z.string() })),
  teams: z.array(z.object({ id: z.string(), role: z.string(), managersLeft: z.int() })),
  obstacles: z.array(z.string()),
});
const shiftsSchema = z.object({
  items: z.array(stretch.extend({ userId: z.string() })),
  gaps: z.array(stretch),
});

describe('a person who leaves while others count on them', () => {
  let rouse: RunningRouse;
  let people: Record<'ana' | 'bo' | 'cy' | 'dee', Person>;
  beforeAll(async () => {
    rouse = await startRouse();
    // Ten minutes past a full hour: no turn of these hourly rotations ends while a story is told.
    const seconds = Math.floor((await now()).getTime() / 1000) % 3600;
    await rouse.advance({ seconds: 3600 - seconds + 600 });
  });
  afterAll(() => rouse.stop());

  const path = (person: Person): string => `/api/v1/users/${person.id}/departure`;
  const foresee = async (person: Person, successor?: Person) =>
    departureSchema.parse(
      await rouse.get(`${path(person)}${successor === undefined ? '' : `?successorId=${successor.id}`}`),
    );
  const leave = (person: Person, body: object = {}) => rouse.api('POST', path(person), body);

  const cast = async (): Promise<typeof people> => ({
    ana: await rouse.person({ name: 'Ana' }),
    bo: await rouse.person({ name: 'Bo' }),
    cy: await rouse.person({ name: 'Cy' }),
    dee: await rouse.person({ name: 'Dee' }),
  });

  const now = async (): Promise<Date> => {
    const [row] = await rouse.dataSource.query<{ now: Date }[]>('SELECT rouse_now() AS now');
    return row?.now ?? new Date(Number.NaN);
  };
  const HOUR = 3_600_000;
  const hoursFrom = (time: Date, hours: number): string =>
    new Date(time.getTime() + hours * HOUR).toISOString();

  /** Who has the hours from now on, a letter an hour, `-` for nobody: daily turns of one hour each. */
  const hours = async (schedule: Schedule, count: number, from?: Date, asKnownAt?: Date): Promise<string> => {
    const start = from ?? (await now());
    const query = new URLSearchParams({ from: start.toISOString(), to: hoursFrom(start, count) });
    if (asKnownAt !== undefined) query.set('asKnownAt', asKnownAt.toISOString());
    const { items } = shiftsSchema.parse(
      await rouse.get(`/api/v1/schedules/${schedule.id}/shifts?${query.toString()}`),
    );
    return Array.from({ length: count }, (_, hour) => {
      const at = new Date(start.getTime() + hour * HOUR).toISOString();
      const shift = items.find((item) => item.start <= at && at < item.end);
      const name = Object.values(people).find(({ id }) => id === shift?.userId)?.name ?? '-';
      return name.charAt(0);
    }).join('');
  };

  const hourly = (...participants: Person[]): Promise<Schedule> =>
    rouse.schedule(participants, { startsAt: '2026-01-05T00:00', handoff: 'FREQ=HOURLY' });

  it('gives their turns to the next, and nobody else has other hours than the order says', async () => {
    people = await cast();
    const { ana, bo, cy } = people;
    const schedule = await hourly(ana, bo, cy);
    const [start, before] = [await now(), await hours(schedule, 6)];
    const told = await foresee(ana);
    expect(told).toMatchObject({ obstacles: [], overrides: [], policies: [], swaps: [], incidents: [] });
    expect(told.schedules).toMatchObject([{ id: schedule.id, gaps: [] }]);
    expect(told.schedules[0]?.changes).not.toEqual([]);
    expect(await hours(schedule, 6)).toBe(before);

    expect((await leave(ana)).status).toBe(200);
    expect(await hours(schedule, 4)).toBe(before.replaceAll('A', '').slice(0, 4));
    // What was known before is known still (promise 7).
    expect(await hours(schedule, 6, start, start)).toBe(before);
    expect((await rouse.api('GET', '/api/v1/me', undefined, { token: ana.token })).status).toBe(401);
    expect(await rouse.get(`/api/v1/users/${ana.id}`)).toMatchObject({ deletedAt: expect.any(String) });
  });

  it('is replaced by a successor in rotations, overrides to come and policies', async () => {
    people = await cast();
    const { ana, bo, cy, dee } = people;
    const schedule = await hourly(bo, ana);
    const start = await now();
    const put = (who: Person, from: number, to: number) =>
      rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
        start: hoursFrom(start, from),
        end: hoursFrom(start, to),
        userId: who.id,
      });
    await put(ana, -1, 4);
    await put(ana, 10, 14);
    await put(cy, 11, 12);
    const policy = await rouse.policy([{ page: [ana] }, { page: [ana, dee, schedule] }]);
    // An hour from now on, so that it is to come however long this takes.
    const soon = new Date(start.getTime() + HOUR);
    const before = await hours(schedule, 20, soon);
    expect(before.slice(0, 3) + before.slice(9, 13)).toBe('AAAACAA');

    const told = await foresee(ana, dee);
    expect(told.overrides).toHaveLength(2);
    expect(told.policies).toEqual([
      {
        id: policy.id,
        steps: [
          { step: 1, targetsLeft: 1 },
          { step: 2, targetsLeft: 2 },
        ],
        lastResort: false,
      },
    ]);
    const answer = await leave(ana, { successorId: dee.id });
    expect(answer.status).toBe(200);
    expect(departureSchema.parse(answer.body).schedules).toMatchObject([{ id: schedule.id, gaps: [] }]);
    expect(await hours(schedule, 20, soon)).toBe(before.replaceAll('A', 'D'));
    expect(await hours(schedule, 20, soon, start)).not.toContain('D');
    expect(await hours(schedule, 1)).not.toBe('A');
    expect(await rouse.get(`/api/v1/escalation-policies/${policy.id}`)).toMatchObject({
      steps: [
        { targets: [{ type: 'user', id: dee.id }] },
        {
          targets: [
            { type: 'user', id: dee.id },
            { type: 'schedule', id: schedule.id },
          ],
        },
      ],
    });
    const audit = z
      .object({ items: z.array(z.looseObject({ action: z.string(), objectId: z.string() })) })
      .parse(await rouse.get('/api/v1/audit-log?limit=50')).items;
    for (const [action, objectId] of [
      ['user.delete', ana.id],
      ['schedule.update', schedule.id],
      ['escalation-policy.update', policy.id],
    ])
      expect(audit).toContainEqual(expect.objectContaining({ action, objectId }));
  });

  it('is refused with the gaps that nobody accepted, and leaves them where somebody does', async () => {
    people = await cast();
    const { ana, bo } = people;
    const id = z.object({ id: z.string() }).parse(
      await rouse.post('/api/v1/schedules', {
        name: 'Days and nights of one each',
        timeZone: 'UTC',
        layers: [
          {
            name: 'days',
            participants: [bo.id],
            startsAt: '2026-01-05T00:00',
            handoff: 'FREQ=DAILY',
            restrictions: [{ from: '08:00', to: '20:00' }],
          },
          {
            name: 'nights',
            participants: [ana.id],
            startsAt: '2026-01-05T00:00',
            handoff: 'FREQ=DAILY',
            restrictions: [{ from: '20:00', to: '08:00' }],
          },
        ],
      }),
    ).id;
    const { gaps } = (await foresee(ana)).schedules[0] ?? { gaps: [] };
    expect(gaps.length).toBeGreaterThanOrEqual(90);
    const refused = await leave(ana);
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Days and nights of one each'), gaps: expect.any(Array) },
    });
    expect(await rouse.get(`/api/v1/users/${ana.id}`)).toMatchObject({ deletedAt: null });
    expect((await leave(ana, { acceptGaps: true })).status).toBe(200);
    expect(await rouse.get(`/api/v1/schedules/${id}`)).toMatchObject({ layers: [{ name: 'days' }] });
  });

  it('is refused in words where a schedule or a policy has nobody else', async () => {
    people = await cast();
    const { ana, bo } = people;
    const schedule = await hourly(ana);
    await rouse.policy([{ page: [ana] }, { page: [ana] }], { name: 'Only Ana' });
    const told = await foresee(ana);
    expect(told.obstacles).toEqual([
      expect.stringContaining(`${schedule.name} has nobody but Ana`),
      expect.stringContaining('The escalation policy Only Ana pages nobody but Ana'),
    ]);
    expect(await leave(ana, { acceptGaps: true })).toMatchObject({
      status: 409,
      body: { obstacles: told.obstacles },
    });
    expect((await foresee(ana, bo)).obstacles).toEqual([]);
    expect((await leave(ana, { successorId: bo.id })).status).toBe(200);
    expect(await hours(schedule, 2)).toBe('BB');
  });

  it('takes swaps, teams and calendars along, and leaves teammates what they took over', async () => {
    people = await cast();
    const { ana, bo, cy } = people;
    const schedule = await hourly(ana, bo);
    await rouse.post('/api/v1/teams', {
      name: 'Team of leaving',
      members: [
        { userId: ana.id, role: 'manager' },
        { userId: bo.id, role: 'member' },
      ],
    });
    const turns = await hours(schedule, 12);
    const start = await now();
    const begin = new Date(Math.floor(start.getTime() / HOUR) * HOUR);
    const own = (letter: string, after: number): { start: string; end: string } => {
      const hour = turns.indexOf(letter, after);
      return { start: hoursFrom(begin, hour), end: hoursFrom(begin, hour + 1) };
    };
    const asks = (who: Person, body: object) =>
      rouse.post(`/api/v1/schedules/${schedule.id}/swaps`, body, { token: who.token });
    const agreed = own('A', 2);
    const swap = z.object({ id: z.string() }).parse(await asks(ana, { give: agreed, withUserId: bo.id }));
    await rouse.post(`/api/v1/swaps/${swap.id}/accept`, undefined, { token: bo.token });
    await asks(ana, { give: own('A', 4), withUserId: bo.id });
    await asks(bo, { give: own('B', 6), withUserId: ana.id });
    const feed = z
      .object({ url: z.string() })
      .parse(await rouse.post('/api/v1/calendar-feeds', { userId: ana.id }, { token: ana.token }));

    const told = await foresee(ana, cy);
    expect(told.swaps).toHaveLength(2);
    expect(told.teams).toMatchObject([{ role: 'manager', managersLeft: 0 }]);
    expect((await leave(ana, { successorId: cy.id })).status).toBe(200);

    expect((await rouse.api('GET', new URL(feed.url).pathname, undefined, { token: null })).status).toBe(404);
    const swaps = await rouse.dataSource.query<{ status: string; count: number }[]>(
      'SELECT status, count(*)::int AS count FROM swaps WHERE schedule_id = $1 GROUP BY status ORDER BY status',
      [schedule.id],
    );
    expect(swaps).toEqual([
      { status: 'accepted', count: 1 },
      { status: 'cancelled', count: 1 },
      { status: 'declined', count: 1 },
    ]);
    const notices = await rouse.dataSource.query<{ text: string }[]>(
      `SELECT text FROM notices WHERE user_id = $1 AND kind = 'swap.answered'`,
      [bo.id],
    );
    expect(notices.length).toBeGreaterThanOrEqual(2);
    // Bo has taken over one turn of Ana's, and keeps it; the others are Cy's.
    const after = shiftsSchema.parse(
      await rouse.get(`/api/v1/schedules/${schedule.id}/shifts?from=${agreed.start}&to=${agreed.end}`),
    );
    expect(after.items.map(({ userId }) => userId)).toEqual([bo.id]);
    expect(await hours(schedule, 8)).toContain('C');
  });

  it('is refused for a successor who is nobody, for oneself, for the last admin and for whoever is no admin', async () => {
    people = await cast();
    const { ana, bo, cy } = people;
    await rouse.delete(`/api/v1/users/${cy.id}`);
    expect((await leave(ana, { successorId: cy.id })).status).toBe(422);
    expect((await leave(ana, { successorId: ana.id })).status).toBe(422);
    expect((await leave(cy)).status).toBe(404);
    expect((await rouse.api('GET', path(ana), undefined, { token: bo.token })).status).toBe(403);
    const me = z.object({ id: z.string() }).parse(await rouse.get('/api/v1/me')).id;
    expect(await rouse.get(`/api/v1/users/${me}/departure`)).toMatchObject({
      obstacles: [expect.stringContaining('last admin')],
    });
    expect((await rouse.api('POST', `/api/v1/users/${me}/departure`, {})).status).toBe(409);
  });

  it('may come from two sides at once, and while they are put into a rotation', async () => {
    people = await cast();
    const { ana, bo, cy, dee } = people;
    const schedules = [await hourly(ana, bo, cy), await hourly(bo, ana, cy), await hourly(cy, bo, ana)];
    const add = async (schedule: Schedule) => {
      const name = `${schedule.name} with Ana`;
      const layers = [
        {
          name: 'more',
          participants: [dee.id, ana.id, bo.id],
          startsAt: '2026-01-05T00:00',
          handoff: 'FREQ=DAILY',
        },
      ];
      return rouse.api('PUT', `/api/v1/schedules/${schedule.id}`, { name, timeZone: 'UTC', layers });
    };
    const joined = await hourly(dee);
    const answers = await Promise.all([
      leave(ana, { successorId: bo.id }),
      leave(bo, { successorId: ana.id }),
      add(joined),
      rouse.api('POST', '/api/v1/escalation-policies', {
        name: 'While they leave',
        repeat: 0,
        steps: [{ targets: [{ type: 'user', id: ana.id }], escalateAfterSeconds: 60 }],
      }),
      leave(ana, { successorId: cy.id }),
    ]);
    // One of the two leaves; the other cannot go to somebody who has left, nor leave twice.
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(answers.slice(0, 2).map(({ status }) => status)).toContain(200);
    for (const { status } of answers) expect([200, 201, 404, 409, 422]).toContain(status);
    const dangling = await rouse.dataSource.query<unknown[]>(
      `SELECT 1 FROM schedule_participants participant JOIN users person ON person.id = participant.user_id
        WHERE person.deleted_at IS NOT NULL
       UNION ALL
       SELECT 1 FROM escalation_policy_targets target JOIN users person ON person.id = target.user_id
        WHERE person.deleted_at IS NOT NULL
       UNION ALL
       SELECT 1 FROM overrides JOIN users person ON person.id = overrides.user_id
        WHERE person.deleted_at IS NOT NULL AND overrides.deleted_at IS NULL AND overrides.ends_at > rouse_now()`,
    );
    expect(dangling).toEqual([]);
    const [database] = await rouse.dataSource.query<{ deadlocks: string }[]>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(database?.deadlocks).toBe('0');
    for (const schedule of schedules) expect(await hours(schedule, 3)).not.toContain('-');
  });
});
