import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '../platform/http/problem.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import type { Actor } from './actor.js';
import type { IncidentQuery, IncidentView, TimelinePage, TimelineQuery } from './incident.schema.js';

interface IncidentRow extends Omit<IncidentView, 'createdAt' | 'acknowledgedAt' | 'resolvedAt'> {
  readonly createdAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
}

interface TimelineRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly details: Record<string, unknown>;
}

const SELECT_INCIDENT = `
  SELECT incident.id, incident.number::int AS number, incident.title, incident.status, incident.urgency,
         incident.severity, incident.service_id AS "serviceId", service.name AS "serviceName",
         incident.alert_count AS "alertCount", incident.created_at AS "createdAt",
         incident.acknowledged_at AS "acknowledgedAt", incident.acknowledged_by AS "acknowledgedBy",
         incident.resolved_at AS "resolvedAt", incident.resolved_by AS "resolvedBy",
         CASE WHEN incident.acknowledged_by IS NOT NULL THEN jsonb_build_array(incident.acknowledged_by)
              ELSE coalesce(escalation.position -> 'pagedUserIds', '[]') END AS "assignedTo",
         CASE WHEN escalation.status = 'running' THEN escalation.position ->> 'stepEndsAt' END AS "escalatesAt"
  FROM incidents incident
  JOIN services service ON service.id = incident.service_id
  LEFT JOIN escalations escalation ON escalation.incident_id = incident.id`;

/** Incidents and their stories, as the API shows them. */
@Injectable()
export class IncidentReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(query: IncidentQuery): Promise<Page<IncidentView>> {
    const rows = await this.dataSource.query<IncidentRow[]>(
      `${SELECT_INCIDENT}
       WHERE ($1::text[] IS NULL OR incident.status = ANY($1::text[]))
         AND ($2::uuid IS NULL OR incident.service_id = $2)
         AND ($3::uuid IS NULL OR incident.id < $3)
       ORDER BY incident.id DESC LIMIT $4`,
      [query.status ?? null, query.serviceId ?? null, query.cursor ?? null, query.limit + 1],
    );
    return toPage(rows.map(toView), query.limit);
  }

  /** @throws Problem 404 */
  async one(id: string): Promise<IncidentView> {
    const [row] = await this.dataSource.query<IncidentRow[]>(`${SELECT_INCIDENT} WHERE incident.id = $1`, [
      id,
    ]);
    if (!row) throw notFound('incident');
    return toView(row);
  }

  /**
   * The story so far, oldest first.
   * @throws Problem 404 when there is no such incident
   */
  async timeline(incidentId: string, query: TimelineQuery): Promise<TimelinePage> {
    await this.one(incidentId);
    const rows = await this.dataSource.query<TimelineRow[]>(
      `SELECT id::text, at, kind, actor, reason, details FROM timeline_entries
       WHERE incident_id = $1 AND id > $2 ORDER BY timeline_entries.id LIMIT $3`,
      [incidentId, query.cursor ?? '0', query.limit + 1],
    );
    const page = toPage(rows, query.limit);
    return {
      items: page.items.map(({ id: _id, at, kind, actor, reason, details }) => ({
        ...details,
        at: at.toISOString(),
        kind,
        actor,
        reason,
      })),
      nextCursor: page.nextCursor,
    };
  }
}

function toView(row: IncidentRow): IncidentView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  };
}
