import { migrateDatabase, QUEUE_SCHEMA } from '../platform/database/migrate.js';
import { BackupFault } from './backup-fault.js';
import { counting, writeBackup, type VerifiedBackup } from './backup-file.js';
import { runProgram } from './external-program.js';
import { programVersion } from './program-version.js';
import { Progress } from './progress.js';
import { markRestored, readServerFacts, withClient } from './server-facts.js';

/**
 * Backs up a database by pg_dump. Left out are wake-ups, which are found without, and where the database lives, so that
 * whoever restores it has a database that knows that it was.
 * @throws BackupFault where pg_dump is missing, too old or refused
 */
export async function backUpByDump(
  url: string,
  path: string,
  print: (line: string) => void,
): Promise<{ bytes: number }> {
  const { postgres, migrations, now } = await readServerFacts(url);
  if (migrations.length === 0) throw new BackupFault('The database of DATABASE_URL is not one of Rouse.');
  const header = {
    rouse: await programVersion(),
    migrations,
    takenAt: now.toISOString(),
    kind: 'dump' as const,
    postgres,
    platform: `${process.platform}-${process.arch}`,
  };
  const { address, env } = addressOf(url);
  const progress = new Progress(print, 'Written');
  const count = counting((bytes) => {
    progress.at(bytes);
  });
  const args = [
    '--format=custom',
    '--no-owner',
    '--no-privileges',
    `--exclude-schema=${QUEUE_SCHEMA}`,
    '--exclude-table-data=public.database_place',
    `--dbname=${address}`,
  ];
  return writeBackup(path, header, async (output) => {
    await runProgram('pg_dump', args, { env }, { through: [count], output });
  });
}

/**
 * Restores a dump into an empty database, all of it or nothing, and brings it to the schema of this version.
 * @returns how many incidents are open in it
 * @throws BackupFault
 */
export async function restoreDump(
  backup: VerifiedBackup,
  url: string,
  print: (line: string) => void,
): Promise<number> {
  const objects = await countObjects(url);
  if (objects > 0)
    throw new BackupFault(
      `The database of DATABASE_URL is not empty (it has ${String(objects)} tables and the like). ` +
        'Make an empty one, and give its address.',
    );
  const { address, env } = addressOf(url);
  const progress = new Progress(print, 'Restored');
  const count = counting((bytes) => {
    progress.at(bytes);
  });
  const args = [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-privileges',
    `--dbname=${address}`,
  ];
  await runProgram('pg_restore', args, { env }, { input: backup.payload(), through: [count] });
  await migrateDatabase(url);
  return markRestored(url);
}

/** The password goes by the environment: everybody on the machine can read a program's arguments. */
function addressOf(url: string): { address: string; env: NodeJS.ProcessEnv } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  return {
    address: address.toString(),
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
  };
}

/** Tables, views and sequences that no extension has brought. */
function countObjects(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_class object JOIN pg_namespace schema ON schema.oid = object.relnamespace
       WHERE object.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND schema.nspname NOT LIKE 'pg\\_%'
         AND schema.nspname <> 'information_schema'
         AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = object.oid AND deptype = 'e')`,
    );
    return rows[0]?.count ?? 0;
  });
}
