import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  choosePostgresAccount,
  type PostgresAccount,
} from '../../../src/platform/database/embedded/postgres-account.js';
import { findPostgresBinaries } from '../../../src/platform/database/embedded/postgres-binaries.js';
import {
  clusterArgument,
  postgresProcessOptions,
} from '../../../src/platform/database/embedded/postgres-server.js';
import { readPostmasterFile } from '../../../src/platform/database/embedded/postmaster-file.js';
import { systemErrorCode } from '../../../src/platform/database/embedded/embedded-database-error.js';
import { startTestPostgres } from '../../support/postgres-server.js';
import { sharedService, temporaryFolder } from '../../support/shared-service.js';
import { lastingPort } from './lasting-port.js';

const run = promisify(execFile);

const READY_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 10_000;

/**
 * A commit is in the operating system's hands when it is answered, so it outlives a killed server; that the disk has it
 * too is for power cuts, which nobody plays here, and costs much on a busy machine.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'on',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  // In its own folder, so that a server that is killed leaves nothing behind in the memory of the machine.
  dynamic_shared_memory_type: 'mmap',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** A PostgreSQL that only one system works on, on one port all its life. */
export class PostgresCluster {
  private constructor(
    private readonly dir: string,
    private readonly binary: string,
    private readonly account: PostgresAccount | undefined,
    readonly port: number,
    /** To the database with Rouse's tables, straight to the server. */
    readonly url: string,
    private settings: Readonly<Record<string, string>>,
  ) {}

  /**
   * Copies a cluster that has been migrated, and starts it.
   * @param folder where its files go; a new temporary one unless given
   * @param settings win over those above
   */
  static async start(settings: Readonly<Record<string, string>>, folder?: string): Promise<PostgresCluster> {
    const template = templateFrom(await sharedService('fault-cluster', makeTemplate));
    const parent = folder ?? (await temporaryFolder('fault-postgres'));
    const dir = join(parent, 'postgresql');
    await run('cp', ['-a', template.dir, dir]);
    const account = await choosePostgresAccount(dir);
    const { postgres } = await findPostgresBinaries(account !== undefined);
    const port = await lastingPort();
    const url = new URL(template.url);
    url.port = String(port);
    const cluster = new PostgresCluster(realpathSync(dir), postgres, account, port, url.toString(), settings);
    await cluster.start();
    return cluster;
  }

  /** Starts it, or brings it back after a stop or a crash, on its port and with what it had. */
  async start(settings: Readonly<Record<string, string>> = this.settings): Promise<void> {
    this.settings = settings;
    await rm(join(this.dir, 'postmaster.pid'), { force: true });
    const logFile = join(this.dir, '..', 'postgresql.log');
    const log = openSync(logFile, 'a');
    const all = { ...SETTINGS, ...settings, port: String(this.port) };
    const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const argument = clusterArgument({ dir: this.dir, account: this.account });
    const child = spawn(this.binary, ['-D', argument, ...options], {
      ...postgresProcessOptions(this.account, this.dir),
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    await once(child, 'spawn');
    child.unref();
    const deadline = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const postmaster = await readPostmasterFile(this.dir);
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return;
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`PostgreSQL did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
      }
      await sleep(15);
    }
  }

  /** The fast shutdown: what is open is rolled back and every connection is closed. */
  async stop(): Promise<void> {
    const postmaster = await readPostmasterFile(this.dir);
    if (postmaster === undefined) return;
    signal([postmaster.pid], 'SIGINT');
    await this.waitUntilGone();
  }

  /** -9 to all of it at once. */
  async crash(): Promise<void> {
    signal(this.processes(), 'SIGKILL');
    await this.waitUntilGone();
  }

  /** Ends it and gives its room back: a campaign has more than a hundred of them. */
  async remove(): Promise<void> {
    await this.crash();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Holds all of it still: connections stay open and nothing answers, until `resume`. */
  pause(): void {
    signal(this.processes(), 'SIGSTOP');
  }

  resume(): void {
    signal(this.processes(), 'SIGCONT');
  }

  /** Those of the server and its children now; PostgreSQL's have the data folder as their working directory. */
  processes(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && workingDirectory(name) === this.dir)
      .map(Number);
  }

  private async waitUntilGone(): Promise<void> {
    const deadline = performance.now() + STOPS_WITHIN_MS;
    while (this.processes().length > 0) {
      if (performance.now() > deadline) signal(this.processes(), 'SIGKILL');
      await sleep(15);
    }
  }
}

function workingDirectory(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone, or another account's.
    return null;
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (systemErrorCode(error) !== 'ESRCH') throw error;
    }
  }
}

/** The line that a run's processes share about the template: its folder, a blank, and its address. */
async function makeTemplate(): Promise<string> {
  const folder = await temporaryFolder('fault-template');
  const server = await startTestPostgres(folder);
  // Loaded by the one process that migrates; the others need not read the whole program for it.
  const { migrateDatabase } = await import('../../../src/platform/database/migrate.js');
  await migrateDatabase(server.url);
  await server.stop();
  return `${join(folder, 'postgresql')} ${server.url}`;
}

function templateFrom(line: string): { dir: string; url: string } {
  const at = line.lastIndexOf(' ');
  return { dir: line.slice(0, at), url: line.slice(at + 1) };
}
