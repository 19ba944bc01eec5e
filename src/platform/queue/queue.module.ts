import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { Cluster } from 'ioredis';
import type { ClientBase } from 'pg';
import type { Settings } from '../config/settings.js';
import { KEEP_ALIVE } from '../database/data-source.js';
import { QUEUE_SCHEMA } from '../database/migrate.js';
import { outliveLoss } from '../database/lost-connection.js';
import { endWhenSilent, STATEMENT_TIMEOUT_MS } from '../database/silent-connection.js';
import { QueueGauges } from '../metrics/queue-gauges.js';
import { OverdueWork } from './overdue-work.js';
import { QueueTables } from './queue-tables.js';
import { readCluster } from './redis-cluster.js';
import { RedisReconnection } from './redis-reconnection.js';
import { WakeUpBatches } from './wake-up-batches.js';
import { WakeUpHandlers } from './wake-up-handlers.js';
import { WAKE_UP_QUEUE, WakeUpQueue } from './wake-up-queue.js';
import { WakeUpProcessor } from './wake-up.processor.js';

/** A server or a network that swallows what is sent: the connection is made anew. Longer than BullMQ lets Redis wait for jobs. */
const REDIS_SILENT_MS = 15_000;
const REDIS_TIMES = { connectTimeout: 5_000, socketTimeout: REDIS_SILENT_MS } as const;

/** Redis Cluster keeps keys that work together in one slot by what stands in braces. */
const REDIS_PREFIX = '{rouse}';

/** The alarm clock: BullMQ on PostgreSQL, or on Redis where one is given. Which of them, only this file knows. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(settings: Pick<Settings, 'redisUrls' | 'role'>, databaseUrl: string): DynamicModule {
    const { redisUrls } = settings;
    const reconnection = new RedisReconnection();
    if (redisUrls === null) setDefaultBackendFactory(createPostgresBackend);
    else setDefaultBackendFactory();
    return {
      module: QueueModule,
      imports: [
        BullModule.forRoot(
          redisUrls === null ? postgresOptions(databaseUrl) : redisOptions(redisUrls, reconnection),
        ),
        BullModule.registerQueue({ name: WAKE_UP_QUEUE }),
      ],
      providers: [
        WakeUpQueue,
        WakeUpHandlers,
        WakeUpBatches,
        OverdueWork,
        QueueGauges,
        { provide: RedisReconnection, useValue: reconnection },
        ...(settings.role === 'api' ? [] : [WakeUpProcessor]),
        ...(redisUrls === null ? [QueueTables] : []),
      ],
      exports: [WakeUpQueue, WakeUpHandlers, OverdueWork],
    };
  }
}

function postgresOptions(databaseUrl: string): QueueOptions {
  return {
    connection: {
      connectionString: databaseUrl,
      // An alarm need not be on disk before work goes on: what a power cut takes, the sweeper finds (promise 2).
      options: '-c synchronous_commit=off',
      schema: QUEUE_SCHEMA,
      max: 8,
      // An alarm after a quiet hour does not wait for connections either.
      min: 3,
      ...KEEP_ALIVE,
      connectionTimeoutMillis: 5_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      onConnect: setUpConnection,
      application_name: 'rouse-queue',
    },
  };
}

function setUpConnection(client: ClientBase): void {
  outliveLoss(client);
  endWhenSilent(client);
}

function redisOptions(urls: readonly string[], reconnection: RedisReconnection): QueueOptions {
  const [url] = urls;
  if (url !== undefined && urls.length === 1) {
    return {
      prefix: REDIS_PREFIX,
      connection: { url, ...REDIS_TIMES, retryStrategy: reconnection.delay },
    };
  }
  const { nodes, options, redisOptions: toEveryNode } = readCluster(urls);
  const cluster = new Cluster(nodes, {
    ...options,
    clusterRetryStrategy: reconnection.delay,
    redisOptions: { maxRetriesPerRequest: null, ...REDIS_TIMES, ...toEveryNode },
  });
  reconnection.endWith(cluster);
  return { prefix: REDIS_PREFIX, connection: cluster };
}
