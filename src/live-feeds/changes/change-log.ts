import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../incidents/actor.js';
import type { ChangePosition } from './change-position.js';

/** Something that happened to an incident or to one of its pages. */
export interface IncidentChange {
  readonly position: ChangePosition;
  readonly kind: string;
  readonly at: Date;
  readonly incident: {
    readonly id: string;
    readonly number: number;
    readonly title: string;
    /** When it is read, which may be long after the change. */
    readonly status: string;
    readonly serviceId: string;
  };
  readonly actor: Actor;
  /** The further members of the timeline's entry. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Something that was done to a schedule, an override, an absence or a swap. */
export interface ScheduleChange {
  readonly position: ChangePosition;
  readonly kind: string;
  readonly at: Date;
  readonly incident: null;
  /** As the audit log has it: `override.create`. */
  readonly action: string;
  readonly objectId: string;
  /** How it is now, or was before it was removed. */
  readonly object: Readonly<Record<string, unknown>>;
}

export type Change = IncidentChange | ScheduleChange;

/** A piece of the log. `readTo`: everything up to there is among what was read; `isAll`: there is no more for now. */
export interface ChangesRead {
  readonly changes: readonly Change[];
  readonly readTo: ChangePosition;
  readonly isAll: boolean;
}

interface HorizonRow {
  readonly horizon: string;
  readonly xid: null;
}

interface ChangeRow {
  readonly horizon: string;
  readonly xid: string;
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly incident: IncidentChange['incident'] | null;
  readonly actor: Actor | null;
  readonly details: Record<string, unknown> | null;
  readonly action: string | null;
  readonly objectId: string | null;
  readonly object: Record<string, unknown> | null;
}

/**
 * The log of what happened. Read below the oldest transaction that is still open, so that a reader which goes on
 * from the last position it saw misses nothing and sees nothing twice, in whichever order writers commit.
 */
@Injectable()
export class ChangeLog {
  constructor(private readonly dataSource: DataSource) {}

  /** The position from which only later changes are seen. */
  async head(): Promise<ChangePosition> {
    const [row] = await this.dataSource.query<{ xid: string }[]>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid',
    );
    if (!row) throw new Error('the database did not tell its transactions');
    return { xid: BigInt(row.xid), id: 0n };
  }

  /**
   * Whether everything since this position is still there. What was removed after three days is not; nor is a
   * position that lies ahead, as of a database that was restored from elsewhere, anything to go on from.
   */
  async reaches({ xid, id }: ChangePosition): Promise<boolean> {
    const [row] = await this.dataSource.query<{ reaches: boolean }[]>(
      `SELECT (removed.xid, removed.id) <= ($1::xid8, $2::bigint)
              AND $1::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) AS reaches
         FROM change_positions removed WHERE removed.name = 'removed'`,
      [String(xid), String(id)],
    );
    return row?.reaches ?? false;
  }

  /** What happened after a position, in order, at most `limit` of it. */
  async after({ xid, id }: ChangePosition, limit: number): Promise<ChangesRead> {
    const rows = await this.dataSource.query<(ChangeRow | HorizonRow)[]>(
      `SELECT horizon.xid::text AS horizon, change.xid::text AS xid, change.id::text AS id, change.kind, change.at,
              CASE WHEN incident.id IS NOT NULL THEN json_build_object(
                'id', incident.id, 'number', incident.number, 'title', incident.title,
                'status', incident.status, 'serviceId', incident.service_id) END AS incident,
              entry.actor, entry.details, audit.action, audit.object_id AS "objectId",
              coalesce(audit.after, audit.before) AS object
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xid) horizon
         LEFT JOIN LATERAL (SELECT * FROM changes
                WHERE (xid, id) > ($1::xid8, $2::bigint) AND xid < horizon.xid
                ORDER BY xid, id LIMIT $3) change ON true
         LEFT JOIN incidents incident ON incident.id = change.incident_id
         -- Its time says in which partition it is.
         LEFT JOIN timeline_entries entry ON entry.id = change.timeline_entry_id AND entry.at = change.at
         LEFT JOIN audit_log audit ON audit.id = change.audit_entry_id
        ORDER BY change.xid, change.id`,
      [String(xid), String(id), limit],
    );
    const changes = rows.flatMap((row) => (row.xid === null ? [] : [toChange(row)]));
    const last = changes.at(-1);
    if (last !== undefined && changes.length === limit)
      return { changes, readTo: last.position, isAll: false };
    return { changes, readTo: { xid: BigInt(rows[0]?.horizon ?? xid), id: 0n }, isAll: true };
  }
}

function toChange(row: ChangeRow): Change {
  const { kind, at, incident } = row;
  const position = { xid: BigInt(row.xid), id: BigInt(row.id) };
  if (incident !== null)
    return {
      position,
      kind,
      at,
      incident,
      actor: row.actor ?? { type: 'system' },
      details: row.details ?? {},
    };
  return {
    position,
    kind,
    at,
    incident: null,
    action: row.action ?? '',
    objectId: row.objectId ?? '',
    object: row.object ?? {},
  };
}
