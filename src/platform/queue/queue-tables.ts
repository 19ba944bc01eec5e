import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Optional, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { WAKE_UP_QUEUE } from './wake-up-queue.js';
import { WakeUpProcessor } from './wake-up.processor.js';

/**
 * Where PostgreSQL carries the queue, BullMQ looks at its tables once on each connection and keeps the answer: one that was lost
 * just then would leave this process without the queue until it ends. So the start waits for it, and is tried again as a whole.
 */
@Injectable()
export class QueueTables implements OnApplicationBootstrap {
  constructor(
    @InjectQueue(WAKE_UP_QUEUE) private readonly queue: Queue,
    @Optional() private readonly processor?: WakeUpProcessor,
  ) {}

  /** @throws what the database says where it cannot be asked */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all([this.queue.waitUntilReady(), this.processor?.worker.waitUntilReady()]);
  }
}
