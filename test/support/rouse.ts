import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { createTestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { advanceDatabaseClock, type Duration } from './movable-clock.js';
import { rouseClient, type RouseClient } from './rouse-client.js';
import { story, type Story } from './story.js';

const ADMIN_TOKEN = 'test-admin-token-0123456789abcdefghijklmnop';

export interface RouseOptions {
  /** Settings as the environment would give them, on top of the harness's own. */
  settings?: Record<string, string>;
  /** The wake-up queue's engine; `redis` needs `redisUrl`. One engine a test file: BullMQ keeps it per process. */
  queue?: 'postgres' | 'redis';
  redisUrl?: string;
  /** Work on this database instead of one of its own; it stays when this Rouse stops. */
  database?: { url: string };
  /** Listen here, as one that stopped did, instead of at a free port. */
  port?: number;
}

/** A Rouse that listens, with its client and the words to tell a story with. */
export interface RunningRouse extends RouseClient, Story {
  /** `http://127.0.0.1:port`, also its PUBLIC_URL. */
  url: string;
  adminToken: string;
  databaseUrl: string;
  app: NestFastifyApplication;
  dataSource: DataSource;
  /** Lets time pass on the database's clock, and does what became due: pages are sent when this returns. */
  advance(duration: Duration): Promise<void>;
  eventually: typeof eventually;
  /** Ends it as SIGTERM would, and drops its database where it made one. Stop it in `afterAll`. */
  stop(): Promise<void>;
}

/** Starts a whole Rouse in this process: over HTTP, on a database of its own, with a clock that can be moved. */
export async function startRouse(options: RouseOptions = {}): Promise<RunningRouse> {
  const own = options.database === undefined ? await createTestDatabase() : null;
  const databaseUrl = options.database?.url ?? own?.url ?? '';
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${String(port)}`;
  const settings = readSettings({
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: databaseUrl,
    ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
    LOG_LEVEL: 'silent',
    ...queueSettings(options),
    ...options.settings,
  });
  const app = await createApp(settings, databaseUrl, createLogger(settings.logLevel));
  await app.listen(port, '127.0.0.1');
  // What people are told of depends on the weekday that a test runs on: whoever tests it looks for it by hand.
  for (const scan of ['tell-duties', 'tell-coverage']) {
    app.get(SchedulerRegistry, { strict: false }).deleteInterval(scan);
  }
  const dataSource = app.get(DataSource);
  const client = rouseClient(url, settings.adminToken ?? ADMIN_TOKEN);
  return {
    ...client,
    ...story(client),
    url,
    adminToken: settings.adminToken ?? ADMIN_TOKEN,
    databaseUrl,
    app,
    dataSource,
    advance: async (duration) => {
      await advanceDatabaseClock(dataSource, duration);
      await app.get(Sweeper, { strict: false }).sweep();
    },
    eventually,
    stop: async () => {
      await app.close();
      await own?.drop();
    },
  };
}

function queueSettings({ queue, redisUrl }: RouseOptions): Record<string, string> {
  if (queue !== 'redis') return {};
  if (redisUrl === undefined) throw new Error('queue: redis needs a redisUrl');
  return { REDIS_URL: redisUrl };
}
