import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { createCluster } from '../../src/platform/database/embedded/cluster-creation.js';
import { choosePostgresAccount } from '../../src/platform/database/embedded/postgres-account.js';
import { findPostgresBinaries } from '../../src/platform/database/embedded/postgres-binaries.js';
import { startPostgres, stopPostgres } from '../../src/platform/database/embedded/postgres-server.js';

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  /** Of the superuser, to the database `postgres`. */
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

// Tests do not survive a power cut; those that kill the server start one with `fsync` on.
const FAST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  // In the server's own folder, so that one that is killed leaves nothing behind in the memory of the machine.
  dynamic_shared_memory_type: 'mmap',
};

/**
 * Starts a PostgreSQL in `folder` (made by `temporaryFolder`), with the programs that the embedded database
 * uses. `settings` win over settings that trade safety for speed.
 */
export async function startTestPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestPostgres> {
  const dir = join(folder, 'postgresql');
  const account = await choosePostgresAccount(dir);
  const binaries = await findPostgresBinaries(account !== undefined);
  const password = randomBytes(16).toString('hex');
  await createCluster({
    initdb: binaries.initdb,
    dir,
    account,
    superuser: 'rouse',
    password,
    extraArguments: ['--no-sync'],
  });
  const cluster = { dir, account, logFile: join(folder, 'postgresql.log') };
  const { pid, port } = await startPostgres(binaries.postgres, cluster, { ...FAST_SETTINGS, ...settings });
  return {
    url: `postgres://rouse:${password}@127.0.0.1:${String(port)}/postgres`,
    port,
    pid,
    stop: () => stopPostgres(pid, dir),
  };
}

/** Runs statements one after the other on a connection of its own. */
export async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
