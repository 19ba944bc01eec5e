import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { clusterVersion } from '../platform/database/embedded/cluster-creation.js';
import { lockDataFolder } from '../platform/database/embedded/data-folder-lock.js';
import { connectionUrl, ensurePassword, NAME } from '../platform/database/embedded/embedded-database.js';
import { choosePostgresAccount } from '../platform/database/embedded/postgres-account.js';
import {
  findPostgresBinaries,
  type PostgresBinaries,
} from '../platform/database/embedded/postgres-binaries.js';
import {
  clusterArgument,
  postgresProcessOptions,
  startPostgres,
  stopPostgres,
  type Cluster,
} from '../platform/database/embedded/postgres-server.js';
import { readPostmasterFile } from '../platform/database/embedded/postmaster-file.js';
import { migrateDatabase } from '../platform/database/migrate.js';
import { BackupFault } from './backup-fault.js';
import { counting, type VerifiedBackup } from './backup-file.js';
import { isServed } from './embedded-server.js';
import { runProgram } from './external-program.js';
import { Progress } from './progress.js';
import { markRestored } from './server-facts.js';

/** What came of a restore. */
export interface ClusterRestored {
  /** Incidents that are open in it. */
  readonly open: number;
  /** Where the database went that was there before. */
  readonly formerDir: string | null;
}

/**
 * Restores the embedded database into a data folder. It is made whole beside its place: unpacked, brought to its end by
 * PostgreSQL, migrated and marked as restored; renaming it is the last step. A restore that is killed leaves nothing that
 * would start, and the next one clears up after it.
 * @param replace a database that is there is moved aside
 * @throws BackupFault, EmbeddedDatabaseError
 */
export async function restoreCluster(
  backup: VerifiedBackup,
  folder: string,
  { replace }: { replace: boolean },
  print: (line: string) => void,
): Promise<ClusterRestored> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(folder);
  const lock = await lockDataFolder(dataDir);
  try {
    const dir = join(dataDir, 'postgresql');
    const isThere = await requireFree(dir, replace);
    await clearAbandoned(dir);
    const account = await choosePostgresAccount(dir);
    const binaries = await findPostgresBinaries(account !== undefined);
    requireSameServer(backup, binaries);
    const fresh: Cluster = {
      dir: `${dir}.new-${randomBytes(4).toString('hex')}`,
      account,
      logFile: join(dataDir, 'postgresql.log'),
    };
    try {
      await unpack(backup, fresh, print);
      print('Bringing it up …');
      const open = await bringUp(fresh, binaries, await ensurePassword(dataDir, dir));
      return { open, formerDir: await putInPlace(fresh.dir, dir, isThere) };
    } catch (error) {
      await rm(fresh.dir, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await lock.release();
  }
}

/** @returns whether there is a database, which is to be replaced */
async function requireFree(dir: string, replace: boolean): Promise<boolean> {
  if ((await clusterVersion(dir)) === undefined) return false;
  if (!replace)
    throw new BackupFault(
      `There is a database in ${dirname(dir)} already. Choose an empty folder with ROUSE_DATA_DIR, or say --replace: ` +
        'then it is moved aside, and not deleted.',
    );
  if (await isServed(dir))
    throw new BackupFault(
      `The database in ${dirname(dir)} runs still, though its Rouse is gone. Start Rouse on it and stop it again.`,
    );
  return true;
}

function requireSameServer({ header }: VerifiedBackup, { version }: PostgresBinaries): void {
  const ours = Number.parseInt(version, 10);
  if (header.postgres !== ours)
    throw new BackupFault(
      `The backup is of PostgreSQL ${String(header.postgres)}, and this is ${String(ours)}. ` +
        `Restore it with the version of Rouse that made it (${header.rouse}).`,
    );
  const platform = `${process.platform}-${process.arch}`;
  if (header.platform !== platform)
    throw new BackupFault(
      `The backup holds files of ${header.platform}, and this is ${platform}: restore it on such a machine.`,
    );
}

/** What killed restores left behind, a server that still runs on it included. */
async function clearAbandoned(dir: string): Promise<void> {
  const parent = dirname(dir);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(dir)}.new-`)) continue;
    const abandoned = join(parent, name);
    const postmaster = await readPostmasterFile(abandoned);
    if (postmaster) await stopPostgres(postmaster.pid, abandoned, false);
    await rm(abandoned, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function unpack(
  backup: VerifiedBackup,
  { dir, account }: Cluster,
  print: (line: string) => void,
): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
  if (account) await chown(dir, account.uid, account.gid);
  const progress = new Progress(print, 'Unpacked');
  const count = counting((bytes) => {
    progress.at(bytes);
  });
  await runProgram('tar', ['-xf', '-'], postgresProcessOptions(account, dir), {
    input: backup.payload(),
    through: [createGunzip(), count],
  });
}

/** @returns how many incidents are open in it */
async function bringUp(cluster: Cluster, binaries: PostgresBinaries, password: string): Promise<number> {
  await setPassword(cluster, binaries, password);
  const server = await startPostgres(binaries.postgres, cluster);
  let open: number;
  try {
    const url = connectionUrl(server.port, password);
    await migrateDatabase(url);
    open = await markRestored(url);
  } finally {
    await stopPostgres(server.pid, cluster.dir);
  }
  await runProgram(
    binaries.initdb,
    ['--sync-only', `--pgdata=${clusterArgument(cluster)}`],
    postgresProcessOptions(cluster.account, cluster.dir),
    {},
  );
  return open;
}

/** PostgreSQL without a network and for one statement: nobody needs the password that the database had. */
async function setPassword(
  cluster: Cluster,
  { postgres }: PostgresBinaries,
  password: string,
): Promise<void> {
  const words = await runProgram(
    postgres,
    ['--single', '-D', clusterArgument(cluster), NAME],
    postgresProcessOptions(cluster.account, cluster.dir),
    { input: Readable.from([`ALTER ROLE ${NAME} PASSWORD '${password}'\n`]) },
  );
  if (/^.*\b(?:ERROR|FATAL):.*$/m.test(words))
    throw new BackupFault(`The database in the backup does not come up: ${words.trim()}`);
}

async function putInPlace(fresh: string, dir: string, isThere: boolean): Promise<string | null> {
  const formerDir = isThere ? `${dir}.before-restore-${randomBytes(4).toString('hex')}` : null;
  if (formerDir !== null) await rename(dir, formerDir);
  await rename(fresh, dir);
  const parent = await open(dirname(dir), 'r');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
  return formerDir;
}
