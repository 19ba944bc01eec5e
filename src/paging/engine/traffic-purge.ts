import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { INCIDENTS_WITH_LOGS } from '../../incidents/retention/log-retention.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inBatches } from '../../platform/database/in-batches.js';
import { PartitionedTables } from '../../platform/database/partitions/partitioned-tables.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const EVERY_HOUR_MS = 3_600_000;
/** What is left after so many batches waits for the next hour. */
const LIMITS = { batch: 10_000, mostBatches: 50 };

/** Rows that nothing will ask for again, by table: which, as a query of their row ids that takes a limit. */
const OUTLIVED: Readonly<Record<string, string>> = {
  // A link says "too late" from a week after its incident was resolved, and then that there is none.
  page_links: `SELECT old.ctid FROM page_links old JOIN pages page ON page.id = old.page_id
    JOIN incidents incident ON incident.id = page.incident_id
    WHERE incident.resolved_at < rouse_now() - interval '30 days'`,
  // Of messages that no attempt was found for.
  early_receipts: `SELECT old.ctid FROM early_receipts old WHERE received_at < rouse_now() - interval '1 day'`,
  // A receipt moves no page back however old it is. What somebody said does something, and a signed request verifies
  // for ever, so those are remembered for longer than an incident stays open.
  provider_requests: `SELECT old.ctid FROM provider_requests old
    WHERE received_at < rouse_now() - CASE WHEN event LIKE 'status:%' THEN interval '30 days' ELSE interval '400 days' END`,
};

/** Keeps what passes between Rouse and providers from growing for ever. Several workers may do it at once. */
@Injectable()
export class TrafficPurge implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tables: PartitionedTables,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role' | 'retention'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Attempts are dropped by the month. One that leads others stays with them: it has the provider's id. */
  onModuleInit(): void {
    this.tables.register({
      name: 'attempts',
      by: 'id',
      keptDays: this.settings.retention.timelineDays,
      wanted: (partition) => `
        SELECT * FROM ${partition} WHERE id IN (
          SELECT unnest(ARRAY[attempt.id, attempt.lead_attempt_id]) FROM attempts attempt
          JOIN pages page ON page.id = attempt.page_id WHERE page.incident_id IN (${INCIDENTS_WITH_LOGS}))`,
    });
  }

  @Interval(EVERY_HOUR_MS)
  async purge(): Promise<void> {
    if (this.settings.role === 'api') return;
    for (const [table, outlived] of Object.entries(OUTLIVED)) {
      try {
        this.logger.debug({ table, removed: await this.remove(table, outlived) }, 'Old rows are removed');
      } catch (error) {
        this.logger.warn({ err: error, table }, 'Old rows could not be removed; the next hour tries again');
      }
    }
  }

  private remove(table: string, outlived: string): Promise<number> {
    return inBatches(LIMITS, async (batch) => {
      const [, removed] = await this.dataSource.query<[unknown[], number]>(
        `DELETE FROM ${table} WHERE ctid IN (${outlived} LIMIT $1 FOR UPDATE OF old SKIP LOCKED)`,
        [batch],
      );
      return removed;
    });
  }
}
