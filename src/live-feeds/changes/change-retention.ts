import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inBatches } from '../../platform/database/in-batches.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const EVERY_HOUR_MS = 3_600_000;
/** A weekend: whoever comes back after it reads the API instead. */
const KEEP_DAYS = 3;
/** What became of a webhook's delivery is told for two weeks. */
const KEEP_DELIVERIES_DAYS = 14;
/** What is left after so many batches waits for the next hour. */
const LIMITS = { batch: 5_000, mostBatches: 200 };

/** Keeps the log of changes, and the log of deliveries, at their size. Several workers may do it at once. */
@Injectable()
export class ChangeRetention {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval('remove-old-changes', EVERY_HOUR_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api') return;
    try {
      this.logger.debug({ removed: await this.removeOld() }, 'Old changes are removed');
    } catch (error) {
      this.logger.warn({ err: error }, 'Old changes could not be removed; the next hour tries again');
    }
  }

  /** @returns how many rows were removed */
  async removeOld(): Promise<number> {
    const changes = await inBatches(LIMITS, (batch) => this.removeChanges(batch));
    return changes + (await inBatches(LIMITS, (batch) => this.removeDeliveries(batch)));
  }

  /**
   * Removes from the beginning, never what webhooks have not been given yet, and moves the mark in the same
   * transaction: a reader from before it is told to start anew.
   */
  private removeChanges(batch: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT FROM change_positions WHERE name = 'removed' FOR UPDATE`);
      const [row] = await manager.query<{ removed: number }[]>(
        `WITH old AS (
           SELECT change.xid, change.id FROM changes change
             JOIN change_positions given ON given.name = 'webhooks' AND (change.xid, change.id) <= (given.xid, given.id)
            WHERE change.at < rouse_now() - make_interval(days => $1)
            ORDER BY change.xid, change.id LIMIT $2
         ), gone AS (
           DELETE FROM changes USING old WHERE changes.xid = old.xid AND changes.id = old.id
         ), last AS (
           SELECT xid, id FROM old ORDER BY xid DESC, id DESC LIMIT 1
         ), moved AS (
           UPDATE change_positions SET xid = last.xid, id = last.id FROM last
            WHERE name = 'removed' AND (change_positions.xid, change_positions.id) < (last.xid, last.id)
         )
         SELECT count(*)::int AS removed FROM old`,
        [KEEP_DAYS, batch],
      );
      return row?.removed ?? 0;
    });
  }

  private async removeDeliveries(batch: number): Promise<number> {
    const [, removed] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM webhook_deliveries WHERE id IN (
         SELECT id FROM webhook_deliveries
          WHERE due_at IS NULL AND created_at < rouse_now() - make_interval(days => $1)
          ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [KEEP_DELIVERIES_DAYS, batch],
    );
    return removed;
  }
}
