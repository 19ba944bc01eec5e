import pg from 'pg';
import { builtProgram } from '../../support/built-program.js';
import { startRedis, type TestRedis } from '../../support/redis-server.js';
import { rouseClient, type RouseClient } from '../../support/rouse-client.js';
import { temporaryFolder } from '../../support/shared-service.js';
import { story, type Story } from '../../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../../support/twilio-double.js';
import { lastingPort } from './lasting-port.js';
import { PostgresCluster } from './postgres-cluster.js';
import { RouseProcess, type Start } from './rouse-process.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** What carries the queue. */
export type Engine = 'postgres' | 'redis';

const ADMIN_TOKEN = 'fault-admin-token-0123456789abcdefghijklmnop';
const QUERY_TIMEOUT_MS = 20_000;

/** What a system is started with beside its engine. */
export interface SystemOptions {
  /** The folder with the `main.js` of all processes; this project's own unless given. */
  readonly program?: string;
  /** Added to the environment of all processes, and wins over it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** PostgreSQL's, such as `fsync`. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** Where the cluster's files go; a temporary folder unless given. */
  readonly postgresFolder?: string;
}

export interface SystemPostgres {
  /** Straight to the server. */
  readonly url: string;
  /** Between Rouse and the server. */
  readonly proxy: TcpProxy;
  /** Brings it back after `stop` or `crash`, on its port and with what it had. */
  start(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** The fast shutdown. */
  stop(): Promise<void>;
  /** -9 to all of it. */
  crash(): Promise<void>;
  /** Holds all of it still, until `resume`. */
  pause(): void;
  resume(): void;
}

export interface SystemRedis extends TestRedis {
  /** Between Rouse and the server. */
  readonly proxy: TcpProxy;
}

/**
 * Rouse as it runs in earnest: one api and two workers, processes of the built program, on a PostgreSQL and, where that
 * carries the queue, a Redis of their own, both behind a network that can be broken, with a double of Twilio.
 */
export interface SystemUnderTest {
  readonly engine: Engine;
  readonly api: RouseProcess;
  readonly workers: readonly [RouseProcess, RouseProcess];
  /** The api and the workers. */
  readonly processes: readonly RouseProcess[];
  readonly postgres: SystemPostgres;
  /** Null where PostgreSQL carries the queue. */
  readonly redis: SystemRedis | null;
  readonly twilio: TwilioDouble;
  /** Asks the api, as an admin unless said otherwise; also while it is away, so expect errors then. */
  readonly client: RouseClient & Story;
  /** Straight to PostgreSQL, past the proxy. */
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** -9. */
  kill(process: RouseProcess): Promise<void>;
  /** SIGSTOP, and SIGCONT. */
  freeze(process: RouseProcess): void;
  thaw(process: RouseProcess): void;
  /** Starts it under its name and port, ending it first (-9) where it runs, and waits until it is ready. */
  restart(process: RouseProcess, start?: Start): Promise<void>;
  /** Ends everything, whatever state it is in. */
  stop(): Promise<void>;
}

/** Starts a system and waits until all of it is ready: a few seconds. Call `stop` whatever happens. */
export async function startSystem(engine: Engine, options: SystemOptions = {}): Promise<SystemUnderTest> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await start(engine, options, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  engine: Engine,
  options: SystemOptions,
  ends: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<SystemUnderTest> {
  const program = options.program ?? (await builtProgram());
  const cluster = await PostgresCluster.start(options.postgresSettings ?? {}, options.postgresFolder);
  ends.push(() => cluster.remove());
  const postgresProxy = await startTcpProxy(cluster.port);
  ends.push(() => postgresProxy.stop());
  const redis = engine === 'redis' ? await startSystemRedis(ends) : null;
  const twilio = await startTwilioDouble();
  ends.push(() => twilio.stop());
  const [api, ...workers] = await startProcesses(
    program,
    {
      DATABASE_URL: throughProxy(cluster.url, postgresProxy),
      ...(redis === null ? {} : { REDIS_URL: throughProxy(redis.url, redis.proxy) }),
      ...twilio.settings,
    },
    options.environment ?? {},
    ends,
  );
  twilio.connect({ url: api.url });
  const pool = openPool(cluster.url);
  ends.push(() => pool.end());
  const client = rouseClient(api.url, ADMIN_TOKEN);
  return {
    engine,
    api,
    workers,
    processes: [api, ...workers],
    postgres: {
      url: cluster.url,
      proxy: postgresProxy,
      start: (settings) => cluster.start(settings),
      stop: () => cluster.stop(),
      crash: () => cluster.crash(),
      pause: () => cluster.pause(),
      resume: () => cluster.resume(),
    },
    redis,
    twilio,
    client: { ...client, ...story(client) },
    query: async <Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...parameters])).rows,
    kill: (process) => process.kill(),
    freeze: (process) => process.freeze(),
    thaw: (process) => process.thaw(),
    restart: async (process, how) => {
      await process.kill();
      await process.start(how);
    },
    stop,
  };
}

async function startSystemRedis(ends: (() => Promise<unknown>)[]): Promise<SystemRedis> {
  const redis = await startRedis();
  ends.push(() => redis.crash());
  const proxy = await startTcpProxy(redis.port);
  ends.push(() => proxy.stop());
  return { ...redis, proxy };
}

async function startProcesses(
  program: string,
  environment: Readonly<Record<string, string>>,
  wished: Readonly<Record<string, string>>,
  ends: (() => Promise<unknown>)[],
): Promise<[RouseProcess, RouseProcess, RouseProcess]> {
  const folder = await temporaryFolder('fault-rouse');
  const twilioUrl = environment['TWILIO_API_URL'] ?? '';
  const ports = [await lastingPort(), await lastingPort(), await lastingPort()].map(String);
  const apiUrl = `http://127.0.0.1:${ports[0] ?? ''}`;
  const make = async (name: string, role: 'api' | 'worker', port: string): Promise<RouseProcess> => {
    const toTwilio = await startTcpProxy(Number(new URL(twilioUrl).port));
    ends.push(() => toTwilio.stop());
    return new RouseProcess(name, `http://127.0.0.1:${port}`, toTwilio, folder, program, {
      ROUSE_ROLE: role,
      PORT: port,
      PUBLIC_URL: apiUrl,
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      RATE_LIMIT_API: '1000000',
      RATE_LIMIT_INGEST: '1000000',
      LOG_LEVEL: 'info',
      ...environment,
      TWILIO_API_URL: `http://127.0.0.1:${String(toTwilio.port)}`,
      ...wished,
    });
  };
  const [first = '', second = '', third = ''] = ports;
  const processes: [RouseProcess, RouseProcess, RouseProcess] = [
    await make('api', 'api', first),
    await make('worker-1', 'worker', second),
    await make('worker-2', 'worker', third),
  ];
  for (const process of processes) {
    process.launch();
    ends.push(() => process.kill());
  }
  await Promise.all(processes.map((process) => process.becomesReady()));
  return processes;
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4, query_timeout: QUERY_TIMEOUT_MS });
  // Connections that idle while the server is killed: the next query makes another.
  pool.on('error', () => undefined);
  return pool;
}

function throughProxy(address: string, proxy: TcpProxy): string {
  const url = new URL(address);
  url.port = String(proxy.port);
  return url.toString();
}
