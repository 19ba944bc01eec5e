import { setTimeout as sleep } from 'node:timers/promises';
import { Processor, WorkerHost, OnWorkerEvent } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Job } from 'bullmq';
import { LOGGER, type Logger } from '../logging/logger.js';
import { WakeUpBatches } from './wake-up-batches.js';
import { WAKE_UP_QUEUE, WakeUpQueue, type WakeUpJob } from './wake-up-queue.js';

/** `worker.close()` has no limit of its own. */
const FINISH_WITHIN_MS = 10_000;

const TELL_FAULTS_EVERY_MS = 5_000;

/** So many jobs wait in one process; what they carry forms batches. The rest is for other workers to fetch. */
const JOBS_IN_HAND = 50;

/** Takes the jobs whose time has come. What goes wrong is logged and left to the sweeper: jobs are not retried. */
@Injectable()
@Processor(WAKE_UP_QUEUE, { concurrency: JOBS_IN_HAND, autorun: false })
export class WakeUpProcessor extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private quietUntil = 0;

  constructor(
    private readonly batches: WakeUpBatches,
    private readonly wakeUps: WakeUpQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  /**
   * Starts once the queue is there. BullMQ's worker spins without pause when its first connection to PostgreSQL is
   * refused, so it is not started before; and a Redis that is away must not keep Rouse from starting.
   */
  onApplicationBootstrap(): void {
    this.batches.open();
    this.worker
      .waitUntilReady()
      .then(() => this.worker.run())
      .catch((error: unknown) => {
        this.logger.error(
          { err: error },
          'The wake-up queue cannot be reached; the sweeper pages without it',
        );
      });
  }

  /**
   * Finishes the wake-ups in hand, but not for ever: what is left is in the database. Where the queue is away BullMQ
   * would wait for it, so it is closed by force once nothing is in hand.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const isThere = await this.wakeUps.leave();
    const finished = Promise.all([this.batches.finish(), isThere ? this.worker.close() : null]);
    await Promise.race([finished, sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
    if (!isThere) await this.worker.close(true);
  }

  override process(job: Job<WakeUpJob>): Promise<void> {
    return this.batches.work(job.name, job.data.wakeUps);
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, error: Error): void {
    this.logger.error(
      { err: error, jobId: job?.id, kind: job?.name },
      'A wake-up failed; the sweeper will take it up again',
    );
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    // While its engine is away the worker has this fault at every poll; once in a while is enough to know.
    if (performance.now() < this.quietUntil) return;
    this.quietUntil = performance.now() + TELL_FAULTS_EVERY_MS;
    this.logger.warn({ err: error }, 'The wake-up worker has a fault');
  }
}
