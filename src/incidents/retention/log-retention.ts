import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { PartitionedTables } from '../../platform/database/partitions/partitioned-tables.js';

/** The story of an incident that was open for a year can still be read for so long after its end. */
const AFTER_RESOLVED = `interval '30 days'`;

/**
 * Incidents whose logs are wanted however old they are: the open ones, those resolved lately, and whatever was merged
 * into them. A query of one column, `id`.
 */
export const INCIDENTS_WITH_LOGS = `
  WITH RECURSIVE wanted AS (
    SELECT id FROM incidents WHERE status <> 'resolved'
    UNION
    SELECT id FROM incidents WHERE resolved_at > rouse_now() - ${AFTER_RESOLVED}
    UNION
    SELECT merged.id FROM incidents merged JOIN wanted ON merged.merged_into = wanted.id)
  SELECT id FROM wanted`;

/** How long events and stories are kept; what alerts and incidents are themselves stays. */
@Injectable()
export class LogRetention implements OnModuleInit {
  constructor(
    private readonly tables: PartitionedTables,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'retention'>,
  ) {}

  onModuleInit(): void {
    const { eventDays, timelineDays } = this.settings.retention;
    this.tables.register({
      name: 'events',
      by: 'id',
      keptDays: eventDays,
      wanted: (partition) => `
        SELECT old.* FROM ${partition} old WHERE old.alert_id IN (
          SELECT id FROM alerts WHERE incident_id IN (${INCIDENTS_WITH_LOGS})
          UNION SELECT id FROM alerts WHERE incident_id IS NULL AND status <> 'resolved')`,
    });
    this.tables.register({
      name: 'timeline_entries',
      by: 'at',
      keptDays: timelineDays,
      wanted: (partition) =>
        `SELECT old.* FROM ${partition} old WHERE old.incident_id IN (${INCIDENTS_WITH_LOGS})`,
    });
  }
}
