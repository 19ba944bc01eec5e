import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source.js';
import { outliveLoss } from './lost-connection.js';

/** Where BullMQ keeps its own tables when PostgreSQL carries the queue. */
export const QUEUE_SCHEMA = 'bullmq';

/** Any number will do, as long as it is Rouse's own: two processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_683_201;

/**
 * Brings the database to the schema of this version: Rouse's tables and BullMQ's. Idempotent, and safe when
 * several processes start together.
 * @returns the names of the migrations that ran
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  outliveLoss(guard);
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    try {
      const migrations = await dataSource.runMigrations();
      await runMigrations(guard, QUEUE_SCHEMA);
      return migrations.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await guard.end();
  }
}
