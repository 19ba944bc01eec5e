import type { EntityManager } from 'typeorm';
import type { HandedIncident } from './notice-texts.js';

/** One open incident, in one schedule that its escalation pages. */
export interface OpenIncident extends HandedIncident {
  readonly scheduleId: string;
  /** Null: nobody has answered. */
  readonly acknowledgedBy: string | null;
}

/** The open incidents whose running policy names one of these schedules, the oldest first; one query. */
export function readOpenIncidents(
  manager: EntityManager,
  scheduleIds: readonly string[],
): Promise<OpenIncident[]> {
  return manager.query<OpenIncident[]>(
    `SELECT wanted.id AS "scheduleId", incident.number::int AS number, incident.title, incident.status,
            service.name AS "serviceName", incident.acknowledged_by AS "acknowledgedBy"
       FROM incidents incident
       JOIN escalations escalation ON escalation.incident_id = incident.id
       JOIN services service ON service.id = incident.service_id
       JOIN unnest($1::uuid[]) AS wanted (id) ON escalation.policy @> jsonb_build_object('steps',
              jsonb_build_array(jsonb_build_object('targets',
                jsonb_build_array(jsonb_build_object('type', 'schedule', 'id', wanted.id)))))
      WHERE incident.status <> 'resolved'
      ORDER BY incident.id`,
    [scheduleIds],
  );
}

/** Those that the one before hands on: what nobody has answered, and what they have acknowledged themselves. */
export const handedOn = (
  open: readonly OpenIncident[],
  scheduleId: string,
  before: string | null,
): OpenIncident[] =>
  open.filter(
    (incident) =>
      incident.scheduleId === scheduleId &&
      (incident.status === 'triggered' || incident.acknowledgedBy === before),
  );
