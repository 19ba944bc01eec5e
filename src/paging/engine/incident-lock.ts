import type { EntityManager } from 'typeorm';

/** What the engine needs to know of the incident that it works for. */
export interface PagedIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: string;
  readonly urgency: 'high' | 'low';
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly serviceName: string;
  readonly teamId: string | null;
}

/**
 * Reads and locks an incident. Everything that pages or stops paging takes this lock first, so that an
 * acknowledgement is either before a decision to page, which then is not made, or after it.
 */
export async function lockIncident(manager: EntityManager, id: string): Promise<PagedIncident | null> {
  const [incident] = await manager.query<PagedIncident[]>(
    `SELECT incident.id, incident.number::int AS number, incident.title, incident.severity, incident.urgency,
            incident.status, service.name AS "serviceName", service.team_id AS "teamId"
     FROM incidents incident JOIN services service ON service.id = incident.service_id
     WHERE incident.id = $1 FOR NO KEY UPDATE OF incident`,
    [id],
  );
  return incident ?? null;
}
