import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';
import type { PostgresAccount } from './postgres-account.js';
import { clusterArgument, postgresProcessOptions } from './postgres-server.js';

/** What a new cluster is made of. */
export interface NewCluster {
  initdb: string;
  /** Where it shall be; its parent exists, it does not. */
  dir: string;
  account: PostgresAccount | undefined;
  superuser: string;
  password: string;
  extraArguments?: string[];
}

/** The major version of the cluster's files, undefined when there is no cluster. */
export async function clusterVersion(clusterDir: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(clusterDir, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Makes a cluster (UTF-8, C locale, passwords required). It is made beside its place and renamed into it,
 * so what is in the place is whole, wherever a start was killed. The caller holds the folder's lock.
 */
export async function createCluster(cluster: NewCluster): Promise<void> {
  await clearAbandoned(cluster.dir);
  const fresh = `${cluster.dir}.new-${randomBytes(4).toString('hex')}`;
  await mkdir(fresh, { mode: 0o700 });
  if (cluster.account) await chown(fresh, cluster.account.uid, cluster.account.gid);
  await runInitdb({ ...cluster, dir: fresh });
  await rename(fresh, cluster.dir);
  // Whatever resisted before has ended by now.
  await clearAbandoned(cluster.dir);
  await syncFolder(dirname(cluster.dir));
}

/** Half-made clusters of killed starts. An initdb whose start was killed goes on for a moment, and writes: tried again. */
async function clearAbandoned(clusterDir: string): Promise<void> {
  const parent = dirname(clusterDir);
  const abandoned = (await readdir(parent)).filter((name) => name.startsWith(`${basename(clusterDir)}.new-`));
  for (const name of abandoned) {
    try {
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    } catch (error) {
      // It resists still: nothing depends on it, and the next start gets it.
      if (systemErrorCode(error) !== 'ENOTEMPTY') throw error;
    }
  }
}

async function runInitdb(cluster: NewCluster): Promise<void> {
  const passwordInput = await passwordAsInput(cluster);
  try {
    const initdb = spawn(
      cluster.initdb,
      [
        `--pgdata=${clusterArgument(cluster)}`,
        '--pwfile=/dev/stdin',
        `--username=${cluster.superuser}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
        // One sync of the file system in place of one for each of a thousand files.
        ...(process.platform === 'linux' ? ['--sync-method=syncfs'] : []),
        ...(cluster.extraArguments ?? []),
      ],
      {
        ...postgresProcessOptions(cluster.account, cluster.dir),
        stdio: [passwordInput.fd, 'pipe', 'pipe'],
      },
    );
    let output = '';
    initdb.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    initdb.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    const exitCode = await new Promise((resolve, reject) => {
      initdb.once('error', reject);
      initdb.once('close', resolve);
    });
    if (exitCode !== 0) throw new Error(output.trim().split('\n').slice(-8).join('\n'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedDatabaseError(`The embedded database could not be made: ${reason}`, { cause: error });
  } finally {
    await passwordInput.close();
  }
}

/** A file without a name: initdb's account can read it as its input, and nobody finds it afterwards. */
async function passwordAsInput(cluster: NewCluster) {
  const path = `${cluster.dir}.password`;
  const writing = await open(path, 'wx', 0o600);
  try {
    await writing.writeFile(`${cluster.password}\n`);
    if (cluster.account) await writing.chown(cluster.account.uid, cluster.account.gid);
  } finally {
    await writing.close();
  }
  const reading = await open(path, 'r');
  await unlink(path);
  return reading;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
