import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { Logger } from 'typeorm';
import { z } from 'zod';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

const DAY = 86_400_000;
const newFeed = z.object({ id: z.string(), url: z.string() });
const shiftsSchema = z.object({
  items: z.array(z.object({ start: z.string(), end: z.string(), userId: z.string() })),
  gaps: z.array(z.object({ start: z.string(), end: z.string() })),
});
const scheduleSchema = z.looseObject({
  name: z.string(),
  timeZone: z.string(),
  layers: z.array(z.looseObject({ startsAt: z.string() })),
});

interface Entry {
  uid: string;
  start: string;
  end: string;
  summary: string;
}

/** Reads a calendar with a parser that did not write it. */
function entriesOf(text: string): Entry[] {
  return ICAL.Component.fromString(text)
    .getAllSubcomponents('vevent')
    .map((component) => {
      const { uid, startDate, endDate, summary } = new ICAL.Event(component);
      return {
        uid,
        start: startDate.toJSDate().toISOString(),
        end: endDate.toJSDate().toISOString(),
        summary,
      };
    });
}

describe('calendar feeds', () => {
  let rouse: RunningRouse;
  /** A second process on the same database, where a test wants one. */
  let other: RunningRouse | undefined;
  let ana: Person;
  let bo: Person;
  let schedule: Schedule;

  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(async () => {
    await other?.stop();
    await rouse.stop();
  });
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    schedule = await rouse.schedule([ana, bo], { timeZone: 'Europe/Berlin', handoff: 'FREQ=DAILY' });
  });

  const subscribe = async (body: object, token?: string) =>
    newFeed.parse(await rouse.post('/api/v1/calendar-feeds', body, token === undefined ? {} : { token }));
  const fetchFeed = (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    rouse.api(method, url, undefined, { token: null, headers });
  const read = async (url: string): Promise<Entry[]> => {
    const answer = await fetchFeed(url);
    expect(answer.status).toBe(200);
    return entriesOf(String(answer.body));
  };
  const now = async (): Promise<number> => {
    const [{ at }]: [{ at: Date }] = await rouse.dataSource.query('SELECT rouse_now() AS at');
    return at.getTime();
  };
  const override = (from: number, hours: number, who: Person) =>
    rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
      start: new Date(from).toISOString(),
      end: new Date(from + hours * 3_600_000).toISOString(),
      userId: who.id,
    });

  it('give the same shifts as the API, to a reader that did not write them', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    // iCalendar knows no parts of seconds.
    await override(Math.floor((await now()) / 1000) * 1000 + 30 * 3_600_000, 2, cy);
    const { url } = await subscribe({ scheduleId: schedule.id });
    const today = Math.floor((await now()) / DAY) * DAY;
    const window = [today - 29 * DAY, today + 179 * DAY].map((at) => new Date(at).toISOString());
    const [from = '', to = ''] = window;
    const { items } = shiftsSchema.parse(
      await rouse.get(`/api/v1/schedules/${schedule.id}/shifts?from=${from}&to=${to}`),
    );
    const entries = (await read(url))
      .filter(({ start, end }) => end > from && start < to)
      .map(({ start, end, summary }) => ({
        start: start < from ? from : start,
        end: end > to ? to : end,
        who: summary.split(/ for |:/)[0],
      }));
    const names = new Map([ana, bo, cy].map(({ id, name }) => [id, name]));
    expect(items.length).toBeGreaterThan(200);
    expect(entries).toEqual(items.map(({ start, end, userId }) => ({ start, end, who: names.get(userId) })));
    expect((await read(url)).filter(({ summary }) => summary.includes('override'))).toMatchObject([
      { summary: expect.stringMatching(/^Cy for (Ana|Bo|Ana and Bo|Bo and Ana) \(override\): Schedule/) },
    ]);
  });

  it('keep their UIDs when the times are edited', async () => {
    const { url } = await subscribe({ scheduleId: schedule.id });
    const before = await read(url);
    const path = `/api/v1/schedules/${schedule.id}`;
    const { name, timeZone, layers } = scheduleSchema.parse(await rouse.get(path));
    await rouse.put(path, {
      name,
      timeZone,
      layers: layers.map((layer) => ({ ...layer, startsAt: layer.startsAt.replace('T09', 'T11') })),
    });
    const after = await read(url);
    const soon = new Date((await now()) + 3 * DAY).toISOString();
    const moved = before.filter(({ start }) => start > soon);
    expect(moved.length).toBeGreaterThan(100);
    const times = new Map(after.map(({ uid, start }) => [uid, start]));
    for (const { uid, start } of moved) {
      expect(times.get(uid)).toBe(new Date(new Date(start).getTime() + 2 * 3_600_000).toISOString());
    }
  });

  it('are for calendar programs: type, folding, hints', async () => {
    const { url } = await subscribe({ scheduleId: schedule.id });
    expect(url).toMatch(/\/calendar\/[\w-]{43}\.ics$/);
    const { headers, body } = await fetchFeed(`${url}?alarm=15&nocache=1`);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = String(body);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    for (const line of ['REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H', 'TRIGGER:-PT15M']) {
      expect(text).toContain(`${line}\r\n`);
    }
    expect(text).toContain(`X-WR-CALNAME:On call: ${schedule.name}\r\n`);
    expect(await fetchFeed(`${url}?alarm=soon`)).toMatchObject({ status: 422 });
  });

  it('are not made of a schedule that is archived', async () => {
    const old = await rouse.schedule([ana]);
    await rouse.delete(`/api/v1/schedules/${old.id}`);
    expect(await rouse.api('POST', '/api/v1/calendar-feeds', { scheduleId: old.id })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'scheduleId', message: 'is not the id of a schedule that exists' }] },
    });
  });

  it('are not sent again while they are the same', async () => {
    const { url } = await subscribe({ scheduleId: schedule.id });
    const first = await fetchFeed(url);
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `W/${etag}` },
      { 'if-modified-since': modified },
    ]) {
      const again = await fetchFeed(url, headers);
      expect(again).toMatchObject({ status: 304, body: '' });
      expect(again.headers.get('etag')).toBe(etag);
    }
    const head = await fetchFeed(url, {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers.get('etag')).toBe(etag);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(String(first.body))));
    expect(await fetchFeed(url, { 'if-none-match': etag }, 'HEAD')).toMatchObject({ status: 304 });
    // Another form of it is another entity.
    expect((await fetchFeed(`${url}?alarm=5`)).headers.get('etag')).not.toBe(etag);

    // Whatever changes them, also within the same second.
    await rouse.api('PATCH', `/api/v1/users/${ana.id}`, { name: 'Anna' });
    const renamed = await fetchFeed(url, { 'if-none-match': etag });
    expect(renamed.status).toBe(200);
    expect(String(renamed.body)).toContain('SUMMARY:Anna: ');
    expect((await fetchFeed(url, { 'if-modified-since': modified })).status).toBe(200);
    expect(Date.parse(renamed.headers.get('last-modified') ?? '')).toBeGreaterThan(Date.parse(modified));
    expect(String(renamed.body)).toContain('SEQUENCE:2\r\n');
  });

  it('open nothing once they are revoked, and nothing where there never was one', async () => {
    const { id, url } = await subscribe({ scheduleId: schedule.id }, ana.token);
    expect(
      await rouse.api('DELETE', `/api/v1/calendar-feeds/${id}`, undefined, { token: bo.token }),
    ).toMatchObject({
      status: 403,
    });
    expect((await fetchFeed(url)).status).toBe(200);
    await rouse.delete(`/api/v1/calendar-feeds/${id}`, { token: ana.token });
    const revoked = await fetchFeed(url);
    const unknown = await fetchFeed(url.replace(/\/[\w-]+\.ics$/, `/${'x'.repeat(43)}.ics`));
    expect([revoked.status, unknown.status]).toEqual([404, 404]);
    const detail = z.object({ detail: z.string(), errors: z.array(z.unknown()) });
    expect(detail.parse(revoked.body)).toEqual(detail.parse(unknown.body));
    expect(await rouse.api('DELETE', `/api/v1/calendar-feeds/${id}`)).toMatchObject({ status: 404 });
  });

  it('end with whom they are about, and with who made them', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    const made = [
      await subscribe({ userId: cy.id }),
      await subscribe({ scheduleId: schedule.id }, cy.token),
      await subscribe({ scheduleId: schedule.id }),
    ];
    await rouse.delete(`/api/v1/users/${cy.id}`);
    expect(await Promise.all(made.map(async ({ url }) => (await fetchFeed(url)).status))).toEqual([
      404, 404, 200,
    ]);
  });

  it('can have a new address beside the old one, until the old one ends or both are revoked, in every process', async () => {
    other = await startRouse({ database: { url: rouse.databaseUrl } });
    const bases = [rouse.url, other.url];
    const statuses = (...urls: string[]) =>
      Promise.all(
        bases.map((base) =>
          Promise.all(urls.map(async (url) => (await fetchFeed(base + new URL(url).pathname)).status)),
        ),
      );
    const { id, url } = await subscribe({ scheduleId: schedule.id }, ana.token);
    const path = `/api/v1/calendar-feeds/${id}/rotation`;
    const renew = async (keepOldForSeconds: number) =>
      newFeed.parse(await rouse.post(path, { keepOldForSeconds }, { token: ana.token })).url;
    const refused = await rouse.api('POST', path, { keepOldForSeconds: 0 }, { token: bo.token });
    expect(refused.status).toBe(403);
    const second = await renew(3600);
    const both = (status: readonly number[]) => [status, status];
    expect(await statuses(url, second)).toEqual(both([200, 200]));
    await rouse.eventually(async () => {
      const used = { prefix: expect.stringMatching(/^[\w-]{4}$/), lastUsedAt: expect.any(String) };
      expect(await rouse.get('/api/v1/calendar-feeds', { token: ana.token })).toMatchObject({
        items: [{ id, ...used, old: used }],
      });
    });
    await rouse.advance({ seconds: 3601 });
    expect(await statuses(url, second)).toEqual(both([404, 200]));
    const third = await renew(0);
    expect(await statuses(second, third)).toEqual(both([404, 200]));
    const fourth = await renew(3600);
    await rouse.delete(`/api/v1/calendar-feeds/${id}`, { token: ana.token });
    expect(await statuses(third, fourth)).toEqual(both([404, 404]));
  });

  it('are listed to who made them, without their addresses, and never stored as they are', async () => {
    const { id, url } = await subscribe({ userId: ana.id }, ana.token);
    const list = await rouse.get('/api/v1/calendar-feeds', { token: ana.token });
    expect(list).toMatchObject({ items: [{ id, userId: ana.id, scheduleId: null, teamId: null }] });
    expect(await rouse.get('/api/v1/calendar-feeds', { token: bo.token })).toEqual({
      items: [],
      nextCursor: null,
    });
    const secret = /([\w-]{43})\.ics$/.exec(url)?.[1] ?? '';
    expect(JSON.stringify(list)).not.toContain(secret);
    const rows: unknown = await rouse.dataSource.query(
      `SELECT to_jsonb(f)::text AS row FROM calendar_feeds f
       UNION ALL SELECT to_jsonb(a)::text FROM audit_log a WHERE object_type = 'calendar-feed'`,
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).toContain('calendar-feed.create');
  });

  it.each<[string, () => object, number]>([
    ['nothing', () => ({}), 422],
    ['two things', () => ({ scheduleId: schedule.id, userId: ana.id }), 422],
    ['no schedule that exists', () => ({ scheduleId: ana.id }), 422],
    ['no team that exists', () => ({ teamId: ana.id }), 422],
    ['another person', () => ({ userId: bo.id }), 403],
    ['themselves', () => ({ userId: ana.id }), 201],
  ])('are made for %s', async (_case, body, status) => {
    expect(await rouse.api('POST', '/api/v1/calendar-feeds', body(), { token: ana.token })).toMatchObject({
      status,
    });
  });

  it('show a person their shifts over all schedules', async () => {
    const other = await rouse.schedule([bo, ana], { name: 'Other, “second”; line', handoff: 'FREQ=DAILY' });
    const { url } = await subscribe({ userId: ana.id });
    const entries = await read(url);
    expect(new Set(entries.map(({ summary }) => summary))).toEqual(
      new Set([`Ana: ${schedule.name}`, `Ana: ${other.name}`]),
    );
    const starts = entries.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort());
  });

  it('show a team all its schedules, in as many queries as for one', async () => {
    const team = await rouse.team(`Team of ${schedule.name}`, [ana, bo]);
    const make = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        await rouse.post('/api/v1/schedules', {
          name: `${team.name} ${String(index)} of ${String(count)}`,
          timeZone: 'UTC',
          teamId: team.id,
          layers: [
            { participants: [ana.id, bo.id], startsAt: '2026-01-05T09:00', handoff: 'FREQ=WEEKLY;BYDAY=MO' },
          ],
        });
      }
    };
    const { url } = await subscribe({ teamId: team.id });
    expect(await read(url)).toEqual([]);
    await make(1);
    const one = await queriesFor(url);
    await make(9);
    const ten = await queriesFor(url);
    expect(new Set((await read(url)).map(({ summary }) => summary.split(': ')[1])).size).toBe(10);
    expect(one).toBeGreaterThan(0);
    expect(ten).toBe(one);
  });

  it('can show what nobody covers', async () => {
    await rouse.post('/api/v1/schedules', {
      name: 'Office hours',
      timeZone: 'UTC',
      layers: [
        {
          participants: [ana.id],
          startsAt: '2026-01-05T09:00',
          handoff: 'FREQ=WEEKLY;BYDAY=MO',
          restrictions: [{ from: '09:00', to: '17:00' }],
        },
      ],
    });
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
      .parse(await rouse.get('/api/v1/schedules?limit=200'));
    const { url } = await subscribe({ scheduleId: items.find(({ name }) => name === 'Office hours')?.id });
    expect((await read(url)).filter(({ summary }) => summary.startsWith('Nobody'))).toEqual([]);
    const gaps = (await read(`${url}?gaps=1`)).filter(({ summary }) => summary.startsWith('Nobody'));
    expect(gaps.length).toBeGreaterThan(200);
  });

  it('change with the day and not with the second', async () => {
    const { url } = await subscribe({ scheduleId: schedule.id });
    const etag = (await fetchFeed(url)).headers.get('etag') ?? '';
    const untilMidnight = DAY - ((await now()) % DAY);
    if (untilMidnight > 120_000) {
      await advanceDatabaseClock(rouse.dataSource, { minutes: 1 });
      expect((await fetchFeed(url, { 'if-none-match': etag })).status).toBe(304);
    }
  });

  /** How many queries the database gets while a calendar is read, in a process that does nothing else. */
  async function queriesFor(url: string): Promise<number> {
    const api = await startRouse({ settings: { ROUSE_ROLE: 'api' }, database: { url: rouse.databaseUrl } });
    const { pathname } = new URL(url);
    await api.get(pathname, { token: null });
    let queries = 0;
    const quiet = () => undefined;
    const logger: Logger = {
      logQuery: () => {
        queries += 1;
      },
      logQueryError: quiet,
      logQuerySlow: quiet,
      logSchemaBuild: quiet,
      logMigration: quiet,
      log: quiet,
    };
    api.dataSource.setOptions({ logger, logging: true });
    await api.get(pathname, { token: null });
    await api.stop();
    return queries;
  }
});
