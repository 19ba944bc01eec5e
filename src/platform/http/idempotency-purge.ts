import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../config/settings.js';
import { inBatches } from '../database/in-batches.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { IdempotencyKeys } from './idempotency-keys.js';

const EVERY_HOUR_MS = 3_600_000;
/** What is left after so many batches waits for the next hour. */
const LIMITS = { batch: 5_000, mostBatches: 100 };

/** Keeps the table of idempotency keys at a day's size. Several workers may do it at once. */
@Injectable()
export class IdempotencyPurge {
  constructor(
    private readonly keys: IdempotencyKeys,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_HOUR_MS)
  async purge(): Promise<void> {
    if (this.settings.role === 'api') return;
    try {
      const removed = await inBatches(LIMITS, (batch) => this.keys.purge(batch));
      this.logger.debug({ removed }, 'Old idempotency keys are removed');
    } catch (error) {
      this.logger.warn(
        { err: error },
        'Old idempotency keys could not be removed; the next hour tries again',
      );
    }
  }
}
