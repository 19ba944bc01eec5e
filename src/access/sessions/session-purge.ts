import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inBatches } from '../../platform/database/in-batches.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { IS_LIVE } from './session-check.js';

const EVERY_HOUR_MS = 3_600_000;
/** What is left after so many batches waits for the next hour. */
const LIMITS = { batch: 5_000, mostBatches: 100 };

/** Removes sessions that are past a limit: nobody can use them, and where people came from is not kept for nothing. */
@Injectable()
export class SessionPurge {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role' | 'sessions'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_HOUR_MS)
  async purge(): Promise<void> {
    if (this.settings.role === 'api') return;
    try {
      const removed = await inBatches(LIMITS, (batch) => this.purgeBatch(batch));
      this.logger.debug({ removed }, 'Sessions past their limits are removed');
    } catch (error) {
      this.logger.warn({ err: error }, 'Old sessions could not be removed; the next hour tries again');
    }
  }

  private async purgeBatch(batch: number): Promise<number> {
    const [, removed] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM sessions WHERE id IN (
         SELECT id FROM sessions session WHERE NOT ${IS_LIVE('$1')} LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [this.settings.sessions.idleHours, batch],
    );
    return removed;
  }
}
