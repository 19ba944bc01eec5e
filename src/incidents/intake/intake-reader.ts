import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IncidentService } from '../../catalog/service-catalog.js';
import type { Severity } from '../incoming-event.js';
import type { IncidentStatus } from '../lifecycle/incident-lifecycle.js';
import type { Urgency } from '../lifecycle/urgency.js';
import { TURN_OF_SERVICE } from './intake-lock.js';

/** A service of a batch, as it stands now. */
export interface ServiceAtIntake extends Omit<IncidentService, 'name' | 'teamId' | 'ackTimeoutSeconds'> {
  /** Whether this transaction is the one that takes in events of the service; false: somebody else is. */
  readonly hasTurn: boolean;
  /** Whether there are maintenance windows over it, in effect or not. */
  readonly hasWindows: boolean;
  /** The keys that open, by `keyName`, of those integrations asked for that are its own. */
  readonly openKeys: readonly string[];
  readonly now: Date;
}

/** What is asked about one dedup key. */
export interface AskedKey {
  readonly serviceId: string;
  readonly dedupKey: string;
  /** How far back openings are counted; null: they are not. */
  readonly withinSeconds: number | null;
  /** The key may become free within the batch, so they are counted in any case. */
  readonly mayBeFreed: boolean;
}

/** A dedup key as it stands, with the alert that holds it. */
export interface FoundKey {
  readonly serviceId: string;
  readonly dedupKey: string;
  /** Null: the key is free; what follows is null then, too. */
  readonly alertId: string | null;
  readonly incidentId: string | null;
  readonly status: IncidentStatus | null;
  readonly severity: Severity | null;
  readonly isFlapping: boolean | null;
  readonly isQuiet: boolean | null;
  readonly ageSeconds: number | null;
  readonly opens: number;
}

/** What is asked about one grouping key, as it is stored. */
export interface AskedGroup {
  readonly serviceId: string;
  readonly groupingKey: string;
  readonly windowSeconds: number | null;
}

/** An incident that an alert of the batch belongs to or may join. */
export interface FoundIncident {
  readonly id: string;
  /** By whose events it was found. */
  readonly foundBy: string;
  /** The grouping key that it was found by; null: it has an alert of the batch. */
  readonly groupingKey: string | null;
  /** Null: somebody else has locked it, and this did not wait. What follows is null then, too. */
  readonly status: IncidentStatus | null;
  readonly serviceId: string | null;
  readonly severity: Severity | null;
  readonly urgency: Urgency | null;
  readonly flapCount: number | null;
}

/** Everything that a batch of events is decided by, read a batch at a time. */
@Injectable()
export class IntakeReader {
  /**
   * Takes turns at the intake of these services, where nobody else has the turn, and reads them. Waits for nobody.
   * @param lockTimeoutMs so long the transaction waits for locks from now on
   */
  services(
    manager: EntityManager,
    serviceIds: readonly string[],
    integrationIds: readonly string[],
    lockTimeoutMs: number,
  ): Promise<ServiceAtIntake[]> {
    return manager.query<ServiceAtIntake[]>(
      `SELECT service.id, service.escalation_policy_id AS "escalationPolicyId", service.time_zone AS "timeZone",
              service.urgency, service.support_hours AS "supportHours", service.grouping, service.flapping,
              service.auto_resolve_seconds AS "autoResolveSeconds", turn."hasTurn", rouse_now() AS now,
              EXISTS (SELECT FROM maintenance_window_services WHERE service_id = service.id) AS "hasWindows",
              ARRAY(SELECT integration.id || '.' || key.number FROM integrations integration
                    CROSS JOIN LATERAL (VALUES (secret_number),
                      (CASE WHEN old_ends_at > rouse_now() THEN secret_number - 1 END)) AS key (number)
                    WHERE service_id = service.id AND integration.id = ANY($2::uuid[]) AND revoked_at IS NULL
                      AND key.number IS NOT NULL) AS "openKeys",
              set_config('lock_timeout', $3, true)
       FROM (SELECT id, pg_try_advisory_xact_lock(${TURN_OF_SERVICE}) AS "hasTurn"
             FROM unnest($1::text[]) AS id OFFSET 0) turn
       JOIN services service ON service.id = turn.id::uuid`,
      [serviceIds, integrationIds, String(lockTimeoutMs)],
    );
  }

  /** How these keys stand. Lock the incidents and read again before anything is decided about an alert that has one. */
  keys(manager: EntityManager, asked: readonly AskedKey[]): Promise<FoundKey[]> {
    return manager.query<FoundKey[]>(
      `SELECT asked.service_id AS "serviceId", asked.dedup_key AS "dedupKey", alert.id AS "alertId",
              alert.incident_id AS "incidentId", alert.status, alert.severity,
              alert.flapping_since IS NOT NULL AS "isFlapping", alert.settles_at IS NOT NULL AS "isQuiet",
              extract(epoch FROM rouse_now() - alert.created_at)::float8 AS "ageSeconds",
              CASE WHEN asked.within IS NOT NULL AND (asked.may_be_freed OR alert.incident_id IS NULL) THEN
                (SELECT count(*)::int FROM alerts before
                 WHERE before.service_id = asked.service_id AND before.dedup_key = asked.dedup_key
                   AND before.incident_id IS NOT NULL
                   AND before.created_at > rouse_now() - asked.within * interval '1 second')
              ELSE 0 END AS opens
       FROM unnest($1::uuid[], $2::text[], $3::int[], $4::boolean[])
         AS asked (service_id, dedup_key, within, may_be_freed)
       LEFT JOIN LATERAL (
         SELECT * FROM alerts WHERE service_id = asked.service_id AND dedup_key = asked.dedup_key
           AND status <> 'resolved' LIMIT 1) alert ON true`,
      [
        asked.map((each) => each.serviceId),
        asked.map((each) => each.dedupKey),
        asked.map((each) => each.withinSeconds),
        asked.map((each) => each.mayBeFreed),
      ],
    );
  }

  /**
   * Locks the incidents of open alerts and the newest open ones of groups, in the order of their ids.
   * @param isPatient whether it waits for those that somebody else has locked
   */
  async lockIncidents(
    manager: EntityManager,
    alerts: readonly { readonly serviceId: string; readonly incidentId: string }[],
    groups: readonly AskedGroup[],
    isPatient: boolean,
  ): Promise<FoundIncident[]> {
    if (alerts.length === 0 && groups.length === 0) return [];
    return manager.query<FoundIncident[]>(
      `WITH wanted AS (
         SELECT DISTINCT id, found_by, NULL::text AS grouping_key
         FROM unnest($1::uuid[], $2::uuid[]) AS alert (id, found_by)
         UNION ALL
         SELECT newest.id, asked.service_id, asked.grouping_key
         FROM unnest($3::uuid[], $4::text[], $5::int[]) AS asked (service_id, grouping_key, within)
         CROSS JOIN LATERAL (
           SELECT id FROM incidents WHERE service_id = asked.service_id AND grouping_key = asked.grouping_key
             AND status <> 'resolved'
             AND (asked.within IS NULL OR created_at > rouse_now() - asked.within * interval '1 second')
           ORDER BY number DESC LIMIT 1) newest
       ), locked AS (
         SELECT id, status, service_id, severity, urgency, flap_count FROM incidents
         WHERE id = ANY(ARRAY(SELECT id FROM wanted)) ORDER BY id FOR NO KEY UPDATE ${isPatient ? '' : 'SKIP LOCKED'}
       )
       SELECT wanted.id, wanted.found_by AS "foundBy", wanted.grouping_key AS "groupingKey", locked.status,
              locked.service_id AS "serviceId", locked.severity, locked.urgency, locked.flap_count AS "flapCount"
       FROM wanted LEFT JOIN locked ON locked.id = wanted.id`,
      [
        alerts.map((each) => each.incidentId),
        alerts.map((each) => each.serviceId),
        groups.map((each) => each.serviceId),
        groups.map((each) => each.groupingKey),
        groups.map((each) => each.windowSeconds),
      ],
    );
  }

  /** Those of the incidents that have open alerts other than these. */
  async withOtherAlerts(
    manager: EntityManager,
    incidentIds: readonly string[],
    alertIds: readonly string[],
  ): Promise<Set<string>> {
    if (incidentIds.length === 0) return new Set();
    const rows = await manager.query<{ id: string }[]>(
      `SELECT incident.id FROM unnest($1::uuid[]) AS incident (id)
       WHERE EXISTS (SELECT FROM alerts alert WHERE alert.incident_id = incident.id AND alert.status <> 'resolved'
                     AND alert.id <> ALL($2::uuid[]))`,
      [incidentIds, alertIds],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
