import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { NOBODY, refusalOf } from './refusal.js';

const pageSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), start: z.string(), end: z.string() })),
  nextCursor: z.string().nullable(),
});

describe('overrides', () => {
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
    web = await rouse.schedule([ana]);
  });
  afterAll(() => rouse.stop());

  /** Some hours from the database's now on. */
  const hours = async (count: number): Promise<string> => {
    const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
    const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
    return new Date(now.getTime() + count * 3_600_000).toISOString();
  };
  const make = async (from: number, to: number, more: Record<string, unknown> = {}, schedule = web) => {
    const body = { start: await hours(from), end: await hours(to), userId: bo.id, ...more };
    const by = more['userId'] === undefined ? { token: bo.token } : {};
    return idOf(await rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, body, by));
  };
  const listed = async (schedule: Schedule, query = '') =>
    pageSchema.parse(await rouse.get(`/api/v1/schedules/${schedule.id}/overrides${query}`)).items;
  const whoAt = async (moment: string, schedule: Schedule) =>
    z
      .looseObject({ userId: z.string().nullable() })
      .parse(await rouse.get(`/api/v1/schedules/${schedule.id}/on-call?at=${moment}`)).userId;

  it('are made by responders for themselves, and tell who made them', async () => {
    const schedule = await rouse.schedule([ana]);
    const body = {
      start: '2030-01-01T02:00:00+02:00',
      end: '2030-01-02T00:00:00Z',
      userId: bo.id,
      replaces: ana.id,
      reason: 'dentist',
    };
    const path = `/api/v1/schedules/${schedule.id}/overrides`;
    const answer = await rouse.api('POST', path, body, { token: bo.token });
    expect(answer).toEqual({
      status: 201,
      headers: expect.anything(),
      body: {
        id: expect.any(String),
        scheduleId: schedule.id,
        start: '2030-01-01T00:00:00.000Z',
        end: '2030-01-02T00:00:00.000Z',
        userId: bo.id,
        replaces: ana.id,
        reason: 'dentist',
        swapId: null,
        createdBy: bo.id,
        createdAt: expect.stringMatching(/Z$/),
      },
    });
    expect(await listed(schedule)).toEqual([answer.body]);
    expect(await rouse.api('POST', path, body, { token: ana.token })).toMatchObject({
      status: 403,
      body: { detail: 'Only the person whose it is or an admin may do this.' },
    });
    expect((await rouse.api('POST', path, body, { token: cy.token })).status).toBe(403);
    expect((await rouse.api('POST', path, body, { token: null })).status).toBe(401);
    expect((await rouse.api('GET', path, undefined, { token: cy.token })).status).toBe(200);
  });

  it('apply in the order of their making, with replaces only where that person is', async () => {
    const schedule = await rouse.schedule([ana]);
    await make(10, 14, {}, schedule);
    await make(12, 16, { userId: cy.id, replaces: bo.id }, schedule);
    const who = await Promise.all([11, 13, 15, 17].map(async (hour) => whoAt(await hours(hour), schedule)));
    expect(who).toEqual([bo.id, cy.id, ana.id, ana.id]);
  });

  it('are listed by the time that they touch, page by page', async () => {
    const schedule = await rouse.schedule([ana]);
    const ids = [
      await make(1, 2, {}, schedule),
      await make(3, 4, {}, schedule),
      await make(5, 6, {}, schedule),
    ];
    const idsOf = async (query: string) => (await listed(schedule, query)).map(({ id }) => id);
    expect(await idsOf('')).toEqual(ids);
    expect(await idsOf(`?from=${await hours(2.5)}`)).toEqual(ids.slice(1));
    expect(await idsOf(`?to=${await hours(4.5)}`)).toEqual(ids.slice(0, 2));
    expect(await idsOf(`?from=${await hours(2.5)}&to=${await hours(4.5)}`)).toEqual([ids[1]]);
    expect(await idsOf('?limit=1')).toEqual([ids[0]]);
    expect(await idsOf(`?limit=1&cursor=${String(ids[0])}`)).toEqual([ids[1]]);
  });

  it('vanish when they are taken back before they begin', async () => {
    const schedule = await rouse.schedule([ana]);
    const id = await make(1, 3, {}, schedule);
    expect(await whoAt(await hours(2), schedule)).toBe(bo.id);
    const forbidden = await rouse.api('DELETE', `/api/v1/overrides/${id}`, undefined, { token: cy.token });
    expect(forbidden.status).toBe(403);
    const answer = await rouse.api('DELETE', `/api/v1/overrides/${id}`, undefined, { token: bo.token });
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(await listed(schedule)).toEqual([]);
    expect(await whoAt(await hours(2), schedule)).toBe(ana.id);
    expect((await rouse.api('DELETE', `/api/v1/overrides/${id}`)).status).toBe(404);
  });

  it('end at once when they are taken back while they run, and what was stays', async () => {
    const schedule = await rouse.schedule([ana]);
    const id = await make(1, 5, {}, schedule);
    await rouse.advance({ hours: 3 });
    await rouse.delete(`/api/v1/overrides/${id}`);
    const [override] = await listed(schedule);
    expect(override).toMatchObject({ id });
    expect(Math.abs(Date.parse(override?.end ?? '') - Date.parse(await hours(0)))).toBeLessThan(10_000);
    expect(await whoAt(await hours(-1), schedule)).toBe(bo.id);
    expect(await whoAt(await hours(0.01), schedule)).toBe(ana.id);
    expect((await rouse.api('DELETE', `/api/v1/overrides/${id}`)).status).toBe(409);
  });

  it('change nothing of what has been when they begin before they were made', async () => {
    const schedule = await rouse.schedule([ana]);
    await rouse.advance({ hours: 3 });
    await make(-2, 2, {}, schedule);
    expect(await whoAt(await hours(-1), schedule)).toBe(ana.id);
    expect(await whoAt(await hours(0.01), schedule)).toBe(bo.id);
  });

  describe('cut short', () => {
    const cut = async (id: string, end: string, token = bo.token) =>
      rouse.api('POST', `/api/v1/overrides/${id}/cut`, { end }, { token });

    it('end earlier, and are recorded', async () => {
      const schedule = await rouse.schedule([ana]);
      const id = await make(1, 9, {}, schedule);
      const [end, after] = [await hours(5), await hours(6)];
      expect((await cut(id, end, cy.token)).status).toBe(403);
      expect(await cut(id, end)).toMatchObject({ status: 200, body: { id, end } });
      expect(await listed(schedule)).toMatchObject([{ id, end }]);
      expect([await whoAt(await hours(4), schedule), await whoAt(after, schedule)]).toEqual([bo.id, ana.id]);
      const rows: unknown = await rouse.dataSource.query(
        `SELECT after ->> 'end' AS end FROM audit_log WHERE object_id = $1 AND action = 'override.cut'`,
        [id],
      );
      expect(rows).toEqual([{ end }]);
    });

    it('by two at once: one wins, the other is told what moved', async () => {
      const id = await make(1, 9);
      const end = await hours(5);
      const answers = await Promise.all([cut(id, end), cut(id, end), cut(id, end)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ end });
    });

    it('while they run end no sooner than now', async () => {
      const id = await make(1, 9);
      await rouse.advance({ hours: 3 });
      expect(refusalOf(await cut(id, await hours(-1)))).toEqual([422, 'end']);
      expect((await cut(id, await hours(1))).status).toBe(200);
    });

    it('are refused where it makes no sense', async () => {
      const id = await make(2, 9);
      expect((await cut(id, await hours(10))).status).toBe(409);
      expect(refusalOf(await cut(id, await hours(1)))).toEqual([422, 'end']);
      expect(refusalOf(await cut(id, 'soon'))).toEqual([422, 'end']);
      expect((await cut(NOBODY, await hours(1))).status).toBe(404);
      await rouse.delete(`/api/v1/overrides/${id}`);
      expect((await cut(id, await hours(5))).status).toBe(404);
    });
  });

  it('are taken back once, however many ask at the same moment', async () => {
    const id = await make(1, 5);
    const answers = await Promise.all([1, 2, 3].map(() => rouse.api('DELETE', `/api/v1/overrides/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
  });

  it('cannot be taken back when they are over', async () => {
    const schedule = await rouse.schedule([ana]);
    const id = await make(1, 2, {}, schedule);
    await rouse.advance({ hours: 3 });
    const before = await listed(schedule);
    expect(await rouse.api('DELETE', `/api/v1/overrides/${id}`)).toMatchObject({
      status: 409,
      body: { detail: 'The override is over, and the past is not changed.' },
    });
    expect(await listed(schedule)).toEqual(before);
  });

  it('are recorded', async () => {
    const id = await make(1, 2);
    await rouse.delete(`/api/v1/overrides/${id}`);
    const rows: unknown = await rouse.dataSource.query(
      'SELECT action, actor FROM audit_log WHERE object_id = $1 ORDER BY id',
      [id],
    );
    expect(rows).toMatchObject([{ action: 'override.create', actor: 'Bo' }, { action: 'override.delete' }]);
  });

  describe('that are impossible', () => {
    const start = '2030-01-01T00:00:00Z';
    const end = '2030-01-02T00:00:00Z';
    it.each([
      ['nothing', { start: undefined, end: undefined, userId: undefined }, ['end', 'start', 'userId']],
      ['an end before the start', { end: '2029-12-31T00:00:00Z' }, ['end']],
      ['no length', { end: start }, ['end']],
      ['more than 366 days', { end: '2031-01-02T00:00:01Z' }, ['end']],
      ['an end that is over', { start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' }, ['end']],
      ['a time without an offset', { start: '2030-01-01T00:00:00' }, ['start']],
      ['a day that does not exist', { end: '2030-02-30T00:00:00Z' }, ['end']],
      ['a time that is a number', { start: 1_893_456_000 }, ['start']],
      ['somebody who does not exist', { userId: NOBODY }, ['userId']],
      ['somebody by name', { userId: 'ana' }, ['userId']],
      ['a replaced one who does not exist', { replaces: NOBODY }, ['replaces']],
      ['a reason that is a number', { reason: 5 }, ['reason']],
      ['a reason of 501 characters', { reason: 'x'.repeat(501) }, ['reason']],
      ['a reason that cannot be stored', { reason: '\ud800' }, ['reason']],
      ['an unknown field', { colour: 'red' }, ['colour']],
    ])('with %s are 422', async (_title, more, paths) => {
      const path = `/api/v1/schedules/${web.id}/overrides`;
      const before = await listed(web);
      const answer = await rouse.api('POST', path, { start, end, userId: bo.id, ...more });
      const [status, ...found] = refusalOf(answer);
      expect([status, ...found.sort()]).toEqual([422, ...paths]);
      expect(await listed(web)).toEqual(before);
    });

    it('for being at the end of time are answered all the same', async () => {
      const body = { start: '9999-12-31T00:00:00Z', end: '9999-12-31T23:59:59-12:00', userId: bo.id };
      expect((await rouse.api('POST', `/api/v1/schedules/${web.id}/overrides`, body)).status).toBe(422);
    });

    it.each(['from=x', `from=${end}&to=${start}`, 'limit=0', 'colour=red'])(
      'are 422 listed by ?%s',
      async (query) => {
        const answer = await rouse.api('GET', `/api/v1/schedules/${web.id}/overrides?${query}`);
        expect(answer.status).toBe(422);
      },
    );

    it('are 404 on a schedule that there is not', async () => {
      const path = `/api/v1/schedules/${NOBODY}/overrides`;
      expect((await rouse.api('POST', path, { start, end, userId: bo.id })).status).toBe(404);
      expect((await rouse.api('GET', path)).status).toBe(404);
      expect((await rouse.api('DELETE', `/api/v1/overrides/${NOBODY}`)).status).toBe(404);
      expect((await rouse.api('DELETE', '/api/v1/overrides/none')).status).toBe(404);
    });
  });
});
