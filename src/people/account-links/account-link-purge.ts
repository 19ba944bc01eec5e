import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const EVERY_HOUR_MS = 3_600_000;
const BATCH = 5_000;
/** So long an invitation that nobody took is still listed, to be renewed; what was used or revoked goes with it. */
const KEPT_DAYS = 30;

/** Removes links that have been over for a month. Several workers may do it at once. */
@Injectable()
export class AccountLinkPurge {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_HOUR_MS)
  async purge(): Promise<void> {
    if (this.settings.role === 'api') return;
    try {
      // More than a batch has an hour for each.
      const [, removed] = await this.dataSource.query<[unknown[], number]>(
        `DELETE FROM account_links WHERE id IN (
           SELECT id FROM account_links WHERE expires_at < rouse_now() - make_interval(days => $1)
            LIMIT $2 FOR UPDATE SKIP LOCKED)`,
        [KEPT_DAYS, BATCH],
      );
      this.logger.debug({ removed }, 'Old account links are removed');
    } catch (error) {
      this.logger.warn({ err: error }, 'Old account links could not be removed; the next hour tries again');
    }
  }
}
