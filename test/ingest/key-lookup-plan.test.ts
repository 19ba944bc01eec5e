import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { IntakeReader } from '../../src/incidents/intake/intake-reader.js';
import { newId } from '../../src/platform/database/identifier.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const SERVICE = newId();
const RESOLVED = 20_000;
const OPEN = 2_000;

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const insertAlerts = (status: string, count: number): Promise<unknown> =>
  dataSource.transaction(async (manager) => {
    // Alone, without their services and incidents, whose ids rise as they do in life: the order counts for plans.
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(
      `INSERT INTO alerts (id, service_id, incident_id, dedup_key, status, severity, summary)
       SELECT gen_random_uuid(), $1::uuid, overlay($1::uuid::text PLACING lpad(to_hex($4::int + number), 12, '0') FROM 25)::uuid, md5($2 || number), $2, 'critical', 'Disk full'
       FROM generate_series(1, $3) number`,
      [SERVICE, status, count, status === 'resolved' ? 0 : RESOLVED],
    );
  });

it('finds an open alert by its key without reading the others, also when statistics of a quiet night say that none is open', async () => {
  await insertAlerts('resolved', RESOLVED);
  await dataSource.query('VACUUM ANALYZE alerts');
  await insertAlerts('triggered', OPEN);
  const manager = dataSource.createEntityManager();
  const plans: string[] = [];
  const ask = manager.query.bind(manager);
  jest.spyOn(manager, 'query').mockImplementation(async (sql, parameters) => {
    plans.push(JSON.stringify(await ask(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, parameters), null, 1));
    return [];
  });
  const asked = ['new', 'newer', 'newest'].map((dedupKey) => ({
    serviceId: SERVICE,
    dedupKey,
    withinSeconds: 900,
    mayBeFreed: false,
  }));
  await new IntakeReader().keys(manager, asked);
  expect(plans).toHaveLength(1);
  expect(plans[0]).toContain('"Index Name": "alerts_open_dedup_key"');
  expect(plans[0]).not.toMatch(/"Rows Removed by Filter": [1-9]/);
});
