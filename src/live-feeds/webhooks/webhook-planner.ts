import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const BATCH = 1_000;

interface Position {
  readonly xid: string;
  readonly id: string;
}

/** A change, with one webhook that wants to be told of it; null: nobody does. */
interface Match extends Position {
  readonly kind: string;
  readonly at: Date;
  readonly incidentId: string | null;
  readonly webhookId: string | null;
}

/**
 * Goes through the log of changes, with one position for all processes, and writes down whom each is to be told: the
 * position moves in the transaction that writes the deliveries, so that each change is planned once.
 */
@Injectable()
export class WebhookPlanner {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Plans what is new, until there is no more. Nothing where another process is at it. */
  async plan(): Promise<void> {
    while (await this.isBehind()) {
      const read = await this.dataSource.transaction((manager) => this.planBatch(manager));
      if (read < BATCH) return;
    }
  }

  /** Most of the time nothing is new: found out with one query, and without a lock. */
  private async isBehind(): Promise<boolean> {
    const [row] = await this.dataSource.query<{ isBehind: boolean }[]>(
      // The order makes it one look at the index, also where statistics promise a quick find without it.
      `SELECT position.xid > pg_snapshot_xmax(pg_current_snapshot()) OR (
                SELECT count(*) > 0 FROM (
                  SELECT FROM changes
                   WHERE (changes.xid, changes.id) > (position.xid, position.id)
                     AND changes.xid < pg_snapshot_xmin(pg_current_snapshot())
                   ORDER BY changes.xid, changes.id LIMIT 1) first) AS "isBehind"
         FROM change_positions position WHERE position.name = 'webhooks'`,
    );
    return row?.isBehind ?? false;
  }

  /** @returns how many changes it went through */
  private async planBatch(manager: EntityManager): Promise<number> {
    const [position] = await manager.query<(Position & { isAhead: boolean })[]>(
      `SELECT xid::text AS xid, id::text AS id, xid > pg_snapshot_xmax(pg_current_snapshot()) AS "isAhead"
         FROM change_positions WHERE name = 'webhooks' FOR UPDATE SKIP LOCKED`,
    );
    if (!position) return 0;
    if (position.isAhead) {
      await this.startAnew(manager);
      return 0;
    }
    const matches = await readMatches(manager, position);
    const last = matches.at(-1);
    if (last === undefined) return 0;
    await addDeliveries(manager, matches);
    await manager.query(
      `UPDATE change_positions SET xid = $1::xid8, id = $2::bigint WHERE name = 'webhooks'`,
      [last.xid, last.id],
    );
    return new Set(matches.map(({ id }) => id)).size;
  }

  /**
   * A dump that is restored into another server brings positions along that its transactions have yet to reach.
   * Waiting for them would tell nobody anything for a long time.
   */
  private async startAnew(manager: EntityManager): Promise<void> {
    await manager.query('DELETE FROM changes WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())');
    await manager.query('UPDATE change_positions SET xid = pg_snapshot_xmin(pg_current_snapshot()), id = 0');
    await manager.query('UPDATE webhooks SET made_in = pg_snapshot_xmin(pg_current_snapshot())');
    this.logger.warn(
      'The database was restored from another server: what had not been told to webhooks is not told any more',
    );
  }
}

/** What follows a position, below the oldest transaction that is still open; see `ChangeLog`. */
function readMatches(manager: EntityManager, { xid, id }: Position): Promise<Match[]> {
  return manager.query<Match[]>(
    `SELECT change.xid::text AS xid, change.id::text AS id, change.kind, change.at,
            change.incident_id AS "incidentId", webhook.id AS "webhookId"
       FROM (SELECT * FROM changes
              WHERE (xid, id) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
              ORDER BY xid, id LIMIT $3) change
       LEFT JOIN incidents incident ON incident.id = change.incident_id
       LEFT JOIN webhooks webhook
         ON change.kind = ANY (webhook.events) AND change.xid > webhook.made_in AND webhook.paused_at IS NULL
        AND incident.id IS NOT NULL
        AND (webhook.service_ids IS NULL OR incident.service_id = ANY (webhook.service_ids))
      ORDER BY change.xid, change.id`,
    [xid, id, BATCH],
  );
}

async function addDeliveries(manager: EntityManager, matches: readonly Match[]): Promise<void> {
  const wanted = matches.filter(({ webhookId }) => webhookId !== null);
  if (wanted.length === 0) return;
  await manager.query(
    `INSERT INTO webhook_deliveries (id, webhook_id, change_xid, change_id, event, occurred_at, incident_id)
     SELECT delivery.id, webhook_id, change_xid::xid8, change_id::bigint, event, occurred_at, incident_id
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::uuid[])
            AS delivery (id, webhook_id, change_xid, change_id, event, occurred_at, incident_id)
       -- One that was removed meanwhile is told nothing.
       JOIN webhooks ON webhooks.id = delivery.webhook_id
     ON CONFLICT (webhook_id, change_xid, change_id) DO NOTHING`,
    [
      wanted.map(() => newId()),
      wanted.map(({ webhookId }) => webhookId),
      wanted.map(({ xid }) => xid),
      wanted.map(({ id }) => id),
      wanted.map(({ kind }) => kind),
      wanted.map(({ at }) => at),
      wanted.map(({ incidentId }) => incidentId),
    ],
  );
}
