import { Processor, WorkerHost, OnWorkerEvent } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { LOGGER, withLogContext, type Logger } from '../logging/logger.js';
import { WakeUpHandlers } from './wake-up-handlers.js';
import { WAKE_UP_QUEUE } from './wake-up-queue.js';

/** Wakes the handler of each job. A handler's failure is logged and left to the sweeper: jobs are not retried. */
@Injectable()
@Processor(WAKE_UP_QUEUE, { concurrency: 12 })
export class WakeUpProcessor extends WorkerHost {
  constructor(
    private readonly handlers: WakeUpHandlers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  override async process(job: Job<{ id: string; fence: number }>): Promise<void> {
    await withLogContext({ jobId: String(job.id) }, () => this.handlers.of(job.name).handle(job.data));
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
    this.logger.warn({ err: error }, 'The wake-up worker has a fault');
  }
}
