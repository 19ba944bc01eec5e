import { newId } from '../../platform/database/identifier.js';
import type { Write } from '../../platform/database/several-writes.js';
import type { PlannedAlert, PlannedEvent, PlannedIncident } from './planning/intake-plan.js';

/** The rows of new incidents. All begin as triggered, and get their numbers in this order. */
export function newIncidents(incidents: readonly PlannedIncident[]): Write[] {
  if (incidents.length === 0) return [];
  return [
    {
      text: `INSERT INTO incidents (id, service_id, title, status, urgency, severity, grouping_key, alert_count, flap_count,
         auto_resolve_at)
       SELECT id, service_id, title, 'triggered', urgency, severity, grouping_key, alert_count, flap_count,
              rouse_now() + auto_resolve_seconds * interval '1 second'
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[])
         WITH ORDINALITY AS added (id, service_id, title, urgency, severity, grouping_key, alert_count, flap_count,
         auto_resolve_seconds, place)
       ORDER BY place`,
      values: [
        incidents.map((each) => each.id),
        incidents.map((each) => each.serviceId),
        incidents.map((each) => each.title),
        incidents.map((each) => each.urgency),
        incidents.map((each) => each.severity),
        incidents.map((each) => each.groupingKey),
        incidents.map((each) => each.alertsAdded),
        incidents.map((each) => each.flapsAdded),
        incidents.map((each) => each.autoResolveSeconds),
      ],
    },
  ];
}

/** What becomes of incidents that are there, but for their status. */
export function changedIncidents(incidents: readonly PlannedIncident[]): Write[] {
  const changed = incidents.filter(
    ({ alertsAdded, flapsAdded, isRaised, autoResolveSeconds }) =>
      alertsAdded > 0 || flapsAdded > 0 || isRaised || autoResolveSeconds !== null,
  );
  if (changed.length === 0) return [];
  return [
    {
      text: `UPDATE incidents SET alert_count = alert_count + changed.alerts, flap_count = flap_count + changed.flaps,
         severity = changed.severity, urgency = changed.urgency, auto_resolve_at = coalesce(
           rouse_now() + changed.auto_resolve_seconds * interval '1 second', auto_resolve_at)
       FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[])
         AS changed (id, alerts, flaps, severity, urgency, auto_resolve_seconds)
       WHERE incidents.id = changed.id`,
      values: [
        changed.map((each) => each.id),
        changed.map((each) => each.alertsAdded),
        changed.map((each) => each.flapsAdded),
        changed.map((each) => each.severity),
        changed.map((each) => each.urgency),
        changed.map((each) => each.autoResolveSeconds),
      ],
    },
  ];
}

/** The rows of new alerts; of those that a batch opened and closed, too. */
export function newAlerts(alerts: readonly PlannedAlert[]): Write[] {
  const added = alerts.flatMap((alert) => (alert.content === null ? [] : [{ ...alert, ...alert.content }]));
  if (added.length === 0) return [];
  return [
    {
      text: `INSERT INTO alerts (id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source,
         details, event_count, suppressed_by, suppressed_at, flapping_since, settles_at, resolved_at)
       SELECT id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source, details,
              event_count, suppressed_by, CASE WHEN incident_id IS NULL THEN rouse_now() END,
              CASE WHEN is_flapping THEN rouse_now() END, rouse_now() + settles_in * interval '1 second',
              CASE WHEN status = 'resolved' THEN rouse_now() END
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::jsonb[], $11::int[], $12::uuid[], $13::boolean[], $14::int[])
         AS added (id, service_id, integration_id, incident_id, dedup_key, status, severity, summary, source, details,
                   event_count, suppressed_by, is_flapping, settles_in)`,
      values: [
        added.map((each) => each.id),
        added.map((each) => each.serviceId),
        added.map((each) => each.integrationId),
        added.map((each) => each.incident?.id ?? null),
        added.map((each) => each.event.dedupKey),
        added.map((each) => each.status),
        added.map((each) => each.severity),
        added.map((each) => each.event.summary),
        added.map((each) => each.event.source),
        added.map((each) => JSON.stringify(each.event.details)),
        added.map((each) => 1 + each.repeats),
        added.map((each) => each.suppressedBy),
        added.map((each) => each.isFlapping),
        added.map((each) => each.settlesInSeconds),
      ],
    },
  ];
}

/** What becomes of alerts that are there. */
export function changedAlerts(alerts: readonly PlannedAlert[]): Write[] {
  const changed = alerts.filter(({ content, isChanged }) => content === null && isChanged);
  if (changed.length === 0) return [];
  return [
    {
      text: `UPDATE alerts SET event_count = event_count + changed.repeats, severity = changed.severity,
         status = changed.status, incident_id = coalesce(changed.incident_id, alerts.incident_id),
         last_event_at = CASE WHEN changed.is_heard THEN rouse_now() ELSE last_event_at END,
         settles_at = CASE WHEN changed.stays_quiet THEN settles_at
                           ELSE rouse_now() + changed.settles_in * interval '1 second' END,
         resolved_at = CASE WHEN changed.status = 'resolved' THEN rouse_now() ELSE resolved_at END
       FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::uuid[], $6::boolean[], $7::boolean[], $8::int[])
         AS changed (id, repeats, severity, status, incident_id, is_heard, stays_quiet, settles_in)
       WHERE alerts.id = changed.id`,
      values: [
        changed.map((each) => each.id),
        changed.map((each) => each.repeats),
        changed.map((each) => each.severity),
        changed.map((each) => each.status),
        changed.map((each) => each.incident?.id ?? null),
        changed.map((each) => each.isHeard),
        changed.map((each) => each.isQuietSinceBefore),
        changed.map((each) => each.settlesInSeconds),
      ],
    },
  ];
}

/** Whether the write of changed alerts makes a dedup key free. */
export const freesKeys = (alerts: readonly PlannedAlert[]): boolean =>
  alerts.some(({ content, status }) => content === null && status === 'resolved');

/** The events as they came, those included that changed nothing. */
export function newEvents(events: readonly PlannedEvent[]): Write[] {
  if (events.length === 0) return [];
  return [
    {
      text: `INSERT INTO events (id, integration_id, service_id, alert_id, action, dedup_key, payload)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[])`,
      values: [
        events.map(() => newId()),
        events.map((each) => each.integrationId),
        events.map((each) => each.serviceId),
        events.map((each) => each.alertId),
        events.map((each) => each.event.action),
        events.map((each) => each.event.dedupKey),
        events.map((each) => JSON.stringify(each.event.payload)),
      ],
    },
  ];
}
