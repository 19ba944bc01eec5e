import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventReception } from '../../src/ingest/event-reception.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

const RATE = 6;
const summary = { summary: 'Backup failed' };

describe('integration keys', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
    it1 = await oneService(rouse);
  });
  afterAll(() => rouse.stop());

  const enqueue = (key: string): Promise<Answer> =>
    rouse.api(
      'POST',
      '/v2/enqueue',
      { routing_key: key, event_action: 'resolve', dedup_key: 'k' },
      { token: null },
    );
  const post = (key: string, type: string, body: unknown = { ...summary, alerts: [] }): Promise<Answer> =>
    rouse.api('POST', `/integrations/${key}/${type}`, body, { token: null });

  it('open only the door of their type, and tell no more than that', async () => {
    const answers = await Promise.all([
      enqueue('x'.repeat(32)),
      enqueue(it1.generic.key),
      post('x'.repeat(32), 'generic'),
      post(it1.eventsV2.key, 'generic'),
      post(it1.generic.key, 'alertmanager'),
      post('%00', 'generic'),
      // Also where the body is wrong: who has no key learns nothing of the format.
      post('x'.repeat(32), 'generic', '{'),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body).toMatchObject({ title: 'Not found', errors: [] });
    }
  });

  it('open nothing once revoked', async () => {
    const { id, key } = await rouse.integration(it1.service, 'generic');
    expect((await post(key, 'generic')).status).toBe(202);
    await rouse.delete(`/api/v1/integrations/${id}`);
    expect((await post(key, 'generic')).status).toBe(404);
  });

  it('are no API tokens', async () => {
    expect((await rouse.api('GET', '/api/v1/incidents', undefined, { token: it1.generic.key })).status).toBe(
      401,
    );
  });
});

describe('an integration over its rate', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse({ settings: { RATE_LIMIT_INGEST: String(RATE) } });
  });
  afterAll(() => rouse.stop());

  it('is told when to come back, while others go on', async () => {
    const it1 = await oneService(rouse);
    const statuses: number[] = [];
    let last: Answer | undefined;
    for (let count = 0; count <= RATE; count++) {
      last = await rouse.api('POST', it1.generic.url, summary, { token: null });
      statuses.push(last.status);
    }
    expect(statuses).toEqual([...Array.from({ length: RATE }, () => 202), 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await rouse.api('POST', it1.alertmanager.url, { alerts: [] }, { token: null })).status).toBe(200);
  });
});

describe('when the event cannot be stored', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  it('answers 503, so that the sender sends it again, and has stored nothing of it', async () => {
    const it1 = await oneService(rouse);
    const send = () => rouse.api('POST', it1.generic.url, { ...summary, dedupKey: 'k' }, { token: null });
    await rouse.dataSource.query('ALTER TABLE events RENAME TO events_away');
    const refused = await send();
    await rouse.dataSource.query('ALTER TABLE events_away RENAME TO events');
    expect(refused).toMatchObject({
      status: 503,
      body: { detail: 'The event was not stored. Send it again.' },
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await rouse.incidentsOf(it1.service)).toEqual([]);

    expect((await send()).status).toBe(202);
    expect(await rouse.incidentsOf(it1.service)).toHaveLength(1);
  });

  it('keeps no more waiting than it has memory for while the database does not say whose key it is', async () => {
    const it1 = await oneService(rouse);
    const reception = rouse.app.get(EventReception, { strict: false });
    const send = () => rouse.api('POST', it1.generic.url, summary, { token: null });
    let large: Promise<unknown> = Promise.resolve();
    await rouse.dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE integrations IN ACCESS EXCLUSIVE MODE');
      large = reception.admit('unknown', 'generic', 32 * 1024 * 1024 - 4096).catch((error: unknown) => error);
      expect((await send()).status).toBe(429);
      expect((await rouse.api('POST', it1.alertmanager.url, { alerts: [] }, { token: null })).status).toBe(
        503,
      );
    });
    expect(await large).toMatchObject({ message: 'There is no such integration.' });
    expect((await send()).status).toBe(202);
  });

  it('never answers with a 4xx for a conflict in the database, after which a sender would give up', async () => {
    const it1 = await oneService(rouse);
    await rouse.dataSource.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE unique_violation USING MESSAGE = 'made up'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON events EXECUTE FUNCTION refuse()`,
    );
    const answer = await rouse.api('POST', it1.generic.url, summary, { token: null });
    await rouse.dataSource.query('DROP TRIGGER refuse ON events');
    expect(answer.status).toBe(503);
  });
});
