import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { withLogContext } from '../platform/logging/logger.js';
import type { ClaimedDeadline, SweptDeadlines } from '../platform/queue/overdue-work.js';
import type { WakeUp, WakeUpHandler } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { SYSTEM } from './actor.js';
import { EscalationSteering } from './escalation-steering.js';
import { IncidentStore, type LockedIncident } from './incident-store.js';
import { transition } from './lifecycle/incident-lifecycle.js';
import { Timeline, type TimelineEntry } from './timeline.js';
import { WAKE_INCIDENT, wakeIncident } from './wake-incident.job.js';

/**
 * Triggers an acknowledged incident again when its snooze is over, or when whoever acknowledged it has shown no sign
 * of life for the service's time; it is paged from the policy's beginning. Twice, late, or after somebody has done
 * something about it, it does nothing (promise 3).
 */
@Injectable()
export class IncidentWaking implements WakeUpHandler, SweptDeadlines {
  readonly kind = WAKE_INCIDENT;

  constructor(
    private readonly dataSource: DataSource,
    private readonly store: IncidentStore,
    private readonly steering: EscalationSteering,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  handle(wakeUp: { readonly id: string; readonly fence: number }): Promise<void> {
    return this.wake(wakeUp.id, wakeUp.fence, false);
  }

  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return this.store.claimOverdue(this.dataSource.manager, limit, graceMs, leaseMs);
  }

  takeUp(id: string, fence: number): Promise<void> {
    return this.wake(id, fence, true);
  }

  private async wake(id: string, fence: number, isClaimed: boolean): Promise<void> {
    await withLogContext({ incidentId: id }, async () => {
      const wakeUps = await this.dataSource.transaction((manager) =>
        this.wakeWithin(manager, id, fence, isClaimed),
      );
      await this.wakeUps.schedule(wakeUps);
    });
  }

  private async wakeWithin(
    manager: EntityManager,
    id: string,
    fence: number,
    isClaimed: boolean,
  ): Promise<WakeUp[]> {
    const [incident] = await this.store.lock(manager, [id]);
    if (!incident || incident.fence !== fence || incident.wakesInMs === null) return [];
    // The queue's clock runs ahead of the database's, whose time governs (promise 8): set the alarm again.
    if (!isClaimed && incident.wakesInMs > 0) return wakeIncident(id, incident);
    const change = transition(incident.status, 'wake', 'nobody');
    if (change.kind !== 'change') return [];
    await this.store.trigger(manager, id);
    await this.timeline.append(manager, [whyAwake(incident)]);
    return this.steering.steer(manager, incident, change.escalation);
  }
}

function whyAwake({ id, isSnoozed, acknowledgedBy, acknowledgedByName }: LockedIncident): TimelineEntry {
  if (isSnoozed)
    return {
      incidentId: id,
      kind: 'incident.woke',
      actor: SYSTEM,
      reason: 'the snooze is over',
      details: { acknowledgedBy },
    };
  return {
    incidentId: id,
    kind: 'acknowledgement.timed-out',
    actor: SYSTEM,
    reason: `${acknowledgedByName ?? 'the source'} acknowledged it, and nothing more was heard`,
    details: { acknowledgedBy },
  };
}
