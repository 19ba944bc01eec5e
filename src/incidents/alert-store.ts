import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';
import type { IncomingEvent } from './incoming-event.js';

/** The open alert that holds a dedup key. */
export interface OpenAlert {
  readonly alertId: string;
  readonly incidentId: string;
}

/** An event and the alert and incident that it belongs to. */
export interface AcceptedEvent extends OpenAlert {
  readonly event: IncomingEvent;
}

interface Origin {
  readonly integrationId: string;
  readonly serviceId: string;
}

/** Rows of incidents, alerts and events, written a batch at a time. */
@Injectable()
export class AlertStore {
  /**
   * The open alerts of these keys, by key, with their incidents locked. Incidents are locked first and the alerts
   * read again: somebody may have resolved one while this waited, and then the key is free.
   */
  async lockOpen(
    manager: EntityManager,
    serviceId: string,
    dedupKeys: readonly string[],
  ): Promise<Map<string, OpenAlert>> {
    const read = () =>
      manager.query<(OpenAlert & { dedupKey: string })[]>(
        `SELECT id AS "alertId", incident_id AS "incidentId", dedup_key AS "dedupKey" FROM alerts
         WHERE service_id = $1 AND dedup_key = ANY($2::text[]) AND status <> 'resolved'`,
        [serviceId, dedupKeys],
      );
    const before = await read();
    if (before.length === 0) return new Map();
    await manager.query(`SELECT id FROM incidents WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [
      before.map((alert) => alert.incidentId),
    ]);
    return new Map(
      (await read()).map(({ dedupKey, alertId, incidentId }) => [dedupKey, { alertId, incidentId }]),
    );
  }

  /** New incidents, each with its first alert. */
  async open(
    manager: EntityManager,
    origin: Origin,
    opened: readonly (AcceptedEvent & { urgency: 'high' | 'low' })[],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO incidents (id, service_id, title, status, urgency, severity)
       SELECT id, $1, title, 'triggered', urgency, severity
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS opened (id, title, urgency, severity)`,
      [
        origin.serviceId,
        opened.map((each) => each.incidentId),
        opened.map((each) => each.event.summary),
        opened.map((each) => each.urgency),
        opened.map((each) => each.event.severity),
      ],
    );
    await manager.query(
      `INSERT INTO alerts (id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source, details)
       SELECT id, $1, $2, incident_id, dedup_key, 'triggered', severity, summary, source, details
       FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
         AS opened (id, incident_id, dedup_key, severity, summary, source, details)`,
      [
        origin.serviceId,
        origin.integrationId,
        opened.map((each) => each.alertId),
        opened.map((each) => each.incidentId),
        opened.map((each) => each.event.dedupKey),
        opened.map((each) => each.event.severity),
        opened.map((each) => each.event.summary),
        opened.map((each) => each.event.source),
        opened.map((each) => JSON.stringify(each.event.details)),
      ],
    );
  }

  /** Counts one more event on each of these alerts. */
  async countRepeats(manager: EntityManager, alertIds: readonly string[]): Promise<void> {
    if (alertIds.length === 0) return;
    await manager.query(
      `UPDATE alerts SET event_count = event_count + 1, last_event_at = rouse_now() WHERE id = ANY($1::uuid[])`,
      [alertIds],
    );
  }

  /** Gives an alert its new status; returns how many other alerts of its incident are still open. */
  async setStatus(
    manager: EntityManager,
    alert: OpenAlert,
    status: 'acknowledged' | 'resolved',
  ): Promise<number> {
    await manager.query(
      `UPDATE alerts SET status = $2::text, last_event_at = rouse_now(),
         resolved_at = CASE WHEN $2::text = 'resolved' THEN rouse_now() END
       WHERE id = $1`,
      [alert.alertId, status],
    );
    const [row] = await manager.query<{ open: number }[]>(
      `SELECT count(*)::int AS open FROM alerts WHERE incident_id = $1 AND status <> 'resolved'`,
      [alert.incidentId],
    );
    return row?.open ?? 0;
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
