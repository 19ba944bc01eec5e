import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { SYSTEM } from '../actor.js';
import { AlertStore } from '../intake/alert-store.js';
import { IncidentActions } from '../incident-actions.js';
import { Timeline } from '../timeline.js';

interface QuietAlert {
  readonly incidentId: string;
  /** When it has been quiet for as long as the service wants; now, where the service wants it no more. */
  readonly overAt: Date;
  readonly isOver: boolean;
}

/**
 * Ends flapping alerts that have been quiet for long enough, and their incidents where no other alert is open. Looks at
 * when the source resolved it, so a claim needs no fence: one that came back meanwhile is not quiet.
 */
@Injectable()
export class QuietAlerts implements SweptDeadlines {
  readonly kind = 'quiet-alert';

  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertStore,
    private readonly actions: IncidentActions,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  async claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    const [rows] = await this.dataSource.query<[ClaimedDeadline[], number]>(
      `UPDATE alerts SET settles_at = rouse_now() + $3 * interval '1 millisecond'
       WHERE id IN (
         SELECT id FROM alerts
         WHERE status <> 'resolved' AND settles_at <= rouse_now() - $2 * interval '1 millisecond'
         ORDER BY settles_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, 0 AS fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }

  async takeUp(alertId: string): Promise<void> {
    const wakeUps = await this.dataSource.transaction((manager) => this.settle(manager, alertId));
    await this.wakeUps.schedule(wakeUps);
  }

  private async settle(manager: EntityManager, alertId: string): Promise<WakeUp[]> {
    // The incident's row before the alert's, as the intake has it.
    const locked = await manager.query<{ id: string }[]>(
      `SELECT incident.id FROM incidents incident JOIN alerts alert ON alert.incident_id = incident.id
       WHERE alert.id = $1 FOR NO KEY UPDATE OF incident`,
      [alertId],
    );
    const alert = await quietAlert(manager, alertId);
    // While this waited for the lock the alert may have gone to another incident: its lease brings it back.
    if (alert === null || alert.incidentId !== locked[0]?.id) return [];
    if (!alert.isOver) {
      await manager.query(`UPDATE alerts SET settles_at = $2 WHERE id = $1`, [alertId, alert.overAt]);
      return [];
    }
    const { incidentId } = alert;
    await this.alerts.settle(manager, alertId);
    const reason = 'it flapped, and has been quiet for long enough';
    await this.timeline.append(manager, [
      { incidentId, kind: 'alert.resolved', actor: SYSTEM, reason, details: { alertId } },
    ]);
    if ((await this.alerts.stillOpen(manager, [incidentId])).has(incidentId)) return [];
    const { wakeUps } = await this.actions.actWithin(manager, 'resolve', incidentId, SYSTEM);
    return wakeUps;
  }
}

async function quietAlert(manager: EntityManager, alertId: string): Promise<QuietAlert | null> {
  const [row] = await manager.query<QuietAlert[]>(
    `SELECT "incidentId", "overAt", "overAt" <= rouse_now() AS "isOver" FROM (
       SELECT alert.incident_id AS "incidentId",
              coalesce(alert.last_event_at + (service.flapping ->> 'quietSeconds')::int * interval '1 second',
                       rouse_now()) AS "overAt"
       FROM alerts alert JOIN services service ON service.id = alert.service_id
       WHERE alert.id = $1 AND alert.status <> 'resolved' AND alert.settles_at IS NOT NULL
         AND alert.incident_id IS NOT NULL) quiet`,
    [alertId],
  );
  return row ?? null;
}
