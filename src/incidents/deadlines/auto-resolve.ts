import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ServiceView } from '../../catalog/service-schema.js';
import { withLogContext } from '../../platform/logging/logger.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { SYSTEM } from '../actor.js';
import { IncidentActions } from '../incident-actions.js';
import { Timeline } from '../timeline.js';

/** What a service says of it. */
type AutoResolving = Pick<ServiceView, 'id' | 'autoResolveSeconds'>;

/** How an incident of which nothing was heard stands; all null where its service resolves none by itself. */
interface Silence {
  readonly seconds: number | null;
  readonly dueAt: Date | null;
  readonly isOver: boolean | null;
}

/**
 * Resolves incidents of which nothing was heard for as long as their service says. What counts is the last event and
 * what the service says now, so a claim needs no fence: an event that came meanwhile moves the deadline.
 */
@Injectable()
export class AutoResolve implements SweptDeadlines {
  readonly kind = 'auto-resolve';

  constructor(
    private readonly dataSource: DataSource,
    private readonly actions: IncidentActions,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  async claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    const [rows] = await this.dataSource.query<[ClaimedDeadline[], number]>(
      `UPDATE incidents SET auto_resolve_at = rouse_now() + $3 * interval '1 millisecond'
       WHERE id IN (
         SELECT id FROM incidents
         WHERE status <> 'resolved' AND auto_resolve_at <= rouse_now() - $2 * interval '1 millisecond'
         ORDER BY auto_resolve_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id, 0 AS fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }

  async takeUp(incidentId: string): Promise<void> {
    await withLogContext({ incidentId }, async () => {
      const wakeUps = await this.dataSource.transaction((manager) => this.resolve(manager, incidentId));
      await this.wakeUps.schedule(wakeUps);
    });
  }

  /** Another time counts for what is open already, too: each is looked at anew. */
  async followService(manager: EntityManager, before: AutoResolving, after: AutoResolving): Promise<void> {
    if (before.autoResolveSeconds === after.autoResolveSeconds) return;
    await manager.query(
      `UPDATE incidents SET auto_resolve_at = rouse_now()
       WHERE id IN (SELECT id FROM incidents WHERE service_id = $1 AND status <> 'resolved'
                    ORDER BY id FOR NO KEY UPDATE)`,
      [after.id],
    );
  }

  private async resolve(manager: EntityManager, incidentId: string): Promise<WakeUp[]> {
    await manager.query(`SELECT id FROM incidents WHERE id = $1 FOR NO KEY UPDATE`, [incidentId]);
    const { seconds, dueAt, isOver } = await silenceOf(manager, incidentId);
    if (seconds === null || isOver !== true) {
      await manager.query(`UPDATE incidents SET auto_resolve_at = $2 WHERE id = $1`, [incidentId, dueAt]);
      return [];
    }
    await manager.query(`UPDATE incidents SET auto_resolve_at = NULL WHERE id = $1`, [incidentId]);
    const reason = `nothing was heard of it for ${String(seconds)} s`;
    await this.timeline.append(manager, [
      {
        incidentId,
        kind: 'incident.auto-resolved',
        actor: SYSTEM,
        reason,
        details: { afterSeconds: seconds },
      },
    ]);
    const { wakeUps } = await this.actions.actWithin(manager, 'resolve', incidentId, SYSTEM);
    return wakeUps;
  }
}

async function silenceOf(manager: EntityManager, incidentId: string): Promise<Silence> {
  const [row] = await manager.query<Silence[]>(
    `SELECT seconds, "dueAt", "dueAt" <= rouse_now() AS "isOver" FROM (
       SELECT service.auto_resolve_seconds AS seconds,
              (SELECT max(last_event_at) FROM alerts WHERE incident_id = incident.id)
                + service.auto_resolve_seconds * interval '1 second' AS "dueAt"
       FROM incidents incident JOIN services service ON service.id = incident.service_id
       WHERE incident.id = $1 AND incident.status <> 'resolved') silence`,
    [incidentId],
  );
  return row ?? { seconds: null, dueAt: null, isOver: null };
}
