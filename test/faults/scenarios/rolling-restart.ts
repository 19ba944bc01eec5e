import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { builtProgram } from '../../support/built-program.js';
import { emptyDatabase } from '../previous-schema/previous-version.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { SystemUnderTest } from '../harness/system.js';
import { previousProgram } from './rolling-previous-program.js';

/** What a version keeps for itself, or writes while it makes the rest. */
const OF_THE_VERSION = ['schema_migrations', 'changes', 'change_positions', 'audit_log', 'idempotency_keys'];

interface SavedTable {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The tables of the database that hold anything, with all that they hold. */
async function savedTables(client: pg.Client): Promise<SavedTable[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT relispartition AND relname <> ALL($1) ORDER BY relname`,
    [OF_THE_VERSION],
  );
  const saved: SavedTable[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: SavedTable['rows'][number] }>(
      `SELECT to_jsonb(held) AS row FROM ${name} AS held`,
    );
    if (rows.length > 0) saved.push({ name, rows: rows.map(({ row }) => row) });
  }
  return saved;
}

/** Writes into the tables of another version what they have in common with those that were saved. */
async function restoreTables(client: pg.Client, saved: readonly SavedTable[]): Promise<void> {
  const { rows: columns } = await client.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND is_generated = 'NEVER'`,
  );
  // Neither triggers nor foreign keys, which would want an order.
  await client.query('SET session_replication_role = replica');
  for (const { name, rows } of saved) {
    const common = columns
      .filter(({ table, column }) => table === name && Object.hasOwn(rows[0] ?? {}, column))
      .map(({ column }) => `"${column}"`)
      .join(', ');
    if (common === '') continue;
    await client.query(`DELETE FROM ${name}`);
    await client.query(
      `INSERT INTO ${name} (${common}) OVERRIDING SYSTEM VALUE
       SELECT ${common} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
}

/** The same people and services as before, in a database of the version before this one, on which that one runs. */
async function goBack({ processes, api, postgres }: SystemUnderTest, previous: string): Promise<void> {
  await Promise.all(processes.map((process) => process.kill()));
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const saved = await savedTables(client);
    await emptyDatabase(client);
    // It makes its schema when it starts.
    await api.start({ program: previous });
    await api.kill();
    await restoreTables(client, saved);
  } finally {
    await client.end();
  }
  for (const process of processes) await process.start({ program: previous });
}

async function rollOut({ system, load, note }: FaultRun): Promise<void> {
  const previous = await previousProgram();
  if (previous === null) {
    note('not played: the version before this one is not in the history of this clone');
    return;
  }
  const program = await builtProgram();
  await goBack(system, previous);
  load.start();
  await sleep(5_000);
  const [first, second] = system.workers;
  // The first of the new ones migrates, under the work of the old ones.
  for (const process of [first, second, system.api]) {
    await process.stop();
    await process.start({ program });
    await sleep(5_000);
  }
  await load.stop();
  const migrations = await system.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY id');
  note(
    `from the version before, one process after the other; the last migration: ${migrations.at(-1)?.name ?? ''}`,
  );
}

export const rollingRestart: Scenario = {
  name: 'rolling-restart-from-the-version-before',
  engines: ['postgres', 'redis'],
  bound: 'both versions work on the new schema beside each other; nothing is lost, nothing is told twice',
  short: false,
  plan: { rate: 2 },
  // Starts take their time, and one person's messages wait for one another meanwhile.
  bounds: { step: 10, page: 45, told: 90 },
  timeLimitSeconds: 420,
  run: rollOut,
};
