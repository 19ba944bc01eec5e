import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { PostgresQueueBackend, type Queue, type QueueBase } from 'bullmq';
import { Gauge } from 'prom-client';
import { z } from 'zod';
import { LOGGER, type Logger } from '../logging/logger.js';
import { WAKE_UP_QUEUE, WakeUpQueue } from '../queue/wake-up-queue.js';
import { WakeUpProcessor } from '../queue/wake-up.processor.js';
import { Metrics } from './metrics.js';
import { PoolGauges } from './pool-gauges.js';
import { withinScrape } from './scrape-limit.js';

const STATES = ['waiting', 'active', 'delayed'] as const;

/** On PostgreSQL jobs are counted up to here: a count of all of them would read them all. */
const COUNTED = 10_000;

const counted = (state: (typeof STATES)[number]): string =>
  `(SELECT count(*)::int FROM (
     SELECT FROM job WHERE queue = $1 AND state = '${state}' LIMIT ${String(COUNTED)}) jobs) AS ${state}`;
const COUNT = `SELECT ${STATES.map(counted).join(', ')}`;

type Jobs = Readonly<Partial<Record<(typeof STATES)[number], number>>>;
const countsSchema = z.tuple([z.object({ waiting: z.int(), active: z.int(), delayed: z.int() })]);

/** How many jobs the wake-up queue holds; a job carries a hundred wake-ups at most. */
@Injectable()
export class QueueGauges implements OnModuleInit {
  constructor(
    @InjectQueue(WAKE_UP_QUEUE) private readonly queue: Queue,
    private readonly wakeUps: WakeUpQueue,
    private readonly pools: PoolGauges,
    private readonly metrics: Metrics,
    @Optional() @Inject(WakeUpProcessor) private readonly processor: WakeUpProcessor | undefined,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const read = () => this.read();
    new Gauge({
      name: 'rouse_queue_jobs',
      help: `Jobs in the wake-up queue by state; in PostgreSQL ${String(COUNTED)} means at least so many`,
      labelNames: ['state'],
      registers: [this.metrics.registry],
      async collect() {
        const jobs = await read();
        for (const state of STATES) this.set({ state }, jobs[state] ?? Number.NaN);
      },
    });
    this.pools.watch('queue', () => poolOf(this.queue));
    if (this.processor !== undefined) {
      const { processor } = this;
      this.pools.watch('queue-worker', () => poolOf(processor.worker));
    }
  }

  /** By state; empty where the queue is away, or does not say in time. */
  private async read(): Promise<Jobs> {
    if (this.wakeUps.isAway) return {};
    try {
      return await withinScrape(this.count());
    } catch (error) {
      this.logger.debug({ err: error }, 'The wake-up queue could not be counted');
      return {};
    }
  }

  private async count(): Promise<Jobs> {
    const backend: unknown = this.queue.getBackend();
    if (!(backend instanceof PostgresQueueBackend)) return this.wakeUps.depth();
    const { rows } = await backend.connection.pool.query(COUNT, [WAKE_UP_QUEUE]);
    return countsSchema.parse(rows)[0];
  }
}

function poolOf(user: QueueBase): unknown {
  const backend: unknown = user.getBackend();
  return backend instanceof PostgresQueueBackend ? backend.connection.pool : null;
}
