import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { EventAction, IncomingEvent } from '../../src/incidents/incoming-event.js';
import { IntakeBatches, IntakeIsFull, IntegrationIsGone } from '../../src/incidents/intake/intake-batches.js';
import type { IntakeRequest } from '../../src/incidents/intake/intake-request.js';
import { LOGGER, type Logger } from '../../src/platform/logging/logger.js';
import { eventually } from '../support/eventually.js';
import type { Integration } from '../support/story.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const SERVICES = 3;
const MANY = 60;
const HALF_OF_ALL_BYTES = 16 * 1024 * 1024;

interface Place {
  service: { id: string; name: string };
  generic: Integration;
  alertmanager: Integration;
}

describe('events that come at one moment', () => {
  let rouse: RunningRouse;
  let batches: IntakeBatches;
  let policy: { id: string };
  beforeAll(async () => {
    // Nobody else works on incidents, or counts commits.
    rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
    batches = rouse.app.get(IntakeBatches, { strict: false });
    policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })] }]);
  });
  afterAll(() => rouse.stop());

  const place = async (more: Record<string, unknown> = {}): Promise<Place> => {
    const service = await rouse.service(policy, more);
    return {
      service,
      generic: await rouse.integration(service, 'generic'),
      alertmanager: await rouse.integration(service, 'alertmanager'),
    };
  };
  const request = ({ service, generic }: Place, ...events: IncomingEvent[]): IntakeRequest => ({
    integration: { serviceId: service.id, integrationId: generic.id, type: 'generic', keyNumber: 1 },
    events,
  });
  const post = async ({ generic }: Place, dedupKey: string): Promise<number> =>
    (await rouse.api('POST', generic.url, { summary: dedupKey, dedupKey }, { token: null })).status;
  /** While `work` goes on somebody else has the turn at the service's intake. */
  const whileHeld = async (serviceId: string, work: () => Promise<void>): Promise<void> => {
    const held = await new DataSource({ type: 'postgres', url: rouse.databaseUrl }).initialize();
    try {
      await held.transaction(async (manager) => {
        await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('intake:' || $1, 0))`, [
          serviceId,
        ]);
        await work();
      });
    } finally {
      await held.destroy();
    }
  };

  it('are stored in one commit, over several services, and each opens its incident', async () => {
    const places = await Promise.all(Array.from({ length: SERVICES }, () => place()));
    await Promise.all(
      places.flatMap((each) =>
        Array.from({ length: MANY / SERVICES }, (_none, number) =>
          batches.store(request(each, event('trigger', `key ${String(number)}`)), 100),
        ),
      ),
    );
    const rows = await rouse.dataSource.query<unknown>(
      `SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS commits FROM events WHERE service_id = ANY($1)`,
      [places.map(({ service }) => service.id)],
    );
    expect(rows).toEqual([{ events: MANY, commits: 1 }]);
    for (const { service } of places) expect(await rouse.incidentsOf(service)).toHaveLength(MANY / SERVICES);
  });

  it('of one key count in their order', async () => {
    const it1 = await place();
    const actions: EventAction[] = ['trigger', 'resolve', 'trigger', 'acknowledge', 'trigger'];
    await Promise.all(actions.map((action) => batches.store(request(it1, event(action, 'k')), 100)));
    expect((await rouse.incidentsOf(it1.service)).map(({ status }) => status)).toEqual([
      'acknowledged',
      'resolved',
    ]);
  });

  it('are stored but for one that cannot be, which alone is to be sent again', async () => {
    const it1 = await place();
    await rouse.dataSource.query(
      `CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE check_violation USING MESSAGE = 'made up'; END $$;
       CREATE TRIGGER refuse_poison BEFORE INSERT ON alerts FOR EACH ROW WHEN (NEW.dedup_key = 'poison')
         EXECUTE FUNCTION refuse_poison()`,
    );
    const keys = Array.from({ length: 20 }, (_none, number) =>
      number === 11 ? 'poison' : `key ${String(number)}`,
    );
    const statuses = await Promise.all(keys.map((key) => post(it1, key)));
    await rouse.dataSource.query('DROP TRIGGER refuse_poison ON alerts');
    expect(statuses).toEqual(keys.map((key) => (key === 'poison' ? 503 : 202)));
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(19);
    expect(await gauge(rouse, 'rouse_ingest_waiting')).toBe(0);
  });

  it('may hold whatever JSON can hold, and take no other with them', async () => {
    const it1 = await place();
    const deep = `${'{"a":['.repeat(30)}"\\u0000"${']}'.repeat(30)}`;
    const bodies = [
      String.raw`{"summary":"a\u0000","dedupKey":"n\u0000","details":{"k\u0000":"\ud800","k":"\udfff\ud800"}}`,
      String.raw`{"summary":"b","dedupKey":"\udc00","details":{"a":1e400,"b":-1e308,"c":1e-400,"d":${'9'.repeat(400)}}}`,
      String.raw`{"summary":"{NULL,\"\\}","dedupKey":"NULL","details":{"a":"\\u0000","":"","__proto__":{"x":"\u0000"}}}`,
      String.raw`{"summary":"c","dedupKey":"{}","details":${deep},"__pro\u0000to__":"\u0000","constructor":null}`,
      String.raw`{"summary":"d","dedupKey":"${'\u{1F525}'.repeat(127)}","details":{"${'k'.repeat(70_000)}":[[[]]]}}`,
      String.raw`{"summary":"e\\","dedupKey":"\u2028'; --","details":{"a":"$1"}}`,
    ];
    const send = async (body: string): Promise<number> =>
      (await fetch(it1.generic.url, { method: 'POST', body })).status;
    const warned = jest.spyOn(rouse.app.get<Logger>(LOGGER, { strict: false }), 'warn');
    const statuses = await Promise.all([...bodies.map(send), post(it1, 'plain')]);
    expect(statuses).toEqual(statuses.map(() => 202));
    // No batch had to be halved.
    expect(warned).not.toHaveBeenCalledWith(expect.anything(), expect.stringContaining('halving'));
    warned.mockRestore();
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(bodies.length + 1);
  });

  it('of a service that somebody else holds wait, and hold up no other, nor what is said of a key', async () => {
    const [held, free] = [await place(), await place()];
    let answered = false;
    let waiting: Promise<unknown> = Promise.resolve();
    await whileHeld(held.service.id, async () => {
      const actions: EventAction[] = ['trigger', 'resolve', 'trigger'];
      waiting = Promise.all(
        actions.map((action) => batches.store(request(held, event(action, 'k')), 100)),
      ).then(() => {
        answered = true;
      });
      expect(await post(free, 'other')).toBe(202);
      expect(await post(free, 'another')).toBe(202);
      expect(answered).toBe(false);
    });
    await waiting;
    expect((await rouse.incidentsOf(held.service)).map(({ status }) => status)).toEqual([
      'triggered',
      'resolved',
    ]);
  });

  it('of a service that is free again do not wait for one that is still held', async () => {
    const [held, sooner] = [await place(), await place()];
    let waiting: Promise<void> = Promise.resolve();
    let isOver = false;
    await whileHeld(held.service.id, async () => {
      let freed: Promise<void> = Promise.resolve();
      await whileHeld(sooner.service.id, async () => {
        waiting = batches.store(request(held, event('trigger', 'k')), 100).finally(() => {
          isOver = true;
        });
        freed = batches.store(request(sooner, event('trigger', 'k')), 100);
        await eventually(async () => {
          const rows = await rouse.dataSource.query<unknown[]>(
            `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
          );
          expect(rows).not.toEqual([]);
        });
      });
      await freed;
      expect(isOver).toBe(false);
    });
    await waiting;
  });

  it('that wait for a row which others hold are stored, and hold up nobody', async () => {
    const [held, free] = [await place(), await place()];
    let stored: Promise<void> = Promise.resolve();
    await rouse.dataSource.transaction(async (manager) => {
      // As whoever deletes it does.
      await manager.query('SELECT id FROM services WHERE id = $1 FOR UPDATE', [held.service.id]);
      stored = batches.store(request(held, event('trigger', 'k')), 100);
      const refused = stored.then(
        () => null,
        (error: unknown) => error,
      );
      await batches.store(request(free, event('trigger', 'k')), 100);
      expect(await Promise.race([refused, Promise.resolve('waits')])).toBe('waits');
    });
    await stored;
    expect(await rouse.incidentsOf(held.service)).toHaveLength(1);
  });

  it('of an incident that somebody works on wait for that, and hold up no other service', async () => {
    const [grouped, free] = [await place({ grouping: { by: 'time', windowSeconds: 3600 } }), await place()];
    expect(await post(grouped, 'first')).toBe(202);
    const { id } = await rouse.incidentOf(grouped.service);
    let joined: Promise<number> = Promise.resolve(0);
    await rouse.dataSource.transaction(async (manager) => {
      await manager.query('SELECT id FROM incidents WHERE id = $1 FOR UPDATE', [id]);
      joined = post(grouped, 'second');
      expect(await post(free, 'other')).toBe(202);
    });
    expect(await joined).toBe(202);
    expect((await rouse.incident(id)).alertCount).toBe(2);
  });

  it('that are more than can be stored soon are refused, each sender in the way that makes it send again', async () => {
    const [held, free] = [await place(), await place()];
    let waiting: Promise<void> = Promise.resolve();
    await whileHeld(held.service.id, async () => {
      waiting = batches.store(request(held, event('trigger', 'large')), HALF_OF_ALL_BYTES);
      await expect(batches.store(request(held, event('trigger', 'more')), 1)).rejects.toThrow(IntakeIsFull);
      const refused = await rouse.api('POST', held.generic.url, { summary: 'More' }, { token: null });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const alerts = [{ status: 'firing', fingerprint: 'f', labels: { alertname: 'More' } }];
      const group = await rouse.api('POST', held.alertmanager.url, { alerts }, { token: null });
      expect(group.status).toBe(503);
      expect(Number(group.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await post(free, 'other')).toBe(202);
      expect(await gauge(rouse, 'rouse_ingest_waiting')).toBe(1);
    });
    await waiting;
    expect(await post(held, 'after')).toBe(202);
    expect(await rouse.incidentsOf(held.service)).toHaveLength(2);
    expect(await gauge(rouse, 'rouse_ingest_waiting')).toBe(0);
  });

  it('are refused where their integration was revoked after they were let in, also by another process', async () => {
    const it1 = await place();
    expect(await post(it1, 'before')).toBe(202);
    await rouse.dataSource.query('UPDATE integrations SET revoked_at = rouse_now() WHERE id = $1', [
      it1.generic.id,
    ]);
    await expect(batches.store(request(it1, event('trigger', 'k')), 1)).rejects.toThrow(IntegrationIsGone);
    expect(await post(it1, 'after')).toBe(404);
  });
});

function event(action: EventAction, dedupKey: string): IncomingEvent {
  return { action, dedupKey, summary: dedupKey, severity: 'error', source: null, details: {}, payload: {} };
}

async function gauge(rouse: RunningRouse, name: string): Promise<number> {
  const response = await fetch(`${rouse.url}/metrics`);
  return z.coerce.number().parse(new RegExp(`^${name} (\\S+)$`, 'm').exec(await response.text())?.[1]);
}
