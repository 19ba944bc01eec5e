import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { NOBODY, refusalOf } from './refusal.js';

const absenceSchema = z.looseObject({ id: z.string(), start: z.string(), end: z.string() });
const pageSchema = z.object({ items: z.array(absenceSchema), nextCursor: z.string().nullable() });
const shiftsSchema = z.object({
  items: z.array(z.looseObject({ start: z.string(), end: z.string(), userId: z.string() })),
  gaps: z.array(z.unknown()),
});

describe('absences', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy', role: 'observer' });
    web = await rouse.schedule([ana, bo], { handoff: 'FREQ=DAILY', startsAt: '2026-01-05T09:00' });
  });
  afterAll(() => rouse.stop());

  const say = (person: Person, body: unknown, token = person.token) =>
    rouse.api('POST', `/api/v1/users/${person.id}/absences`, body, { token });
  const listed = async (person: Person, query = '') =>
    pageSchema.parse(await rouse.get(`/api/v1/users/${person.id}/absences${query}`)).items;
  const shifts = async (from: string, to: string, schedule = web) =>
    shiftsSchema.parse(await rouse.get(`/api/v1/schedules/${schedule.id}/shifts?from=${from}&to=${to}`));
  const hours = async (count: number): Promise<string> => {
    const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
    const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
    return new Date(now.getTime() + count * 3_600_000).toISOString();
  };

  it('take a person out of the layers, and tell which shifts they hit', async () => {
    const body = { start: '2030-03-02T00:00:00+01:00', end: '2030-03-04T12:00:00Z', reason: 'holiday' };
    const answer = await say(ana, body);
    const shift = (start: string, end: string) => ({
      scheduleId: web.id,
      scheduleName: web.name,
      start,
      end,
      userId: ana.id,
      source: { kind: 'layer', id: expect.any(String), handoff: expect.any(Number) },
    });
    expect(answer).toMatchObject({ status: 201 });
    const { shifts: hit, ...absence } = z.looseObject({ shifts: z.array(z.unknown()) }).parse(answer.body);
    expect(absence).toEqual({
      id: expect.any(String),
      userId: ana.id,
      start: '2030-03-01T23:00:00.000Z',
      end: '2030-03-04T12:00:00.000Z',
      reason: 'holiday',
      createdBy: ana.id,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(hit).toEqual([
      shift('2030-03-01T23:00:00.000Z', '2030-03-02T09:00:00.000Z'),
      shift('2030-03-03T09:00:00.000Z', '2030-03-04T09:00:00.000Z'),
    ]);
    expect(await listed(ana)).toEqual([absence]);
    const { items, gaps } = await shifts('2030-03-01T00:00:00Z', '2030-03-06T00:00:00Z');
    expect(
      items.map(({ start, userId }) => `${start.slice(8, 13)} ${userId === ana.id ? 'Ana' : 'Bo'}`),
    ).toEqual(['01T00 Bo', '01T09 Ana', '01T23 Bo', '02T09 Bo', '03T09 Bo', '04T09 Bo', '05T09 Ana']);
    expect(gaps).toEqual([]);
  });

  it('leave a gap where the layer says so, and do not touch overrides', async () => {
    const dee = await rouse.person({ name: 'Dee' });
    const schedule = await rouse.post('/api/v1/schedules', {
      name: 'With gaps',
      timeZone: 'UTC',
      layers: [
        {
          participants: [dee.id, bo.id],
          startsAt: '2026-01-05T00:00',
          handoff: 'FREQ=YEARLY',
          onAbsence: 'gap',
        },
      ],
    });
    const gappy: Schedule = { kind: 'schedule', id: idOf(schedule), name: 'With gaps' };
    const override = { start: '2030-05-02T00:00:00Z', end: '2030-05-03T00:00:00Z', userId: dee.id };
    await rouse.post(`/api/v1/schedules/${gappy.id}/overrides`, override);
    const answer = await say(dee, { start: '2030-05-01T00:00:00Z', end: '2030-05-04T00:00:00Z' });
    const kinds = z.object({ shifts: z.array(z.object({ source: z.object({ kind: z.string() }) })) });
    expect(kinds.parse(answer.body).shifts.map(({ source }) => source.kind)).toEqual([
      'layer',
      'override',
      'layer',
    ]);
    const { items, gaps } = await shifts('2030-05-01T00:00:00Z', '2030-05-04T00:00:00Z', gappy);
    expect(items).toMatchObject([
      { start: '2030-05-02T00:00:00.000Z', end: '2030-05-03T00:00:00.000Z', userId: dee.id },
    ]);
    expect(gaps).toHaveLength(2);
  });

  it('are taken back: before they begin they vanish, while they run they end, over they stay', async () => {
    const id = idOf((await say(bo, { start: await hours(5), end: await hours(9) })).body);
    const remove = (which: string, person = bo) =>
      rouse.api('DELETE', `/api/v1/absences/${which}`, undefined, { token: person.token });
    expect((await remove(id, cy)).status).toBe(403);
    expect((await remove(id)).status).toBe(204);
    expect((await remove(id)).status).toBe(404);
    expect(await listed(bo)).toEqual([]);

    const running = idOf((await say(bo, { start: await hours(1), end: await hours(9) })).body);
    await rouse.advance({ hours: 3 });
    expect((await remove(running)).status).toBe(204);
    const [left] = await listed(bo);
    expect(Math.abs(Date.parse(left?.end ?? '') - Date.parse(await hours(0)))).toBeLessThan(10_000);
    expect(await remove(running)).toMatchObject({ status: 409 });

    const over = idOf((await say(bo, { start: await hours(1), end: await hours(2) })).body);
    await rouse.advance({ hours: 3 });
    expect((await remove(over)).status).toBe(409);
    expect(await listed(bo)).toHaveLength(2);
  });

  it('are said by the person or an admin, and read by everybody, but for their reason', async () => {
    const body = { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z', reason: 'surgery' };
    expect((await say(ana, body, bo.token)).status).toBe(403);
    expect((await rouse.api('POST', `/api/v1/users/${ana.id}/absences`, body, { token: null })).status).toBe(
      401,
    );
    expect(await rouse.api('POST', `/api/v1/users/${ana.id}/absences`, body)).toMatchObject({ status: 201 });
    expect((await say(cy, body)).status).toBe(201);
    const path = `/api/v1/users/${ana.id}/absences`;
    const reasonsFor = async (options: { token?: string }) =>
      z
        .object({ items: z.array(z.object({ start: z.string(), reason: z.string().nullable() })) })
        .parse(await rouse.get(`${path}?from=2031-01-01T00:00:00Z`, options))
        .items.map(({ reason }) => reason);
    expect(await reasonsFor({ token: cy.token })).toEqual([null]);
    expect(await reasonsFor({ token: ana.token })).toEqual(['surgery']);
    expect(await reasonsFor({})).toEqual(['surgery']);
  });

  it('are listed by the time that they touch, page by page', async () => {
    const ed = await rouse.person({ name: 'Ed' });
    const day = (date: number) => `2032-01-0${date}T00:00:00Z`;
    const ids = [];
    for (const date of [1, 3, 5])
      ids.push(idOf((await say(ed, { start: day(date), end: day(date + 1) })).body));
    const idsOf = async (query: string) => (await listed(ed, query)).map(({ id }) => id);
    expect(await idsOf('')).toEqual(ids);
    expect(await idsOf(`?from=${day(2)}`)).toEqual(ids.slice(1));
    expect(await idsOf(`?to=${day(5)}`)).toEqual(ids.slice(0, 2));
    expect(await idsOf('?limit=2')).toEqual(ids.slice(0, 2));
    expect(await idsOf(`?limit=2&cursor=${String(ids[1])}`)).toEqual(ids.slice(2));
  });

  it('that are said twice at once get one winner, and the other is told which there is', async () => {
    const body = { start: '2033-01-01T00:00:00Z', end: '2033-01-08T00:00:00Z' };
    const answers = await Promise.all([say(ana, body), say(ana, body), say(ana, body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const made = answers.find(({ status }) => status === 201);
    const told = answers.find(({ status }) => status === 409);
    expect(told?.body).toMatchObject({ absenceId: idOf(made?.body) });
  });

  it('said while the rotation is changed end well, whichever comes first', async () => {
    const fay = await rouse.person({ name: 'Fay' });
    const schedule = await rouse.schedule([bo], { name: 'Contested' });
    const rotation = (people: Person[]) => ({
      name: 'Contested',
      timeZone: 'UTC',
      layers: [
        { participants: people.map(({ id }) => id), startsAt: '2026-01-05T09:00', handoff: 'FREQ=DAILY' },
      ],
    });
    for (let round = 0; round < 5; round += 1) {
      const start = `2034-0${String(round + 1)}-01T00:00:00Z`;
      const end = `2034-0${String(round + 1)}-08T00:00:00Z`;
      const people = round % 2 === 0 ? [fay, bo] : [bo];
      const answers = await Promise.all([
        say(fay, { start, end }),
        rouse.api('PUT', `/api/v1/schedules/${schedule.id}`, rotation(people)),
        say(bo, { start, end }),
      ]);
      expect(answers.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
    }
  });

  it('are recorded', async () => {
    const id = idOf((await say(ana, { start: '2035-01-01T00:00:00Z', end: '2035-01-02T00:00:00Z' })).body);
    await rouse.delete(`/api/v1/absences/${id}`);
    const rows: unknown = await rouse.dataSource.query(
      'SELECT action, actor FROM audit_log WHERE object_id = $1 ORDER BY id',
      [id],
    );
    expect(rows).toMatchObject([{ action: 'absence.create', actor: 'Ana' }, { action: 'absence.delete' }]);
  });

  it('are made while somebody records who was on call', async () => {
    const dot = await rouse.person({ name: 'Dot' });
    const late = await rouse.schedule([dot, bo]);
    const recorder = rouse.dataSource.createQueryRunner();
    await recorder.startTransaction();
    await recorder.query('SELECT FROM shift_recordings WHERE schedule_id = $1 FOR UPDATE', [late.id]);
    const answer = say(dot, { start: '2030-08-01T00:00:00Z', end: '2030-08-02T00:00:00Z' });
    await rouse.eventually(async () => {
      const waiting: unknown = await rouse.dataSource.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(waiting).toHaveLength(1);
    });
    // As a shift that is recorded does, by its foreign key.
    await recorder.query('SELECT FROM users WHERE id = $1 FOR KEY SHARE', [dot.id]);
    await recorder.commitTransaction();
    await recorder.release();
    expect(await answer).toMatchObject({ status: 201 });
  });

  describe('that are impossible', () => {
    const start = '2036-01-01T00:00:00Z';
    const end = '2036-01-02T00:00:00Z';
    it.each([
      ['nothing', { start: undefined, end: undefined }, ['end', 'start']],
      ['an end before the start', { end: '2035-12-31T00:00:00Z' }, ['end']],
      ['no length', { end: start }, ['end']],
      ['more than 366 days', { end: '2037-01-02T00:00:01Z' }, ['end']],
      ['an end that is over', { start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' }, ['end']],
      ['a time without an offset', { start: '2036-01-01T00:00:00' }, ['start']],
      ['a day that does not exist', { end: '2036-02-30T00:00:00Z' }, ['end']],
      ['a reason that is a number', { reason: 5 }, ['reason']],
      ['a reason of 501 characters', { reason: 'x'.repeat(501) }, ['reason']],
      ['a reason that cannot be stored', { reason: '\u0000' }, ['reason']],
      ['an unknown field', { userId: NOBODY }, ['userId']],
    ])('with %s are 422', async (_title, more, paths) => {
      const before = await listed(ana);
      const [status, ...found] = refusalOf(await say(ana, { start, end, ...more }));
      expect([status, ...found.sort()]).toEqual([422, ...paths]);
      expect(await listed(ana)).toEqual(before);
    });

    it('are 404 for nobody, and 422 listed by nonsense', async () => {
      const path = `/api/v1/users/${NOBODY}/absences`;
      expect((await rouse.api('POST', path, { start, end })).status).toBe(404);
      expect((await rouse.api('GET', path)).status).toBe(404);
      expect((await rouse.api('DELETE', `/api/v1/absences/${NOBODY}`)).status).toBe(404);
      expect((await rouse.api('DELETE', '/api/v1/absences/none')).status).toBe(404);
      const bad = `/api/v1/users/${ana.id}/absences?from=${end}&to=${start}`;
      expect(refusalOf(await rouse.api('GET', bad))).toEqual([422, 'to']);
    });
  });
});
