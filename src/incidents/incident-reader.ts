import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '../platform/http/problem.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { redactAddresses } from '../platform/logging/redaction.js';
import type { Actor } from './actor.js';
import { linksOf, type AlertView } from './alert-schema.js';
import type { IncidentQuery, IncidentView, TimelinePage, TimelineQuery } from './incident.schema.js';

type IncidentTimes = 'createdAt' | 'acknowledgedAt' | 'snoozedUntil' | 'wakesAt' | 'resolvedAt';
type Times<Names extends string> = { readonly [Name in Names]: Date | null } & { readonly createdAt: Date };
type IncidentRow = Omit<IncidentView, IncidentTimes> & Times<IncidentTimes>;

type AlertRow = Omit<AlertView, 'links' | 'createdAt' | 'lastEventAt' | 'resolvedAt'> & {
  readonly createdAt: Date;
  readonly lastEventAt: Date;
  readonly resolvedAt: Date | null;
};

interface TimelineRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly details: Record<string, unknown>;
}

/** Who has it: who acknowledged it, else who was paged in this round, or is about to be in its first moment. */
const ASSIGNED_TO = `
  CASE WHEN incident.acknowledged_by IS NOT NULL THEN jsonb_build_array(incident.acknowledged_by)
       WHEN escalation.position -> 'step' = '-1' AND escalation.status = 'running' THEN
         coalesce(jsonb_path_query_array(escalation.policy, '$.steps[0].targets[*] ? (@.type == "user").id'), '[]')
       ELSE coalesce(escalation.position -> 'pagedUserIds', '[]') END`;

/**
 * Those that can be a person's ($7), by indexes alone; which of them are, {@link ASSIGNED_TO} says. As an array: PostgreSQL takes
 * such a query for a hundredth of all escalations, and would rather read all incidents.
 */
const MAYBE_ASSIGNED = `
  ANY (ARRAY(
   SELECT id FROM incidents WHERE acknowledged_by = $7
   UNION SELECT incident_id FROM escalations WHERE position -> 'pagedUserIds' @> to_jsonb($7::uuid)
   UNION SELECT incident_id FROM escalations WHERE position -> 'step' = '-1' AND status = 'running'))`;

/** Everyone who was asked for help, with how it went the last time; those whom nobody asks any more are left out. */
const RESPONDERS = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('userId', user_id, 'status', status) ORDER BY id), '[]')
     FROM (SELECT DISTINCT ON (user_id) id, user_id, status FROM responder_requests
            WHERE incident_id = incident.id AND user_id IS NOT NULL AND status <> 'cancelled'
            ORDER BY user_id, id DESC) request)`;

const FROM_INCIDENTS = `
  FROM incidents incident
  JOIN services service ON service.id = incident.service_id
  LEFT JOIN escalations escalation ON escalation.incident_id = incident.id`;

const SELECT_INCIDENT = `
  SELECT incident.id, incident.number::int AS number, incident.title, incident.status, incident.urgency,
         incident.severity, incident.priority, incident.service_id AS "serviceId", service.name AS "serviceName",
         incident.alert_count AS "alertCount", incident.flap_count AS "flapCount", incident.created_at AS "createdAt",
         (SELECT count(*)::int FROM timeline_entries WHERE incident_id = incident.id AND kind = 'note.added') AS "noteCount",
         incident.acknowledged_at AS "acknowledgedAt", incident.acknowledged_by AS "acknowledgedBy",
         incident.snoozed_until AS "snoozedUntil", incident.wakes_at AS "wakesAt",
         incident.resolved_at AS "resolvedAt", incident.resolved_by AS "resolvedBy",
         incident.merged_into AS "mergedInto", ${ASSIGNED_TO} AS "assignedTo", ${RESPONDERS} AS responders,
         CASE WHEN escalation.status = 'running' THEN escalation.position ->> 'stepEndsAt' END AS "escalatesAt"
  ${FROM_INCIDENTS}`;

/** Entries whose reason may be a provider's words, which like to name the number or the address. */
const TELLS_OF_PROVIDERS = /^(?:page|attempt)\./;

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
         AND ($5::text[] IS NULL OR incident.urgency = ANY($5::text[]))
         AND ($6::text[] IS NULL OR incident.priority = ANY($6::text[]))
         ${query.assignedTo === undefined ? 'AND $7::uuid IS NULL' : `AND incident.id = ${MAYBE_ASSIGNED} AND ${ASSIGNED_TO} @> to_jsonb($7::uuid)`}
       ORDER BY incident.id DESC LIMIT $4`,
      [
        query.status ?? null,
        query.serviceId ?? null,
        query.cursor ?? null,
        query.limit + 1,
        query.urgency ?? null,
        query.priority ?? null,
        query.assignedTo ?? null,
      ],
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
   * What monitoring told of it, in the order in which it first did; of an incident that was merged, nothing any more.
   * @throws Problem 404 when there is no such incident
   */
  async alerts(incidentId: string, query: PageQuery): Promise<Page<AlertView>> {
    await this.one(incidentId);
    const rows = await this.dataSource.query<AlertRow[]>(
      `SELECT id, service_id AS "serviceId", integration_id AS "integrationId", dedup_key AS "dedupKey", status,
              severity, summary, source, details, event_count AS "eventCount", created_at AS "createdAt",
              last_event_at AS "lastEventAt", resolved_at AS "resolvedAt"
       FROM alerts WHERE incident_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [incidentId, query.cursor ?? null, query.limit + 1],
    );
    return toPage(rows.map(toAlertView), query.limit);
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
        reason: reason !== null && TELLS_OF_PROVIDERS.test(kind) ? redactAddresses(reason) : reason,
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
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    wakesAt: row.wakesAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  };
}

function toAlertView(row: AlertRow): AlertView {
  return {
    ...row,
    links: linksOf(row.details),
    createdAt: row.createdAt.toISOString(),
    lastEventAt: row.lastEventAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  };
}
