import { createConnection } from 'node:net';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { findProgram, REDIS, startProgram } from './external-program.js';
import { temporaryFolder } from './shared-service.js';

/** A real Redis of a test's own, configured as `docker-compose.yml` configures it: AOF, noeviction. */
export interface TestRedis {
  /** `redis://127.0.0.1:port` */
  url: string;
  port: number;
  /** Stops it; `start` brings it back on the same port with the data it had. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Kills it with -9, as a crash would. */
  crash(): Promise<void>;
  /** Holds the process still, so that connections stay open and nothing answers, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Whether `redis-server` is installed. In CI it must be: see `describeWithRedis`. */
export function redisAvailable(): boolean {
  return findProgram(REDIS) !== undefined;
}

/** Starts a Redis on a free port of 127.0.0.1 in a temporary folder. Stop it in `afterAll`. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await temporaryFolder('redis');
  const port = await freePort();
  const launch = () =>
    startProgram(
      REDIS,
      [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
        ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
      ],
      folder,
      () => answersPing(port),
    );
  let server = await launch();
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    port,
    stop: () => server.stop(),
    start: async () => {
      server = await launch();
    },
    crash: async () => {
      server.signal('SIGKILL');
      await server.stop();
    },
    pause: () => {
      server.signal('SIGSTOP');
    },
    resume: () => {
      server.signal('SIGCONT');
    },
  };
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection({ port, host: '127.0.0.1' });
    connection.setTimeout(500, () => connection.destroy());
    connection.on('connect', () => connection.write('PING\r\n'));
    connection.on('data', (chunk) => {
      resolve(chunk.toString('utf8').startsWith('+PONG'));
      connection.destroy();
    });
    connection.on('error', () => connection.destroy());
    connection.on('close', () => {
      resolve(false);
    });
  });
}
