import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { RecordingScan } from '../../src/schedules/history/recording-scan.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { refusalOf } from './refusal.js';

const shiftsSchema = z.object({
  items: z.array(
    z.looseObject({ start: z.string(), end: z.string(), userId: z.string(), source: z.looseObject({}) }),
  ),
  gaps: z.array(z.object({ start: z.string(), end: z.string() })),
});
const onCallSchema = z.looseObject({ userId: z.string().nullable(), until: z.string().nullable() });

const HOUR = 3_600_000;

describe('what was', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
  });
  afterAll(() => rouse.stop());

  const now = async (): Promise<number> => {
    const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
    const [{ now: time }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
    return time.getTime();
  };
  const iso = (time: number) => new Date(time).toISOString();
  const shifts = async (schedule: Schedule, from: number, to: number) =>
    shiftsSchema.parse(
      await rouse.get(`/api/v1/schedules/${schedule.id}/shifts?from=${iso(from)}&to=${iso(to)}`),
    );
  const whoAt = async (schedule: Schedule, at: number, asKnownAt?: number) => {
    const known = asKnownAt === undefined ? '' : `&asKnownAt=${iso(asKnownAt)}`;
    const path = `/api/v1/schedules/${schedule.id}/on-call?at=${iso(at)}${known}`;
    const { userId } = onCallSchema.parse(await rouse.get(path));
    return userId === null ? null : ([ana, bo, cy].find(({ id }) => id === userId)?.name ?? userId);
  };
  const replace = (schedule: Schedule, people: readonly Person[], layer: Record<string, unknown> = {}) =>
    rouse.put(`/api/v1/schedules/${schedule.id}`, {
      name: schedule.name,
      timeZone: 'UTC',
      layers: [
        {
          participants: people.map(({ id }) => id),
          startsAt: '2026-01-05T09:00',
          handoff: 'FREQ=HOURLY',
          ...layer,
        },
      ],
    });
  const override = async (schedule: Schedule, person: Person, start: number, end: number) =>
    idOf(
      await rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
        start: iso(start),
        end: iso(end),
        userId: person.id,
      }),
    );
  /** The record as it is stored: when a change began, and whose turn it was from then on. */
  const record = async (schedule: Schedule): Promise<[number, string | null][]> => {
    const rows = z.array(z.object({ at: z.date(), name: z.string().nullable() })).parse(
      await rouse.dataSource.query(
        `SELECT starts_at AS at, users.name FROM shift_history LEFT JOIN users ON users.id = user_id
           WHERE schedule_id = $1 ORDER BY starts_at`,
        [schedule.id],
      ),
    );
    return rows.map(({ at, name }) => [at.getTime(), name]);
  };

  it('is not rewritten by an edit: yesterday stays, tomorrow changes', async () => {
    const schedule = await rouse.schedule([ana]);
    await rouse.advance({ days: 2 });
    await replace(schedule, [bo]);
    const edited = await now();
    const { items, gaps } = await shifts(schedule, edited - 24 * HOUR, edited + 24 * HOUR);
    // A hand-off from ana to ana may lie within the last day, too.
    const before = items.filter(({ userId }) => userId === ana.id);
    const seam = before.at(-1)?.end ?? '';
    expect(Math.abs(Date.parse(seam) - edited)).toBeLessThan(5_000);
    expect(before[0]?.start).toBe(iso(edited - 24 * HOUR));
    const after = items.slice(before.length);
    expect(new Set(after.map(({ userId }) => userId))).toEqual(new Set([bo.id]));
    expect(after[0]?.start).toBe(seam);
    expect(gaps).toEqual([]);
    await rouse.advance({ days: 1 });
    await replace(schedule, [cy]);
    const later = await now();
    expect([
      await whoAt(schedule, edited - HOUR),
      await whoAt(schedule, edited + HOUR),
      await whoAt(schedule, later + HOUR),
    ]).toEqual(['Ana', 'Bo', 'Cy']);
  });

  it('is told by the first rules for the time before there was a schedule', async () => {
    const schedule = await rouse.schedule([ana]);
    await replace(schedule, [bo]);
    expect(await whoAt(schedule, Date.parse('2026-02-01T00:00:00Z'))).toBe('Ana');
    expect(await whoAt(schedule, Date.parse('2026-01-01T00:00:00Z'))).toBeNull();
  });

  it('is one shift where the record ends in the middle of it', async () => {
    const schedule = await rouse.schedule([ana, bo], { handoff: 'FREQ=DAILY' });
    await rouse.advance({ days: 3 });
    const before = await shifts(schedule, (await now()) - 4 * 24 * HOUR, (await now()) + 4 * 24 * HOUR);
    const window = [Date.parse(before.items[0]?.start ?? ''), Date.parse(before.items.at(-1)?.end ?? '')];
    await rouse.app.get(RecordingScan).scan();
    await rouse.advance({ minutes: 30 });
    await rouse.app.get(RecordingScan).scan();
    expect(await shifts(schedule, window[0] ?? 0, window[1] ?? 0)).toEqual(before);
  });

  it('comes from the record, whatever the rules say later', async () => {
    const schedule = await rouse.schedule([ana, bo], { handoff: 'FREQ=HOURLY' });
    await rouse.advance({ hours: 5 });
    await rouse.app.get(RecordingScan).scan();
    const end = await now();
    const before = await shifts(schedule, end - 5 * HOUR, end - HOUR / 2);
    // As if a newer program read the same rule in another way.
    await rouse.dataSource.query('ALTER TABLE schedule_versions DISABLE TRIGGER USER');
    await rouse.dataSource.query(
      `UPDATE schedule_versions SET definition = jsonb_set(definition, '{layers,0,handoff}', '"FREQ=YEARLY"')
       WHERE schedule_id = $1`,
      [schedule.id],
    );
    await rouse.dataSource.query('ALTER TABLE schedule_versions ENABLE TRIGGER USER');
    const { items } = await shifts(schedule, end - 5 * HOUR, end - HOUR / 2);
    const created = Date.parse(before.items[0]?.start ?? '') + 60_000;
    expect(items.filter(({ start }) => Date.parse(start) > created)).toEqual(
      before.items.filter(({ start }) => Date.parse(start) > created),
    );
    expect((await shifts(schedule, end + HOUR, end + 20 * HOUR)).items).toHaveLength(1);
  });

  it('stays when an override, or an absence, is made for a time that began earlier', async () => {
    const away = await rouse.person({ name: 'Away' });
    const schedule = await rouse.schedule([away, bo], { handoff: 'FREQ=YEARLY' });
    await rouse.advance({ days: 1 });
    const made = await now();
    await override(schedule, cy, made - 5 * HOUR, made + 5 * HOUR);
    expect([await whoAt(schedule, made - HOUR), await whoAt(schedule, made + HOUR)]).toEqual([away.id, 'Cy']);
    await rouse.advance({ hours: 6 });
    const absent = await now();
    await rouse.post(`/api/v1/users/${away.id}/absences`, {
      start: iso(absent - 24 * HOUR),
      end: iso(absent + 24 * HOUR),
    });
    expect([
      await whoAt(schedule, made - HOUR),
      await whoAt(schedule, made + HOUR),
      await whoAt(schedule, absent - HOUR / 2),
      await whoAt(schedule, absent + HOUR),
      await whoAt(schedule, absent + 25 * HOUR),
    ]).toEqual([away.id, 'Cy', away.id, 'Bo', away.id]);
  });

  it('can be read when the schedule is archived, and its name is free', async () => {
    const schedule = await rouse.schedule([ana], { name: 'Once' });
    await rouse.advance({ hours: 10 });
    await rouse.delete(`/api/v1/schedules/${schedule.id}`);
    const archived = await now();
    expect([await whoAt(schedule, archived - HOUR), await whoAt(schedule, archived + HOUR)]).toEqual([
      'Ana',
      null,
    ]);
    const { items, gaps } = await shifts(schedule, archived - HOUR, archived + HOUR);
    expect(items).toMatchObject([{ userId: ana.id }]);
    expect(gaps).toMatchObject([{ start: items[0]?.end, end: iso(archived + HOUR) }]);
    for (const list of ['schedules', 'on-call']) {
      expect(JSON.stringify(await rouse.get(`/api/v1/${list}?limit=200`))).not.toContain(schedule.id);
    }
    const path = `/api/v1/schedules/${schedule.id}`;
    expect((await rouse.api('GET', path)).status).toBe(404);
    const body = { start: iso(archived + HOUR), end: iso(archived + 2 * HOUR), userId: bo.id };
    expect((await rouse.api('POST', `${path}/overrides`, body)).status).toBe(404);
    const policy = {
      name: 'Of the archived',
      repeat: 0,
      steps: [{ targets: [{ type: 'schedule', id: schedule.id }], escalateAfterSeconds: 60 }],
    };
    expect(refusalOf(await rouse.api('POST', '/api/v1/escalation-policies', policy))[0]).toBe(422);
    await rouse.schedule([bo], { name: 'Once' });
  });

  describe('as known at some time', () => {
    it('leaves out the edits that came later', async () => {
      const schedule = await rouse.schedule([ana]);
      const start = await now();
      await rouse.advance({ days: 1 });
      const beforeEdit = await now();
      await replace(schedule, [bo]);
      await rouse.advance({ days: 1 });
      const t = beforeEdit + 12 * HOUR;
      expect(await whoAt(schedule, t)).toBe('Bo');
      expect(await whoAt(schedule, t, beforeEdit)).toBe('Ana');
      expect(await whoAt(schedule, t, beforeEdit + HOUR)).toBe('Bo');
      // What had been by then is the same whoever asks.
      expect(await whoAt(schedule, start + HOUR, beforeEdit + HOUR)).toBe('Ana');
      expect(await whoAt(schedule, start + HOUR)).toBe('Ana');
      // Nobody knew of it.
      expect(await whoAt(schedule, t, start - HOUR)).toBeNull();
      // What is to come is not known better than now.
      expect(await whoAt(schedule, t, t + 400 * 24 * HOUR)).toBe('Bo');
    });

    it('knows overrides from their making to their end, with the end that they had', async () => {
      const schedule = await rouse.schedule([ana]);
      const made = await now();
      const [kept, cut, gone] = [
        await override(schedule, bo, made + 10 * HOUR, made + 20 * HOUR),
        await override(schedule, bo, made + 30 * HOUR, made + 40 * HOUR),
        await override(schedule, bo, made + 50 * HOUR, made + 60 * HOUR),
      ];
      await rouse.advance({ hours: 1 });
      await rouse.post(`/api/v1/overrides/${cut}/cut`, { end: iso(made + 37 * HOUR) });
      await rouse.advance({ hours: 1 });
      await rouse.post(`/api/v1/overrides/${cut}/cut`, { end: iso(made + 34 * HOUR) });
      await rouse.delete(`/api/v1/overrides/${gone}`);
      await rouse.advance({ hours: 10 });
      await rouse.delete(`/api/v1/overrides/${kept}`);
      await rouse.advance({ days: 5 });
      const at = async (hours: number, knownAtHours: number) =>
        whoAt(schedule, made + hours * HOUR, made + knownAtHours * HOUR);
      const rows = await Promise.all(
        [-0.01, 0.5, 1.5, 2.5, 12.5, 100].map(async (known) =>
          Promise.all([11, 13, 33, 36, 39, 55].map((hours) => at(hours, known))),
        ),
      );
      expect(rows.map((row) => row.map((name) => name ?? '-').join(' '))).toEqual([
        '- - - - - -',
        'Bo Bo Bo Bo Bo Bo',
        'Bo Bo Bo Bo Ana Bo',
        'Bo Bo Bo Ana Ana Ana',
        'Bo Ana Bo Ana Ana Ana',
        'Bo Ana Bo Ana Ana Ana',
      ]);
    });

    it('knows absences from their making to their withdrawal', async () => {
      const [dee, ed] = [await rouse.person({ name: 'Dee' }), await rouse.person({ name: 'Ed' })];
      const schedule = await rouse.schedule([dee, ed], { handoff: 'FREQ=YEARLY' });
      const made = await now();
      const who = async (hours: number, known?: number) =>
        (await whoAt(
          schedule,
          made + hours * HOUR,
          known === undefined ? undefined : made + known * HOUR,
        )) === dee.id
          ? 'Dee'
          : 'Ed';
      await rouse.advance({ hours: 1 });
      const absence = { start: iso(made + 10 * HOUR), end: iso(made + 20 * HOUR) };
      const id = idOf(await rouse.post(`/api/v1/users/${dee.id}/absences`, absence));
      await rouse.advance({ hours: 14 });
      await rouse.delete(`/api/v1/absences/${id}`);
      await rouse.advance({ hours: 14 });
      expect([await who(12, 0.5), await who(12, 2), await who(12, 16), await who(12)]).toEqual([
        'Dee',
        'Ed',
        'Ed',
        'Ed',
      ]);
      expect([await who(18, 0.5), await who(18, 2), await who(18, 16), await who(18)]).toEqual([
        'Dee',
        'Ed',
        'Dee',
        'Dee',
      ]);
    });

    it('is answered for all schedules, and refused where it is no time', async () => {
      const schedule = await rouse.schedule([ana]);
      const known = await now();
      await rouse.advance({ hours: 1 });
      await replace(schedule, [bo]);
      const page = z.object({
        items: z.array(z.looseObject({ scheduleId: z.string(), userId: z.string().nullable() })),
      });
      const { items } = page.parse(
        await rouse.get(`/api/v1/on-call?limit=200&at=${iso(known + 2 * HOUR)}&asKnownAt=${iso(known)}`),
      );
      expect(items.find(({ scheduleId }) => scheduleId === schedule.id)?.userId).toBe(ana.id);
      const path = `/api/v1/schedules/${schedule.id}/on-call?asKnownAt=then`;
      expect(refusalOf(await rouse.api('GET', path))).toEqual([422, 'asKnownAt']);
    });
  });

  describe('is recorded', () => {
    it('at hand-offs, over the change of the clock, without a row more than there are turns', async () => {
      const schedule = await rouse.schedule([ana, bo], {
        timeZone: 'America/New_York',
        startsAt: '2026-01-05T02:30',
        handoff: 'FREQ=DAILY',
      });
      await rouse.advance({ days: 150 });
      await rouse.app.get(RecordingScan).scan();
      const rows = await record(schedule);
      const clocks = rows.slice(1).map(([at]) => iso(at).slice(11, 16));
      expect(new Set(clocks)).toEqual(new Set(['06:30', '07:00', '07:30']));
      expect(clocks.filter((clock) => clock === '07:00').length).toBeLessThanOrEqual(1);
      expect(rows.length).toBeGreaterThan(149);
      expect(rows.length).toBeLessThan(153);
      expect(new Set(rows.map(([, name], index) => name === rows[index + 1]?.[1]))).toEqual(new Set([false]));
    });

    it('once, when two workers scan at the same moment', async () => {
      const schedules = [];
      for (let made = 0; made < 5; made += 1) {
        schedules.push(await rouse.schedule([ana, bo], { handoff: 'FREQ=HOURLY' }));
      }
      await advanceDatabaseClock(rouse.dataSource, { hours: 50 });
      const other = await startRouse({ database: { url: rouse.databaseUrl } });
      try {
        const scans = [rouse, other, rouse, other].map((worker) => worker.app.get(RecordingScan).scan());
        const edit = replace(schedules[0] ?? { kind: 'schedule', id: '', name: '' }, [cy]);
        await Promise.all([...scans, edit]);
      } finally {
        await other.stop();
      }
      for (const schedule of schedules) {
        // A scan that came after the edit has also written that Cy took over.
        const rows = (await record(schedule)).filter(([, name]) => name !== 'Cy');
        expect(rows).toHaveLength(51);
        const gaps = rows.slice(2).map(([at], index) => at - (rows[index + 1]?.[0] ?? 0));
        expect(new Set(gaps)).toEqual(new Set([HOUR]));
      }
    });

    it('for good: neither rows nor the reach of the record can be taken back', async () => {
      const schedule = await rouse.schedule([ana]);
      await rouse.advance({ hours: 2 });
      await rouse.app.get(RecordingScan).scan();
      const refused = (statement: string) =>
        expect(rouse.dataSource.query(statement)).rejects.toThrow(
          /append-only|recorded already|not shortened/,
        );
      await refused(`UPDATE shift_history SET user_id = '${bo.id}'`);
      await refused('DELETE FROM shift_history');
      await refused('TRUNCATE shift_history');
      await refused('DELETE FROM schedule_versions');
      await refused('UPDATE schedule_versions SET made_at = now()');
      await refused(`UPDATE shift_recordings SET recorded_until = recorded_from`);
      await refused('DELETE FROM override_cuts');
      await refused(
        `INSERT INTO shift_history (schedule_id, starts_at) VALUES ('${schedule.id}', rouse_now() - interval '1 hour')`,
      );
    });

    it('up to the hour at least, without a hand-off', async () => {
      const schedule = await rouse.schedule([ana]);
      await rouse.app.get(RecordingScan).scan();
      await rouse.advance({ hours: 2 });
      await rouse.app.get(RecordingScan).scan();
      const rows: unknown = await rouse.dataSource.query(
        `SELECT rouse_now() - recorded_until < interval '10 seconds' AS recent, due_at > rouse_now() AS later
         FROM shift_recordings WHERE schedule_id = $1`,
        [schedule.id],
      );
      expect(rows).toEqual([{ recent: true, later: true }]);
      expect(await record(schedule)).toHaveLength(1);
    });
  });
});
