import type { EntityManager } from 'typeorm';

/** What the engine needs to know of the incident that it works for. */
export interface PagedIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly urgency: 'high' | 'low';
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly serviceId: string;
  readonly serviceName: string;
  readonly teamId: string | null;
  readonly createdAt: Date;
}

/**
 * Reads and locks an incident. Everything that pages or stops paging takes this lock first, so that an
 * acknowledgement is either before a decision to page, which then is not made, or after it.
 */
export async function lockIncident(manager: EntityManager, id: string): Promise<PagedIncident | null> {
  return (await lockIncidents(manager, [id])).get(id) ?? null;
}

/**
 * The same for many at once, by id; locked in the order of their ids, so that two batches never wait in a ring.
 * @param others what becomes of those that somebody else has locked: they are waited for, or left out
 */
export async function lockIncidents(
  manager: EntityManager,
  ids: readonly string[],
  others: 'wait' | 'skip' = 'wait',
): Promise<Map<string, PagedIncident>> {
  const rows = await manager.query<PagedIncident[]>(
    `SELECT incident.id, incident.number::int AS number, incident.title, incident.severity, incident.urgency,
            incident.status, service.id AS "serviceId", service.name AS "serviceName", service.team_id AS "teamId",
            incident.created_at AS "createdAt"
     FROM incidents incident JOIN services service ON service.id = incident.service_id
     WHERE incident.id = ANY($1::uuid[]) ORDER BY incident.id FOR NO KEY UPDATE OF incident${others === 'skip' ? ' SKIP LOCKED' : ''}`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
