import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';
import type { PostgresAccount } from './postgres-account.js';
import { readPostmasterFile, servesCluster } from './postmaster-file.js';

/** One database cluster on disk, and who runs it. */
export interface Cluster {
  dir: string;
  logFile: string;
  account: PostgresAccount | undefined;
}

/** A server that takes connections on 127.0.0.1. */
export interface PostgresServer {
  pid: number;
  port: number;
}

const START_ATTEMPTS = 5;
// After a power cut a server replays its log before it takes connections; that may take a while.
const READY_TIMEOUT_MS = 120_000;
const POLL_MS = 15;
const LOG_FILE_LIMIT_BYTES = 10 * 1024 * 1024;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'rouse',
  // A 202 promises that the event is on disk.
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  // No replication, but a backup of a running database is asked for by its protocol.
  wal_level: 'replica',
  max_wal_senders: '2',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements are the application's to log; what the server itself does is kept here.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** How PostgreSQL's programs are run: as the chosen account, with nothing of our environment's secrets. */
export function postgresProcessOptions(account: PostgresAccount | undefined, cwd: string) {
  return { ...(account ?? {}), cwd, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
}

/**
 * The data folder as an argument for a process that has it as its working directory. The chosen account may
 * not be allowed to walk the path to it (a clone under `/root`); through `/proc` it need not.
 */
export function clusterArgument(cluster: Pick<Cluster, 'dir' | 'account'>): string {
  return cluster.account && process.platform === 'linux' ? '/proc/self/cwd' : cluster.dir;
}

/**
 * Starts the cluster's server as a process of its own, which outlives ours, on a free port, and waits until
 * it takes connections. `settings` are added to (and win over) the defaults.
 * @param samePort the port on which it ran before: then it is tried once, there
 */
export async function startPostgres(
  postgres: string,
  cluster: Cluster,
  settings: Readonly<Record<string, string>> = {},
  samePort?: number,
): Promise<PostgresServer> {
  await turnOverLog(cluster.logFile);
  for (let attempt = 1; ; attempt += 1) {
    await rm(join(cluster.dir, 'postmaster.pid'), { force: true });
    const port = samePort ?? (await freePort());
    const child = await launch(postgres, cluster, { ...SETTINGS, ...settings, port: String(port) });
    const pid = await becomesReady(child, cluster);
    if (pid !== undefined) return { pid, port };
    if (attempt === START_ATTEMPTS || samePort !== undefined) throw await startError(cluster);
    // Somebody took the port meanwhile, or a killed server's processes are still letting go of its memory.
    await sleep(attempt * 200);
  }
}

// PostgreSQL's fast shutdown (roll back what is open, write everything, exit), its immediate one, and the end.
const STOP_STEPS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 2_000],
];

/**
 * Stops a server, harder when it takes too long; nothing that was committed is lost by that either.
 * One that is known not to answer is not asked for the fast shutdown first.
 */
export async function stopPostgres(pid: number, clusterDir: string, answers = true): Promise<void> {
  for (const [signal, patienceMs] of answers ? STOP_STEPS : STOP_STEPS.slice(1)) {
    if (!(await servesCluster(pid, clusterDir))) return;
    signalProcess(pid, signal);
    if (await hasEnded(pid, clusterDir, patienceMs)) return;
  }
  throw new EmbeddedDatabaseError(`The embedded PostgreSQL (process ${String(pid)}) does not stop.`);
}

/** Waits until the process no longer serves the folder; false when it still does after `patienceMs`. */
export async function hasEnded(pid: number, clusterDir: string, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (await servesCluster(pid, clusterDir)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}

async function launch(
  postgres: string,
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(cluster.logFile, 'a', 0o600);
  try {
    // Whoever runs the database owns its log, so that the same user can start it again without root.
    if (cluster.account) await log.chown(cluster.account.uid, cluster.account.gid);
    const child = spawn(postgres, ['-D', clusterArgument(cluster), ...options], {
      ...postgresProcessOptions(cluster.account, cluster.dir),
      // Its own session: Ctrl-C in the terminal must reach us, not take the database away first.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child;
  } catch (error) {
    throw new EmbeddedDatabaseError(`PostgreSQL (${postgres}) cannot be run on this machine.`, {
      cause: error,
    });
  } finally {
    await log.close();
  }
}

/** The process id once connections are taken, undefined when the process ended before. */
async function becomesReady(child: ChildProcess, cluster: Cluster): Promise<number | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const postmaster = await readPostmasterFile(cluster.dir);
    if (postmaster && postmaster.pid === child.pid && postmaster.status === 'ready') return postmaster.pid;
    if (Date.now() > deadline) {
      child.kill('SIGINT');
      throw await startError(cluster);
    }
    await sleep(POLL_MS);
  }
  return undefined;
}

async function startError(cluster: Cluster): Promise<EmbeddedDatabaseError> {
  const lines = (await readFile(cluster.logFile, 'utf8')).trimEnd().split('\n').slice(-8);
  return new EmbeddedDatabaseError(
    `The embedded PostgreSQL did not start. The end of ${cluster.logFile}:\n${lines.join('\n')}`,
  );
}

async function turnOverLog(logFile: string): Promise<void> {
  try {
    if ((await stat(logFile)).size > LOG_FILE_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

/** A port that nobody listens on at this moment, out of the range that the system gives out. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No port was given.'));
        else resolve(address.port);
      });
    });
  });
}
