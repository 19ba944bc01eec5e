import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import type { IncomingEvent, Severity } from '../incoming-event.js';

/** The alert that holds a dedup key; without an incident it came during maintenance. */
export interface KnownAlert {
  readonly alertId: string;
  readonly incidentId: string | null;
  readonly severity: Severity;
  readonly isFlapping: boolean;
  /** A flapping one that its source has resolved. */
  readonly isQuiet: boolean;
}

interface Origin {
  readonly integrationId: string;
  readonly serviceId: string;
}

/** What of an alert's event is stored with the alert. */
export type AlertContent = Pick<IncomingEvent, 'dedupKey' | 'summary' | 'severity' | 'source' | 'details'>;

/** An alert to be written; one of the two ids is null. */
export interface NewAlert {
  readonly alertId: string;
  readonly event: AlertContent;
  readonly incidentId: string | null;
  readonly status: 'triggered' | 'acknowledged';
  /** The maintenance window that holds it back. */
  readonly suppressedBy: string | null;
  readonly isFlapping: boolean;
}

/** Rows of alerts and events, written a batch at a time. */
@Injectable()
export class AlertStore {
  /** The alerts that hold these keys, by key. Lock their incidents and read again before anything is decided. */
  async known(
    manager: EntityManager,
    serviceId: string,
    dedupKeys: readonly string[],
  ): Promise<Map<string, KnownAlert>> {
    const rows = await manager.query<(KnownAlert & { dedupKey: string })[]>(
      `SELECT dedup_key AS "dedupKey", id AS "alertId", incident_id AS "incidentId", severity,
              flapping_since IS NOT NULL AS "isFlapping", settles_at IS NOT NULL AS "isQuiet"
       FROM alerts WHERE service_id = $1 AND dedup_key = ANY($2::text[]) AND status <> 'resolved'`,
      [serviceId, dedupKeys],
    );
    return new Map(rows.map(({ dedupKey, ...alert }) => [dedupKey, alert]));
  }

  /** How often each of these keys opened an alert in the last so many seconds; keys that did not are missing. */
  async recentOpens(
    manager: EntityManager,
    serviceId: string,
    dedupKeys: readonly string[],
    withinSeconds: number,
  ): Promise<Map<string, number>> {
    const rows = await manager.query<{ dedupKey: string; opens: number }[]>(
      `SELECT dedup_key AS "dedupKey", count(*)::int AS opens FROM alerts
       WHERE service_id = $1 AND dedup_key = ANY($2::text[]) AND incident_id IS NOT NULL
         AND created_at > rouse_now() - $3 * interval '1 second'
       GROUP BY dedup_key`,
      [serviceId, dedupKeys, withinSeconds],
    );
    return new Map(rows.map(({ dedupKey, opens }) => [dedupKey, opens]));
  }

  async add(manager: EntityManager, origin: Origin, alerts: readonly NewAlert[]): Promise<void> {
    if (alerts.length === 0) return;
    await manager.query(
      `INSERT INTO alerts (id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source,
         details, suppressed_by, suppressed_at, flapping_since)
       SELECT id, $1, $2, incident_id, dedup_key, status, severity, summary, source, details, suppressed_by,
              CASE WHEN incident_id IS NULL THEN rouse_now() END, CASE WHEN is_flapping THEN rouse_now() END
       FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[],
                   $11::uuid[], $12::boolean[])
         AS added (id, incident_id, dedup_key, status, severity, summary, source, details, suppressed_by, is_flapping)`,
      [
        origin.serviceId,
        origin.integrationId,
        alerts.map((each) => each.alertId),
        alerts.map((each) => each.incidentId),
        alerts.map((each) => each.event.dedupKey),
        alerts.map((each) => each.status),
        alerts.map((each) => each.event.severity),
        alerts.map((each) => each.event.summary),
        alerts.map((each) => each.event.source),
        alerts.map((each) => JSON.stringify(each.event.details)),
        alerts.map((each) => each.suppressedBy),
        alerts.map((each) => each.isFlapping),
      ],
    );
  }

  /** Alerts that were held back, and now belong to incidents. */
  async emerge(manager: EntityManager, alerts: readonly NewAlert[]): Promise<void> {
    if (alerts.length === 0) return;
    await manager.query(
      `UPDATE alerts SET incident_id = emerged.incident_id, status = emerged.status
       FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS emerged (id, incident_id, status)
       WHERE alerts.id = emerged.id`,
      [
        alerts.map((each) => each.alertId),
        alerts.map((each) => each.incidentId),
        alerts.map((each) => each.status),
      ],
    );
  }

  /** Counts one more event on each of these alerts; one that was quiet is not any more. */
  async countRepeats(
    manager: EntityManager,
    repeats: readonly { readonly alertId: string; readonly severity: Severity }[],
  ): Promise<void> {
    if (repeats.length === 0) return;
    await manager.query(
      `UPDATE alerts SET event_count = event_count + 1, last_event_at = rouse_now(), settles_at = NULL,
         severity = repeat.severity
       FROM unnest($1::uuid[], $2::text[]) AS repeat (id, severity) WHERE alerts.id = repeat.id`,
      [repeats.map((each) => each.alertId), repeats.map((each) => each.severity)],
    );
  }

  /** Flapping alerts whose source says that they are over: they are, unless they come again within `seconds`. */
  async quieten(manager: EntityManager, alertIds: readonly string[], seconds: number): Promise<void> {
    if (alertIds.length === 0) return;
    await manager.query(
      `UPDATE alerts SET last_event_at = rouse_now(), settles_at = rouse_now() + $2 * interval '1 second'
       WHERE id = ANY($1::uuid[])`,
      [alertIds, seconds],
    );
  }

  /** Alerts that are over and have no incident. */
  async close(manager: EntityManager, alertIds: readonly string[]): Promise<void> {
    if (alertIds.length === 0) return;
    await manager.query(
      `UPDATE alerts SET status = 'resolved', last_event_at = rouse_now(), resolved_at = rouse_now()
       WHERE id = ANY($1::uuid[])`,
      [alertIds],
    );
  }

  /** The source has something to say of these alerts. */
  async setStatus(
    manager: EntityManager,
    alertIds: readonly string[],
    status: 'acknowledged' | 'resolved',
  ): Promise<void> {
    if (alertIds.length === 0) return;
    await manager.query(
      `UPDATE alerts SET status = $2::text, last_event_at = rouse_now(),
         resolved_at = CASE WHEN $2::text = 'resolved' THEN rouse_now() END
       WHERE id = ANY($1::uuid[])`,
      [alertIds, status],
    );
  }

  /** A flapping alert has been quiet for long enough. */
  async settle(manager: EntityManager, alertId: string): Promise<void> {
    await manager.query(
      `UPDATE alerts SET status = 'resolved', resolved_at = rouse_now(), settles_at = NULL WHERE id = $1`,
      [alertId],
    );
  }

  /** Those of the incidents that have an open alert. */
  async stillOpen(manager: EntityManager, incidentIds: readonly string[]): Promise<Set<string>> {
    if (incidentIds.length === 0) return new Set();
    const rows = await manager.query<{ id: string }[]>(
      `SELECT incident.id FROM unnest($1::uuid[]) AS incident (id)
       WHERE EXISTS (SELECT FROM alerts alert WHERE alert.incident_id = incident.id AND alert.status <> 'resolved')`,
      [incidentIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The events as they came, those included that changed nothing. */
  async addEvents(
    manager: EntityManager,
    origin: Origin,
    accepted: readonly { event: IncomingEvent; alertId: string | null }[],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO events (id, integration_id, service_id, alert_id, action, dedup_key, payload)
       SELECT id, $1, $2, alert_id, action, dedup_key, payload
       FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[])
         AS accepted (id, alert_id, action, dedup_key, payload)`,
      [
        origin.integrationId,
        origin.serviceId,
        accepted.map(() => newId()),
        accepted.map((each) => each.alertId),
        accepted.map((each) => each.event.action),
        accepted.map((each) => each.event.dedupKey),
        accepted.map((each) => JSON.stringify(each.event.payload)),
      ],
    );
  }
}
