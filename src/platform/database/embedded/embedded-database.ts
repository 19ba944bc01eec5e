import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, open, readFile, realpath, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { clusterVersion, createCluster } from './cluster-creation.js';
import { lockDataFolder } from './data-folder-lock.js';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';
import { choosePostgresAccount } from './postgres-account.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import {
  hasEnded,
  startPostgres,
  stopPostgres,
  type Cluster,
  type PostgresServer,
} from './postgres-server.js';
import { readPostmasterFile, servesCluster } from './postmaster-file.js';
import type { EmbeddedDatabaseLogLine } from './embedded-database-log.js';
import { ServerWatch } from './server-watch.js';

export { EmbeddedDatabaseError } from './embedded-database-error.js';

export interface EmbeddedDatabaseOptions {
  /** Made when it does not exist. Everything the database needs to come back is in it. */
  dataDir: string;
  log: (line: EmbeddedDatabaseLogLine) => void;
}

export interface EmbeddedDatabase {
  /** `postgres://…@127.0.0.1:port/rouse`, with a password: never log it. */
  url: string;
  port: number;
  /** Process id of the server, which is not our child when it was adopted. */
  pid: number;
  /** True when a server was found running that an earlier, killed Rouse had left behind. */
  adopted: boolean;
  /** Stops the server and gives the folder free. Close every connection pool first. */
  stop(): Promise<void>;
}

/** The superuser's name, and the database's. */
export const NAME = 'rouse';
const PROBE_TIMEOUT_MS = 3_000;
const STOPPING_PATIENCE_MS = 10_000;

/**
 * Gives a real PostgreSQL that keeps its data in `dataDir`: makes the cluster on the first start (1–2 s),
 * starts it, or adopts the healthy server of a killed run. The server outlives a `kill -9` of this process.
 *
 * @throws DataFolderInUseError when another running Rouse uses the folder
 * @throws EmbeddedDatabaseError when it cannot be made, started or reached
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const dataDir = await openDataFolder(options.dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    const { server, password, cluster, binaries, adopted } = await bringUp(dataDir, options.log);
    const restart = (port: number): Promise<PostgresServer> =>
      startPostgres(binaries.postgres, cluster, {}, port);
    const watch = new ServerWatch(server, cluster, restart, options.log);
    const url = connectionUrl(server.port, password, NAME);
    return {
      url,
      port: server.port,
      pid: server.pid,
      adopted,
      stop: async () => {
        try {
          await watch.stop();
          await stopPostgres(watch.pid, cluster.dir);
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw explained(error, dataDir);
  }
}

async function openDataFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const dataDir = await realpath(path);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return dataDir;
  } catch (error) {
    throw explained(error, path);
  }
}

function explained(error: unknown, dataDir: string): unknown {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(systemErrorCode(error) ?? '')) return error;
  return new EmbeddedDatabaseError(
    `The data folder ${dataDir} cannot be used by this user (${error instanceof Error ? error.message : ''}). ` +
      'Start Rouse as the user who started it first, or give it a folder of its own with ROUSE_DATA_DIR.',
    { cause: error },
  );
}

async function bringUp(dataDir: string, log: EmbeddedDatabaseOptions['log']) {
  const dir = join(dataDir, 'postgresql');
  const account = await choosePostgresAccount(dir);
  const cluster: Cluster = { dir, account, logFile: join(dataDir, 'postgresql.log') };
  const binaries = await findPostgresBinaries(account !== undefined);
  const password = await ensurePassword(dataDir, dir);
  await ensureCluster(binaries, cluster, password, log);

  const running = await adopt(cluster, password, binaries, log);
  const server = running ?? (await startPostgres(binaries.postgres, cluster));
  await ensureDatabase(server, password);
  const how = running ? 'Adopted the running database' : 'Started the database';
  log({ level: 'info', message: `${how} in ${dataDir} (port ${String(server.port)})` });
  return { server, password, cluster, binaries, adopted: running !== undefined };
}

async function ensureCluster(
  binaries: PostgresBinaries,
  cluster: Cluster,
  password: string,
  log: EmbeddedDatabaseOptions['log'],
): Promise<void> {
  const files = await clusterVersion(cluster.dir);
  const ours = Number.parseInt(binaries.version, 10);
  if (files === ours) return;
  if (files !== undefined) {
    throw new EmbeddedDatabaseError(
      `${cluster.dir} was written by PostgreSQL ${String(files)}, this is ${String(ours)}. ` +
        'Dump the data with the Rouse that wrote it, or use another ROUSE_DATA_DIR.',
    );
  }
  log({ level: 'info', message: `Making a database in ${dirname(cluster.dir)}` });
  await createCluster({ ...cluster, initdb: binaries.initdb, superuser: NAME, password });
}

/** The server that a killed run left behind, if it is healthy and of our version; otherwise it is stopped. */
async function adopt(
  cluster: Cluster,
  password: string,
  binaries: PostgresBinaries,
  log: EmbeddedDatabaseOptions['log'],
): Promise<PostgresServer | undefined> {
  const found = await readPostmasterFile(cluster.dir);
  if (!found || !(await servesCluster(found.pid, cluster.dir))) return undefined;
  if (found.status === 'stopping' && (await hasEnded(found.pid, cluster.dir, STOPPING_PATIENCE_MS))) {
    return undefined;
  }
  const refusal =
    found.port === undefined ? 'it never came up' : await unusable(found.port, password, binaries);
  if (found.port !== undefined && refusal === undefined) return { pid: found.pid, port: found.port };
  log({ level: 'warn', message: `The database of an earlier run is restarted: ${refusal ?? ''}` });
  await stopPostgres(found.pid, cluster.dir, false);
  return undefined;
}

/** Why the server on this port cannot be adopted, undefined when it can. */
async function unusable(
  port: number,
  password: string,
  binaries: PostgresBinaries,
): Promise<string | undefined> {
  try {
    const version = await query(connectionUrl(port, password, 'postgres'), 'SHOW server_version');
    if (binaries.version.startsWith(`${version ?? ''}.`)) return undefined;
    return `it is PostgreSQL ${version ?? 'of an unknown version'}, not ${binaries.version}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function ensureDatabase(server: PostgresServer, password: string): Promise<void> {
  const url = connectionUrl(server.port, password, 'postgres');
  const found = await query(url, `SELECT datname FROM pg_database WHERE datname = '${NAME}'`);
  if (found === undefined) await query(url, `CREATE DATABASE ${NAME}`);
}

/** Runs one statement on a connection of its own; the first column of the first row as text. */
async function query(url: string, statement: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS * 3,
  });
  // Without a listener a connection that breaks while idle would end the process.
  const broken = new Promise<never>((_resolve, reject) => client.on('error', reject));
  broken.catch(() => undefined);
  try {
    await Promise.race([client.connect(), broken]);
    const result = await Promise.race([
      client.query<string[]>({ text: statement, rowMode: 'array' }),
      broken,
    ]);
    return result.rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** `postgres://…` of a server on this machine. */
export function connectionUrl(port: number, password: string, database = NAME): string {
  return `postgres://${NAME}:${password}@127.0.0.1:${String(port)}/${database}`;
}

/** The superuser's password, made at random before the cluster is, readable by its owner alone. */
export async function ensurePassword(dataDir: string, clusterDir: string): Promise<string> {
  const path = join(dataDir, 'postgresql.password');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  if ((await clusterVersion(clusterDir)) !== undefined) {
    throw new EmbeddedDatabaseError(
      `${path} is missing: without it the database beside it cannot be opened.`,
    );
  }
  const password = randomBytes(32).toString('base64url');
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return password;
}
