import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Severity } from './incoming-event.js';
import type { IncidentStatus } from './lifecycle/incident-lifecycle.js';

/** How important an incident is to the organisation, P1 the most; people say it, monitoring does not. */
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** An incident that was read and locked. */
export interface LockedIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly urgency: 'high' | 'low';
  readonly severity: Severity;
  readonly priority: Priority | null;
  readonly serviceId: string;
  readonly serviceName: string;
  /** The service's policy, for an incident that has no escalation of its own. */
  readonly escalationPolicyId: string;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
  readonly resolvedBy: string | null;
  /** The number of the incident that it was merged into. */
  readonly mergedIntoNumber: number | null;
  readonly isSnoozed: boolean;
  /** Raised with every change of `wakesInMs`. */
  readonly fence: number;
  /** Milliseconds until it is triggered again; null where it is not to be. */
  readonly wakesInMs: number | null;
}

/** When an incident wakes now, and with which fence. */
export interface Waking {
  readonly fence: number;
  readonly wakesInMs: number | null;
}

const WAKING = `fence, (extract(epoch FROM wakes_at - rouse_now()) * 1000)::float8 AS "wakesInMs"`;
/** An acknowledgement without a sign of life ends after this; null where the service has no such time. */
const ACKNOWLEDGEMENT_ENDS = `rouse_now() + (SELECT ack_timeout_seconds FROM services
  WHERE services.id = incidents.service_id) * interval '1 second'`;

/** Rows of incidents: locked, and brought from one state to the next. Whoever calls has asked the state machine. */
@Injectable()
export class IncidentStore {
  /**
   * Reads and locks incidents, by id in order; those that do not exist are missing. An incident's row is locked before
   * its escalation and its pages, everywhere, so that nobody waits in a ring.
   */
  async lock(manager: EntityManager, ids: readonly string[]): Promise<LockedIncident[]> {
    return manager.query<LockedIncident[]>(
      `SELECT incident.id, incident.number::int AS number, incident.title, incident.status, incident.urgency,
              incident.severity, incident.priority, incident.service_id AS "serviceId", service.name AS "serviceName",
              service.escalation_policy_id AS "escalationPolicyId", incident.acknowledged_by AS "acknowledgedBy",
              (SELECT name FROM users WHERE users.id = incident.acknowledged_by) AS "acknowledgedByName",
              incident.resolved_by AS "resolvedBy",
              (SELECT number::int FROM incidents target WHERE target.id = incident.merged_into) AS "mergedIntoNumber",
              incident.snoozed_until IS NOT NULL AS "isSnoozed", incident.fence,
              (extract(epoch FROM incident.wakes_at - rouse_now()) * 1000)::float8 AS "wakesInMs"
       FROM incidents incident JOIN services service ON service.id = incident.service_id
       WHERE incident.id = ANY($1::uuid[]) ORDER BY incident.id FOR NO KEY UPDATE OF incident`,
      [ids],
    );
  }

  /** @param userId null: the source did. Its acknowledgement ends after the service's time, too. */
  async acknowledge(manager: EntityManager, id: string, userId: string | null): Promise<Waking> {
    return wakingOf(await this.acknowledgeAll(manager, [id], userId), id);
  }

  /** The same for many, in one statement; gives by id when they wake. */
  acknowledgeAll(
    manager: EntityManager,
    ids: readonly string[],
    userId: string | null,
  ): Promise<Map<string, Waking>> {
    return this.writeAll(
      manager,
      ids,
      `status = 'acknowledged', acknowledged_at = rouse_now(), acknowledged_by = $2, snoozed_until = NULL,
       wakes_at = ${ACKNOWLEDGEMENT_ENDS}`,
      [userId],
    );
  }

  /** Of an acknowledged incident. */
  snooze(manager: EntityManager, id: string, until: Date): Promise<Waking> {
    return this.write(manager, id, `snoozed_until = $2, wakes_at = $2`, [until]);
  }

  /** The acknowledgement's time begins anew; a snooze goes on as it was. */
  renew(manager: EntityManager, id: string): Promise<Waking> {
    return this.write(
      manager,
      id,
      `wakes_at = CASE WHEN snoozed_until IS NULL THEN ${ACKNOWLEDGEMENT_ENDS} ELSE wakes_at END`,
    );
  }

  /** Back to where it began: nobody has it. */
  trigger(manager: EntityManager, id: string): Promise<Waking> {
    return this.write(
      manager,
      id,
      `status = 'triggered', acknowledged_at = NULL, acknowledged_by = NULL, snoozed_until = NULL, wakes_at = NULL`,
    );
  }

  async resolve(
    manager: EntityManager,
    id: string,
    userId: string | null,
    mergedInto: string | null = null,
  ): Promise<Waking> {
    return wakingOf(await this.resolveAll(manager, [id], userId, mergedInto), id);
  }

  /** The same for many, in one statement. */
  resolveAll(
    manager: EntityManager,
    ids: readonly string[],
    userId: string | null,
    mergedInto: string | null = null,
  ): Promise<Map<string, Waking>> {
    return this.writeAll(
      manager,
      ids,
      `status = 'resolved', resolved_at = rouse_now(), resolved_by = $2, merged_into = $3, snoozed_until = NULL,
       wakes_at = NULL`,
      [userId, mergedInto],
    );
  }

  /** What people may say of it at any time before it is over. */
  async describe(
    manager: EntityManager,
    id: string,
    now: Pick<LockedIncident, 'title' | 'priority' | 'urgency'>,
  ): Promise<void> {
    await manager.query('UPDATE incidents SET title = $2, priority = $3, urgency = $4 WHERE id = $1', [
      id,
      now.title,
      now.priority,
      now.urgency,
    ]);
  }

  /**
   * Moves all alerts to another incident, which has the open ones in its own status. Both are locked.
   * @returns how many alerts there were
   */
  async moveAlerts(manager: EntityManager, fromId: string, into: LockedIncident): Promise<number> {
    const [moved] = await manager.query<[unknown[], number]>(
      `UPDATE alerts SET incident_id = $2, status = CASE WHEN status = 'resolved' THEN status ELSE $3::text END
       WHERE incident_id = $1 RETURNING id`,
      [fromId, into.id, into.status],
    );
    await manager.query(
      `UPDATE incidents target SET alert_count = target.alert_count + $3::int,
         flap_count = target.flap_count + source.flap_count
       FROM incidents source WHERE source.id = $1 AND target.id = $2`,
      [fromId, into.id, moved.length],
    );
    await manager.query('UPDATE incidents SET alert_count = 0 WHERE id = $1', [fromId]);
    return moved.length;
  }

  /** Claims what should have woken, for the sweeper, as `RunningEscalations.claimOverdue` does. */
  async claimOverdue(
    manager: EntityManager,
    limit: number,
    graceMs: number,
    leaseMs: number,
  ): Promise<{ id: string; fence: number }[]> {
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE incidents SET wakes_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
       WHERE id IN (
         SELECT id FROM incidents WHERE wakes_at <= rouse_now() - $2 * interval '1 millisecond'
         ORDER BY wakes_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id, fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }

  private async write(
    manager: EntityManager,
    id: string,
    set: string,
    more: readonly unknown[] = [],
  ): Promise<Waking> {
    return wakingOf(await this.writeAll(manager, [id], set, more), id);
  }

  /** All of them get the same status, and their open alerts with them. */
  private async writeAll(
    manager: EntityManager,
    ids: readonly string[],
    set: string,
    more: readonly unknown[] = [],
  ): Promise<Map<string, Waking>> {
    if (ids.length === 0) return new Map();
    const [rows] = await manager.query<[(Waking & { id: string; status: IncidentStatus })[], number]>(
      `UPDATE incidents SET ${set}, fence = fence + 1 WHERE id = ANY($1::uuid[]) RETURNING id, status, ${WAKING}`,
      [ids, ...more],
    );
    const status = rows[0]?.status;
    if (status !== undefined)
      await manager.query(
        `UPDATE alerts SET status = $2::text, resolved_at = CASE WHEN $2::text = 'resolved' THEN rouse_now() END
         WHERE incident_id = ANY($1::uuid[]) AND status NOT IN ('resolved', $2::text)`,
        [ids, status],
      );
    return new Map(rows.map(({ id, fence, wakesInMs }) => [id, { fence, wakesInMs }]));
  }
}

function wakingOf(waking: ReadonlyMap<string, Waking>, id: string): Waking {
  const row = waking.get(id);
  if (!row) throw new Error(`Incident ${id} is gone`);
  return row;
}
