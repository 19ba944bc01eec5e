import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Grouping } from '../../catalog/service-rules.js';
import type { Severity } from '../incoming-event.js';
import type { Urgency } from '../lifecycle/urgency.js';

/** An open incident that new alerts may join, locked. */
export interface OpenIncident {
  readonly id: string;
  readonly number: number;
  readonly status: 'triggered' | 'acknowledged';
  readonly severity: Severity;
  readonly urgency: Urgency;
}

/** An incident to be written. */
export interface NewIncident {
  readonly incidentId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly urgency: Urgency;
  /** As `storedGroupingKey` gives it; null: no alert joins it. */
  readonly groupingKey: string | null;
  readonly alertCount: number;
  readonly flapCount: number;
}

/** A grouping key as it is stored: values of any length in one that an index takes. */
export const storedGroupingKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Incidents as the intake sees them: found by what alerts have in common, opened and joined a batch at a time. */
@Injectable()
export class OpenIncidents {
  /** The newest open incident of each grouping key, by key. Lock them and look at their status before anything joins. */
  async ofGroups(
    manager: EntityManager,
    serviceId: string,
    grouping: Grouping,
    groupingKeys: readonly string[],
  ): Promise<Map<string, string>> {
    if (grouping.by === 'none' || groupingKeys.length === 0) return new Map();
    const rows = await manager.query<{ groupingKey: string; id: string }[]>(
      `SELECT DISTINCT ON (grouping_key) grouping_key AS "groupingKey", id FROM incidents
       WHERE service_id = $1 AND grouping_key = ANY($2::text[]) AND status <> 'resolved'
         AND ($3::int IS NULL OR created_at > rouse_now() - $3::int * interval '1 second')
       ORDER BY grouping_key, number DESC`,
      [serviceId, groupingKeys, grouping.windowSeconds ?? null],
    );
    return new Map(rows.map(({ groupingKey, id }) => [groupingKey, id]));
  }

  /** Locks incidents in the order of their ids; gives those that are still open, by id. */
  async lock(manager: EntityManager, ids: readonly string[]): Promise<Map<string, OpenIncident>> {
    if (ids.length === 0) return new Map();
    const rows = await manager.query<
      (OpenIncident | (Omit<OpenIncident, 'status'> & { status: 'resolved' }))[]
    >(
      `SELECT id, number::int AS number, status, severity, urgency FROM incidents
       WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
      [[...new Set(ids)]],
    );
    return new Map(rows.flatMap((row) => (row.status === 'resolved' ? [] : [[row.id, row]])));
  }

  async add(manager: EntityManager, serviceId: string, incidents: readonly NewIncident[]): Promise<void> {
    if (incidents.length === 0) return;
    await manager.query(
      `INSERT INTO incidents (id, service_id, title, status, urgency, severity, grouping_key, alert_count, flap_count)
       SELECT id, $1, title, 'triggered', urgency, severity, grouping_key, alert_count, flap_count
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[])
         AS added (id, title, urgency, severity, grouping_key, alert_count, flap_count)`,
      [
        serviceId,
        incidents.map((each) => each.incidentId),
        incidents.map((each) => each.title),
        incidents.map((each) => each.urgency),
        incidents.map((each) => each.severity),
        incidents.map((each) => each.groupingKey),
        incidents.map((each) => each.alertCount),
        incidents.map((each) => each.flapCount),
      ],
    );
  }

  /**
   * Counts alerts that joined, and times that one of them flapped, each incident once.
   * @returns how often each of them has flapped by now
   */
  async count(
    manager: EntityManager,
    counts: readonly { readonly incidentId: string; readonly alerts: number; readonly flaps: number }[],
  ): Promise<Map<string, number>> {
    if (counts.length === 0) return new Map();
    const [rows] = await manager.query<[{ id: string; flapCount: number }[], number]>(
      `UPDATE incidents SET alert_count = alert_count + counted.alerts, flap_count = flap_count + counted.flaps
       FROM unnest($1::uuid[], $2::int[], $3::int[]) AS counted (id, alerts, flaps)
       WHERE incidents.id = counted.id RETURNING incidents.id, incidents.flap_count AS "flapCount"`,
      [
        counts.map((each) => each.incidentId),
        counts.map((each) => each.alerts),
        counts.map((each) => each.flaps),
      ],
    );
    return new Map(rows.map(({ id, flapCount }) => [id, flapCount]));
  }

  /** How bad they are from now on. */
  async raise(
    manager: EntityManager,
    raised: readonly {
      readonly incidentId: string;
      readonly severity: Severity;
      readonly urgency: Urgency;
    }[],
  ): Promise<void> {
    if (raised.length === 0) return;
    await manager.query(
      `UPDATE incidents SET severity = raised.severity, urgency = raised.urgency
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS raised (id, severity, urgency)
       WHERE incidents.id = raised.id`,
      [
        raised.map((each) => each.incidentId),
        raised.map((each) => each.severity),
        raised.map((each) => each.urgency),
      ],
    );
  }

  /** Something was heard of them: they resolve by themselves so many seconds from now, not before. */
  async renewAutoResolve(
    manager: EntityManager,
    incidentIds: readonly string[],
    seconds: number,
  ): Promise<void> {
    if (incidentIds.length === 0) return;
    await manager.query(
      `UPDATE incidents SET auto_resolve_at = rouse_now() + $2 * interval '1 second'
       WHERE id = ANY($1::uuid[]) AND status <> 'resolved'`,
      [incidentIds, seconds],
    );
  }
}
