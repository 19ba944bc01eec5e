import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { inBatches } from '../platform/database/in-batches.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

const EVERY_HOUR_MS = 3_600_000;
/** What is left after so many batches waits for the next hour. */
const LIMITS = { batch: 20_000, mostBatches: 50 };
/** Any number will do, as long as it is Rouse's own: the oldest go first, so only one worker at a time may remove. */
const RETENTION_LOCK = 7_683_207;

/**
 * Lets go what is older than the setting says, by whole days. The table itself checks that nothing younger goes and none
 * is left out, and writes the entry about it.
 */
@Injectable()
export class AuditLogRetention {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role' | 'retention'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval('let-go-old-audit-entries', EVERY_HOUR_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api') return;
    try {
      const removed = await this.removeOld();
      if (removed > 0) this.logger.info({ removed }, 'Old entries of the audit log are removed');
    } catch (error) {
      this.logger.warn(
        { err: error },
        'Old entries of the audit log could not be removed; the next hour tries again',
      );
    }
  }

  /** @returns how many entries were removed */
  removeOld(): Promise<number> {
    return inBatches(LIMITS, (batch) => this.removeBatch(batch));
  }

  private removeBatch(batch: number): Promise<number> {
    const days = this.settings.retention.auditDays;
    return this.dataSource.transaction(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>(
        `SELECT pg_try_advisory_xact_lock($1) AS taken, set_config('rouse.audit_retention_days', $2, true)`,
        [RETENTION_LOCK, String(days)],
      );
      if (lock?.taken !== true) return 0;
      const [old] = await manager.query<{ some: boolean }[]>(
        `SELECT EXISTS (SELECT FROM audit_log WHERE at < ${CUT_OFF}) AS some`,
        [days],
      );
      if (old?.some !== true) return 0;
      const [, removed] = await manager.query<[unknown[], number]>(
        `DELETE FROM audit_log WHERE id IN (
           SELECT id FROM audit_log WHERE at < ${CUT_OFF} ORDER BY at, audit_log.id LIMIT $2)`,
        [days, batch],
      );
      return removed;
    });
  }
}

const CUT_OFF = `date_trunc('day', rouse_now() - make_interval(days => $1), 'UTC')`;
