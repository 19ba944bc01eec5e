import { z } from 'zod';
import type { DataSource } from 'typeorm';

const rowsSchema = z.array(z.object({ state: z.unknown() }));

/**
 * What the intake has made of a service's events, without ids and times: incidents in the order of their numbers, each
 * with its escalation and its story, alerts and events in the order in which they came.
 */
export async function stateOf(dataSource: DataSource, serviceId: string): Promise<unknown> {
  const rows = rowsSchema.parse(
    await dataSource.query(
      `WITH incident AS (
         SELECT *, row_number() OVER (ORDER BY number) AS place FROM incidents WHERE service_id = $1
       ), alert AS (
         SELECT *, row_number() OVER (ORDER BY id) AS place FROM alerts WHERE service_id = $1
       )
       SELECT jsonb_build_object(
         'incidents', (SELECT jsonb_agg(jsonb_build_array(title, incident.status, urgency, severity, alert_count, flap_count,
             grouping_key, acknowledged_at IS NOT NULL, resolved_at IS NOT NULL, auto_resolve_at IS NOT NULL, incident.fence,
             escalation.status, escalation.fence, escalation.position, escalation.policy ->> 'name',
             (SELECT jsonb_agg(jsonb_build_array(kind, reason, details - 'alertId',
                (SELECT alert.place FROM alert WHERE alert.id::text = details ->> 'alertId')) ORDER BY entry.id)
              FROM timeline_entries entry WHERE entry.incident_id = incident.id)) ORDER BY place)
           FROM incident LEFT JOIN escalations escalation ON escalation.incident_id = incident.id),
         'alerts', (SELECT jsonb_agg(jsonb_build_array(dedup_key, status, severity, summary, event_count,
             (SELECT incident.place FROM incident WHERE incident.id = alert.incident_id), suppressed_at IS NOT NULL,
             suppressed_by IS NOT NULL, flapping_since IS NOT NULL, settles_at IS NOT NULL, resolved_at IS NOT NULL)
             ORDER BY place) FROM alert),
         'events', (SELECT jsonb_agg(jsonb_build_array(action, dedup_key,
             (SELECT alert.place FROM alert WHERE alert.id = events.alert_id)) ORDER BY id)
           FROM events WHERE service_id = $1),
         'isHeldBack', EXISTS (SELECT FROM maintenance_silences WHERE service_id = $1)) AS state`,
      [serviceId],
    ),
  );
  return rows[0]?.state;
}
