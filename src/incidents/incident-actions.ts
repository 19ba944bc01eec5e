import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RunningEscalations } from '../escalations/running-escalations.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { notFound } from '../platform/http/problem.js';
import { withLogContext } from '../platform/logging/logger.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import type { Actor } from './actor.js';
import { transition, type IncidentAction, type IncidentStatus } from './lifecycle/incident-lifecycle.js';
import { Timeline } from './timeline.js';

/** How an action ended. `too-late` is an answer, not an error: `detail` says who or what was quicker. */
export type ActionOutcome =
  | { readonly kind: 'done'; readonly incident: IncidentBrief }
  | { readonly kind: 'too-late'; readonly incident: IncidentBrief; readonly detail: string };

export interface IncidentBrief {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
}

interface LockedIncident extends IncidentBrief {
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
  readonly resolvedBy: string | null;
}

/** Past tense of each action, as timeline kinds and sentences have it. */
const DONE = { acknowledge: 'acknowledged', resolve: 'resolved', escalate: 'escalated' } as const;

/**
 * Everything that somebody can do to an incident, from whichever door: one lock, one state machine, one winner. The
 * escalation stops (or goes on) in the same transaction.
 */
@Injectable()
export class IncidentActions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly escalations: RunningEscalations,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Acts, and commits.
   * @throws Problem 404 when there is no such incident
   */
  async act(action: IncidentAction, incidentId: string, actor: Actor): Promise<ActionOutcome> {
    return withLogContext({ incidentId }, async () => {
      const { outcome, wakeUps } = await this.dataSource.transaction((manager) =>
        this.actWithin(manager, action, incidentId, actor),
      );
      await this.wakeUps.schedule(wakeUps);
      return outcome;
    });
  }

  /** Acts inside the caller's transaction; set the wake-ups after its commit. */
  async actWithin(
    manager: EntityManager,
    action: IncidentAction,
    incidentId: string,
    actor: Actor,
  ): Promise<{ outcome: ActionOutcome; wakeUps: WakeUp[] }> {
    const incident = await this.lock(manager, incidentId);
    const change = transition(incident.status, action, isSameActor(incident, actor));
    switch (change.kind) {
      case 'unchanged':
        return { outcome: { kind: 'done', incident: brief(incident) }, wakeUps: [] };
      case 'too-late': {
        const detail = whyTooLate(incident);
        await this.timeline.append(manager, [
          { incidentId, kind: 'answer.too-late', actor, reason: detail, details: { action } },
        ]);
        return { outcome: { kind: 'too-late', incident: brief(incident), detail }, wakeUps: [] };
      }
      case 'change': {
        await this.write(manager, incidentId, change.to, action, actor);
        await this.timeline.append(manager, [{ incidentId, kind: `incident.${DONE[action]}`, actor }]);
        const wakeUps = await this.steerEscalation(manager, incidentId, change.escalation);
        return { outcome: { kind: 'done', incident: { ...brief(incident), status: change.to } }, wakeUps };
      }
    }
  }

  private async steerEscalation(
    manager: EntityManager,
    incidentId: string,
    to: 'stop' | 'next-step',
  ): Promise<WakeUp[]> {
    if (to === 'stop') {
      await this.escalations.stop(manager, [incidentId]);
      return [];
    }
    const wakeUp = await this.escalations.goOnNow(manager, incidentId, await this.clock.now(manager));
    return wakeUp ? [wakeUp] : [];
  }

  /** The incident's row is locked before its escalation and its pages, everywhere, so that nobody waits in a ring. */
  private async lock(manager: EntityManager, incidentId: string): Promise<LockedIncident> {
    const [incident] = await manager.query<LockedIncident[]>(
      `SELECT incident.id, number::int AS number, title, status, acknowledged_by AS "acknowledgedBy",
              resolved_by AS "resolvedBy",
              (SELECT name FROM users WHERE users.id = acknowledged_by) AS "acknowledgedByName"
       FROM incidents incident WHERE incident.id = $1 FOR NO KEY UPDATE`,
      [incidentId],
    );
    if (!incident) throw notFound('incident');
    return incident;
  }

  private async write(
    manager: EntityManager,
    incidentId: string,
    to: IncidentStatus,
    action: IncidentAction,
    actor: Actor,
  ): Promise<void> {
    const userId = actor.type === 'user' ? actor.userId : null;
    const set = {
      acknowledge: 'acknowledged_at = rouse_now(), acknowledged_by = $3',
      resolve: 'resolved_at = rouse_now(), resolved_by = $3',
      escalate: 'acknowledged_at = NULL, acknowledged_by = NULL',
    }[action];
    const parameters = action === 'escalate' ? [incidentId, to] : [incidentId, to, userId];
    await manager.query(`UPDATE incidents SET status = $2, ${set} WHERE id = $1`, parameters);
    await manager.query(
      `UPDATE alerts SET status = $2::text, resolved_at = CASE WHEN $2::text = 'resolved' THEN rouse_now() END
       WHERE incident_id = $1 AND status <> 'resolved'`,
      [incidentId, to],
    );
  }
}

function isSameActor(incident: LockedIncident, actor: Actor): boolean {
  // Monitoring repeats itself; what it asks for and already is so, is so.
  if (actor.type !== 'user') return true;
  const by = incident.status === 'resolved' ? incident.resolvedBy : incident.acknowledgedBy;
  return by === actor.userId;
}

function whyTooLate(incident: LockedIncident): string {
  if (incident.status === 'resolved') return `Incident #${incident.number} is resolved already.`;
  return `${incident.acknowledgedByName ?? 'The source'} has acknowledged incident #${incident.number} already.`;
}

const brief = ({ id, number, title, status }: LockedIncident): IncidentBrief => ({
  id,
  number,
  title,
  status,
});
