import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { notFound } from '../platform/http/problem.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { done, tooLate, type ActionDone, type ActionOutcome } from './action-outcome.js';
import { EscalationSteering } from './escalation-steering.js';
import { IncidentStore, type LockedIncident } from './incident-store.js';
import { transition } from './lifecycle/incident-lifecycle.js';
import { pagesAnew } from './lifecycle/urgency.js';
import { Timeline } from './timeline.js';

/** What people may say of an incident better than monitoring could. */
export type IncidentChange = Partial<Pick<LockedIncident, 'title' | 'priority' | 'urgency'>>;

type Told = Required<IncidentChange>;

/**
 * Changes of an incident's title, priority and urgency. Pages that are made from then on go by the new urgency; where
 * it becomes urgent and nobody has it, its people are paged anew at once.
 */
@Injectable()
export class IncidentChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: IncidentStore,
    private readonly steering: EscalationSteering,
    private readonly timeline: Timeline,
    private readonly audit: AuditLog,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /** @throws Problem 404 when there is no such incident */
  async change(incidentId: string, change: IncidentChange, principal: Principal): Promise<ActionOutcome> {
    const { outcome, wakeUps } = await this.dataSource.transaction((manager) =>
      this.changeWithin(manager, incidentId, change, principal),
    );
    await this.wakeUps.schedule(wakeUps);
    return outcome;
  }

  private async changeWithin(
    manager: EntityManager,
    incidentId: string,
    change: IncidentChange,
    principal: Principal,
  ): Promise<ActionDone> {
    const [incident] = await this.store.lock(manager, [incidentId]);
    if (!incident) throw notFound('incident');
    const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
    if (transition(incident.status, 'change', 'other').kind === 'too-late') {
      const { outcome, entry } = tooLate(incident, 'change', actor);
      await this.timeline.append(manager, [entry]);
      return { outcome, wakeUps: [] };
    }
    const before = told(incident);
    const after = { ...before, ...change };
    const changes = differences(before, after);
    if (Object.keys(changes).length === 0) return { outcome: done(incident), wakeUps: [] };
    await this.store.describe(manager, incidentId, after);
    await this.timeline.append(manager, [
      { incidentId, kind: 'incident.changed', actor, details: { changes } },
    ]);
    await this.audit.record(manager, principal, {
      action: 'incident.update',
      objectType: 'incident',
      objectId: incidentId,
      before,
      after,
    });
    const steer = pagesAnew(incident, after.urgency) ? 'restart' : 'keep';
    return { outcome: done(incident), wakeUps: await this.steering.steer(manager, incident, steer) };
  }
}

const told = ({ title, priority, urgency }: LockedIncident): Told => ({ title, priority, urgency });

/** What is another now than before, by name. */
function differences(before: Told, after: Told): Record<string, { from: string | null; to: string | null }> {
  const names = ['title', 'priority', 'urgency'] as const;
  return Object.fromEntries(
    names
      .filter((name) => before[name] !== after[name])
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
}
