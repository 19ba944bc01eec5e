import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ChangeRetention } from '../../src/live-feeds/changes/change-retention.js';
import { ChangeStreams } from '../../src/live-feeds/stream/change-streams.js';
import { newId } from '../../src/platform/database/identifier.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { openEventStream, type EventStreamClient, type ReceivedEvent } from './event-stream-client.js';

const PATIENCE = { within: 20_000 };
const incidentData = z.looseObject({ incident: z.looseObject({ id: z.string(), number: z.int() }) });
const noteText = z.object({ details: z.object({ number: z.int() }) });

describe('the stream of events', () => {
  let database: TestDatabase;
  let rouse: RunningRouse;
  let other: RunningRouse;
  let ana: Person;
  let integration: Integration;
  let service: { id: string };
  const open: EventStreamClient[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    rouse = await startRouse({ database });
    other = await startRouse({ database, settings: { ROUSE_ROLE: 'api' } });
    ana = await rouse.person({ name: 'Ana' });
    service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 600 }]));
    integration = await rouse.integration(service);
  });
  afterAll(async () => {
    await other.stop();
    await rouse.stop();
    await database.drop();
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });

  const listen = async (
    options: { query?: string; lastEventId?: string; token?: string; at?: RunningRouse } = {},
  ): Promise<EventStreamClient> => {
    const { token = ana.token, at = rouse } = options;
    const client = await openEventStream(at.url, token, options);
    open.push(client);
    if (client.status === 200)
      await eventually(() => expect(client.events[0]).toMatchObject({ event: 'ready' }), PATIENCE);
    return client;
  };
  const kinds = (client: EventStreamClient): string[] => client.events.map(({ event }) => event);
  const triggered = async (at: { integration: Integration; service: { id: string } }): Promise<string> => {
    await rouse.trigger(at.integration, { dedupKey: newId() });
    const [incident] = await rouse.incidentsOf(at.service);
    return incident?.id ?? '';
  };
  const incidentId = (): Promise<string> => triggered({ integration, service });
  /** Of a person who has no other: pages of the tenth incident in a minute wait for one another. */
  const pagedIncidentId = async (): Promise<string> => {
    const bo = await rouse.person({ name: 'Bo' });
    const fresh = await rouse.service(await rouse.policy([{ page: [bo], waitSeconds: 600 }]));
    const id = await triggered({ integration: await rouse.integration(fresh), service: fresh });
    await eventually(async () => expect(await rouse.timelineKinds(id)).toContain('attempt.sent'), PATIENCE);
    return id;
  };

  it('tells what happens to an incident, its pages and to schedules, in order, to both processes', async () => {
    const clients = [await listen(), await listen({ at: other })];
    const id = await incidentId();
    await eventually(async () => expect(await rouse.timelineKinds(id)).toContain('attempt.sent'), PATIENCE);
    await rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
    await rouse.post(`/api/v1/incidents/${id}/notes`, { text: 'call +15551234567' }, { token: ana.token });
    const schedule = await rouse.schedule([ana]);
    const timeline = await rouse.timelineKinds(id);
    for (const client of clients) {
      await eventually(() => expect(kinds(client)).toContain('schedule.changed'), PATIENCE);
      expect(kinds(client)).toEqual(['ready', ...timeline, 'schedule.changed']);
      expect(client.events[1]?.data).toMatchObject({
        kind: 'incident.triggered',
        incident: { id, title: 'Disk full on db-1', serviceId: service.id },
        actor: { type: 'integration', integrationId: integration.id },
      });
      expect(client.events.at(-1)?.data).toMatchObject({
        action: 'schedule.create',
        scheduleId: schedule.id,
      });
      // With the sign that no id has: the digits may stand in one by chance.
      expect(JSON.stringify(client.events)).not.toContain('+1555');
    }
    const [client] = clients;
    expect(Object.fromEntries(client?.headers ?? [])).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  });

  it('goes on where a client was, by header or by query, and the header comes first', async () => {
    const first = await listen({ query: '?kinds=incident' });
    const begin = first.lastEventId();
    const id = await incidentId();
    await eventually(() => expect(kinds(first)).toContain('incident.triggered'), PATIENCE);
    first.close();
    const seen = first.lastEventId();
    await rouse.post(`/api/v1/incidents/${id}/resolve`, undefined, { token: ana.token });
    const resumed = [
      await listen({ lastEventId: seen, query: `?kinds=incident&lastEventId=${begin}` }),
      await listen({ query: `?kinds=incident&lastEventId=${seen}`, at: other }),
    ];
    const rest = (await rouse.timelineKinds(id)).filter((kind) => !/^(page|attempt)/.test(kind)).slice(1);
    for (const client of resumed) {
      await eventually(() => expect(kinds(client)).toContain('incident.resolved'), PATIENCE);
      const missed = [...first.events, ...client.events].filter(({ event }) => event !== 'ready');
      expect(missed.map(({ event }) => event)).toEqual(['incident.triggered', ...rest]);
    }
  });

  it.each([
    ['kinds=page', /^(page|attempt)\./],
    ['kinds=schedule', /^schedule\.changed$/],
    ['kinds=schedule,incident', /^(schedule\.changed$|incident\.|step\.|note\.)/],
  ])('gives only what was asked for: %s', async (query, expected) => {
    const client = await listen({ query: `?${query}` });
    await pagedIncidentId();
    const end = await listen();
    await rouse.schedule([ana]);
    await eventually(() => expect(kinds(end)).toContain('schedule.changed'), PATIENCE);
    await eventually(() => expect(kinds(client).length).toBeGreaterThan(1), PATIENCE);
    expect(kinds(client).filter((kind) => !expected.test(kind))).toEqual(['ready']);
  });

  it('of one incident tells of no other', async () => {
    const [one, two] = [await incidentId(), await incidentId()];
    const client = await listen({ query: `?incidentId=${one}` });
    await rouse.post(`/api/v1/incidents/${two}/notes`, { text: 'two' }, { token: ana.token });
    await rouse.post(`/api/v1/incidents/${one}/notes`, { text: 'one' }, { token: ana.token });
    await eventually(() => expect(kinds(client)).toContain('note.added'), PATIENCE);
    const ids = client.events.slice(1).map(({ data }) => incidentData.parse(data).incident.id);
    expect(new Set(ids)).toEqual(new Set([one]));
  });

  it('tells of overrides, absences and swaps by their ids', async () => {
    const bo = await rouse.person({ name: 'Bo' });
    const schedule = await rouse.schedule([ana, bo]);
    const client = await listen({ query: '?kinds=schedule' });
    const stretch = { start: '2027-03-01T10:00:00Z', end: '2027-03-01T12:00:00Z' };
    const override = idOf(
      await rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
        ...stretch,
        userId: bo.id,
        reason: 'x',
      }),
    );
    const absence = idOf(await rouse.post(`/api/v1/users/${ana.id}/absences`, { ...stretch, reason: 'y' }));
    await rouse.delete(`/api/v1/overrides/${override}`);
    await eventually(() => expect(client.events).toHaveLength(4), PATIENCE);
    expect(client.events.slice(1).map(({ data }) => data)).toMatchObject([
      {
        kind: 'override.changed',
        action: 'override.create',
        id: override,
        scheduleId: schedule.id,
        userId: bo.id,
      },
      { kind: 'absence.changed', action: 'absence.create', id: absence, userId: ana.id },
      { kind: 'override.changed', action: 'override.delete', id: override, scheduleId: schedule.id },
    ]);
    expect(JSON.stringify(client.events)).not.toContain('reason');
  });

  describe('while writers commit out of order', () => {
    /** A note in a transaction of its own, which commits when it is told to. */
    const note = async (id: string, number: number) => {
      const runner = rouse.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query(
        `INSERT INTO timeline_entries (incident_id, kind, actor, details)
         VALUES ($1, 'note.added', '{"type":"system"}', jsonb_build_object('number', $2::int))`,
        [id, number],
      );
      return {
        end: async (how: 'commit' | 'rollback') => {
          await (how === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction());
          await runner.release();
        },
      };
    };
    const numbers = (events: readonly ReceivedEvent[]): number[] =>
      events
        .filter(({ event }) => event === 'note.added')
        .map(({ data }) => noteText.parse(data).details.number);

    it('holds back what a late commit could still come before, and then gives both', async () => {
      const id = await incidentId();
      const client = await listen({ query: `?incidentId=${id}` });
      const early = await note(id, 1);
      const late = await note(id, 2);
      await late.end('commit');
      const resumer = await listen({ query: `?incidentId=${id}`, lastEventId: client.lastEventId() });
      await early.end('commit');
      for (const each of [client, resumer])
        await eventually(() => expect(numbers(each.events)).toEqual([1, 2]), PATIENCE);
    });

    it('loses and doubles nothing for a client that keeps coming back', async () => {
      const id = await incidentId();
      const start = await listen({ query: `?incidentId=${id}` });
      let last = start.lastEventId();
      const told: number[] = [];
      const committed: number[] = [];
      const pending: { number: number; end: (how: 'commit' | 'rollback') => Promise<void> }[] = [];
      const settle = async (place: number): Promise<void> => {
        const [writer] = pending.splice(place, 1);
        if (!writer) return;
        const how = writer.number % 5 === 0 ? 'rollback' : 'commit';
        await writer.end(how);
        if (how === 'commit') committed.push(writer.number);
      };
      for (let number = 1; number <= 40; number += 1) {
        pending.push({ number, ...(await note(id, number)) });
        // Sometimes the newest commits first, sometimes the oldest.
        if (pending.length > 4) await settle(number % 3 === 0 ? 0 : pending.length - 1);
        if (number % 4 !== 0) continue;
        const client = await openEventStream(rouse.url, ana.token, {
          query: `?incidentId=${id}`,
          lastEventId: last,
        });
        await eventually(() => expect(client.events.length).toBeGreaterThan(0), PATIENCE);
        client.close();
        told.push(...numbers(client.events));
        last = client.lastEventId();
      }
      while (pending.length > 0) await settle(0);
      const client = await listen({ query: `?incidentId=${id}`, lastEventId: last });
      await eventually(
        () =>
          expect([...told, ...numbers(client.events)].sort((a, b) => a - b)).toEqual(
            committed.sort((a, b) => a - b),
          ),
        PATIENCE,
      );
    });
  });

  it('moves on with signs of life also for who filters everything out', async () => {
    const client = await listen({ query: `?incidentId=${newId()}` });
    const start = client.lastEventId();
    await incidentId();
    const streams = rouse.app.get(ChangeStreams, { strict: false });
    await eventually(async () => {
      await streams.lookAfter();
      expect(client.lastEventId()).not.toBe(start);
    }, PATIENCE);
    expect(client.comments()).toBeGreaterThan(0);
    expect(kinds(client)).toEqual(['ready']);
  });

  it('ends for a token that is revoked before anything more is told, and for no other', async () => {
    const token = z
      .object({ id: z.string(), token: z.string() })
      .parse(await rouse.post(`/api/v1/users/${ana.id}/tokens`, { name: 'short' }));
    const client = await listen({ token: token.token });
    const bystander = await listen();
    await rouse.delete(`/api/v1/tokens/${token.id}`);
    await rouse.schedule([ana]);
    await eventually(() => expect(kinds(bystander)).toContain('schedule.changed'), PATIENCE);
    await client.ended;
    expect(kinds(client)).toEqual(['ready']);
  });

  it('lets go of who takes nothing any more once the token is revoked', async () => {
    const token = z
      .object({ id: z.string(), token: z.string() })
      .parse(await rouse.post(`/api/v1/users/${ana.id}/tokens`, { name: 'asleep' }));
    const streams = rouse.app.get(ChangeStreams, { strict: false });
    const filter = { topics: ['incident'], incidentId: null } as const;
    const asleep = await streams.open(token.id, filter, null);
    await rouse.delete(`/api/v1/tokens/${token.id}`);
    await streams.lookAfter();
    expect(asleep.destroyed).toBe(false);
    await streams.lookAfter();
    expect(asleep.destroyed).toBe(true);
  });

  it('gives a token twenty streams, and says so to the next', async () => {
    const token = (await rouse.person({ name: 'Many', phone: null })).token;
    const clients = await Promise.all(Array.from({ length: 21 }, () => listen({ token })));
    const statuses = clients.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    const refused = clients.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('15');
    expect(refused?.text).toContain('streams open');
    clients.find(({ status }) => status === 200)?.close();
    await eventually(async () => expect((await listen({ token })).status).toBe(200), PATIENCE);
  });

  it.each([
    ['?kinds=incidents', 'kinds.0'],
    ['?kinds=', 'kinds.0'],
    ['?incidentId=7', 'incidentId'],
    ['?lastEventId=yesterday', 'lastEventId'],
    ['?since=0-0', 'since'],
  ])('refuses %s', async (query, path) => {
    const answer = await rouse.api('GET', `/api/v1/events/stream${query}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it.each(['yesterday', '9000000000000000000-1'])(
    'tells a client that comes with %s to reload',
    async (id) => {
      const client = await listen({ lastEventId: id });
      await eventually(() => expect(kinds(client)).toEqual(['ready', 'reset']), PATIENCE);
    },
  );

  // Moves the clock, so it comes last but one.
  it('tells a client that was away for longer than three days to reload, and goes on from there', async () => {
    const before = (await listen()).lastEventId();
    await incidentId();
    const retention = rouse.app.get(ChangeRetention, { strict: false });
    expect(await retention.removeOld()).toBe(0);
    await rouse.advance({ days: 3, minutes: 1 });
    await eventually(async () => {
      await retention.removeOld();
      const [row] = await rouse.dataSource.query<{ left: number }[]>(
        `SELECT count(*)::int AS left FROM changes WHERE at < rouse_now() - interval '3 days'`,
      );
      expect(row?.left).toBe(0);
    }, PATIENCE);
    const client = await listen({ lastEventId: before, query: '?kinds=schedule' });
    await rouse.schedule([ana]);
    await eventually(() => expect(kinds(client)).toEqual(['ready', 'reset', 'schedule.changed']), PATIENCE);
  });

  it('ends when its process stops, and does not hold it up', async () => {
    const third = await startRouse({ database, settings: { ROUSE_ROLE: 'api' } });
    const client = await listen({ at: third });
    await third.stop();
    await client.ended;
  });
});
