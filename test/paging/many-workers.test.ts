import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningEscalations } from '../../src/escalations/running-escalations.js';
import { newId } from '../../src/platform/database/identifier.js';
import { ConnectionCheck } from '../../src/platform/database/connection-check.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const DEADLINES = 2_000;
const WORKERS = 4;
const LEASE_MS = 600_000;

describe('many workers on one database', () => {
  let database: TestDatabase;
  let workers: RunningRouse[];

  beforeAll(async () => {
    database = await createTestDatabase();
    // What moves deadlines is called by hand here; a process for requests does none of it by itself.
    const settings = { ROUSE_ROLE: 'api', DATABASE_POOL_SIZE: '5' };
    workers = [];
    for (let count = 0; count < WORKERS; count += 1) workers.push(await startRouse({ database, settings }));
    await dueAtOnce(first());
  }, 120_000);

  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await database.drop();
  });

  function first(): RunningRouse {
    const [worker] = workers;
    if (!worker) throw new Error('there is no worker');
    return worker;
  }

  const claim = (worker: RunningRouse): Promise<{ id: string; fence: number }[]> =>
    worker.app
      .get(RunningEscalations, { strict: false })
      .claimOverdue(worker.dataSource.manager, 100, 0, LEASE_MS);

  it('what one has locked keeps no other waiting', async () => {
    const holder = first().dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      const rows = first().app.get(RunningEscalations, { strict: false });
      const held = await rows.claimOverdue(holder.manager, 100, 0, LEASE_MS);
      expect(held).toHaveLength(100);
      const [, second] = workers;
      if (!second) throw new Error('there is no second worker');
      const free = await second.dataSource.transaction(async (manager) => {
        // Whoever waited for a lock would fail at once.
        await manager.query(`SET LOCAL lock_timeout = '1ms'`);
        return rows.claimOverdue(manager, 100, 0, 0);
      });
      expect(free).toHaveLength(100);
      const heldIds = new Set(held.map(({ id }) => id));
      expect(free.filter(({ id }) => heldIds.has(id))).toEqual([]);
    } finally {
      await holder.rollbackTransaction();
      await holder.release();
    }
  });

  it('each deadline is claimed once, and everybody has a share', async () => {
    const shares = await Promise.all(
      workers.map(async (worker) => {
        const mine: string[] = [];
        for (;;) {
          const claimed = await claim(worker);
          if (claimed.length === 0) return mine;
          mine.push(...claimed.map(({ id }) => id));
        }
      }),
    );
    const all = shares.flat();
    expect(all).toHaveLength(DEADLINES);
    expect(new Set(all).size).toBe(DEADLINES);
    // No more can be said of a busy machine than that nobody stood aside.
    expect(shares.filter((share) => share.length === 0)).toEqual([]);
  });

  it('deadlines are found by their index, without looking at those that are not due', async () => {
    await first().dataSource.query('ANALYZE escalations');
    const plan = await first().dataSource.query<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN SELECT incident_id FROM escalations WHERE status = 'running' AND due_at < rouse_now()
       ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('Index Scan using escalations_due');
  });

  it('says at the start when they may want more connections than there are', async () => {
    const checks = await Promise.all(
      workers.map(({ app }) => app.get(ConnectionCheck, { strict: false }).check()),
    );
    // Other tests use the same server: their processes count too.
    for (const missing of checks) expect(missing === null || missing > 0).toBe(true);
    const rows = await first().dataSource.query<{ name: string }[]>(
      `SELECT DISTINCT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'rouse %'`,
    );
    expect(rows).toEqual([{ name: expect.stringMatching(/^rouse \d+@/) }]);
  });

  /** As many incidents, each with an escalation that is due. */
  async function dueAtOnce(rouse: RunningRouse): Promise<void> {
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    const ids = Array.from({ length: DEADLINES }, () => newId());
    await rouse.dataSource.query(
      `WITH incident AS (
         INSERT INTO incidents (id, service_id, title, status, urgency, severity)
         SELECT id, $2, 'storm', 'triggered', 'high', 'critical' FROM unnest($1::uuid[]) AS id RETURNING id)
       INSERT INTO escalations (incident_id, policy, status, position, due_at)
       SELECT id, '{}', 'running', '{}', rouse_now() - interval '1 minute' FROM incident`,
      [ids, service.id],
    );
  }
});
