import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { Actor } from '../actor.js';
import { EscalationSteering } from '../escalation-steering.js';
import { IncidentStore } from '../incident-store.js';
import { pagesAnew, type Gravity } from '../lifecycle/urgency.js';
import { OpenIncidents, type OpenIncident } from './open-incidents.js';
import { Timeline, type TimelineEntry } from '../timeline.js';

/** An open incident, and how bad it is from now on. */
export interface Raised {
  readonly incident: OpenIncident;
  readonly to: Gravity;
  /** Why its urgency rises, in words; of no account where it does not. */
  readonly reason: string;
}

/** Open incidents that turn out to be worse. */
@Injectable()
export class IncidentRaising {
  constructor(
    private readonly incidents: OpenIncidents,
    private readonly store: IncidentStore,
    private readonly steering: EscalationSteering,
    private readonly timeline: Timeline,
  ) {}

  /**
   * Raises incidents whose rows are locked. Where that makes one urgent which nobody has acknowledged, its people are
   * paged anew, from the policy's beginning and by their rules for high urgency.
   * @returns the wake-ups to set after the commit
   */
  async raise(manager: EntityManager, raised: readonly Raised[], actor: Actor): Promise<WakeUp[]> {
    if (raised.length === 0) return [];
    await this.incidents.raise(
      manager,
      raised.map(({ incident, to }) => ({ incidentId: incident.id, ...to })),
    );
    await this.timeline.append(
      manager,
      raised.flatMap((each) => entriesOf(each, actor)),
    );
    const urgent = raised.filter(({ incident, to }) => pagesAnew(incident, to.urgency));
    return this.pageAnew(
      manager,
      urgent.map(({ incident }) => incident.id),
    );
  }

  /** Pages the people of these incidents from their policies' beginning. @returns the wake-ups to set after the commit */
  async pageAnew(manager: EntityManager, incidentIds: readonly string[]): Promise<WakeUp[]> {
    if (incidentIds.length === 0) return [];
    const wakeUps: WakeUp[] = [];
    for (const incident of await this.store.lock(manager, incidentIds))
      wakeUps.push(...(await this.steering.steer(manager, incident, 'restart')));
    return wakeUps;
  }
}

const becomesUrgent = ({ incident, to }: Raised): boolean =>
  incident.urgency === 'low' && to.urgency === 'high';

function entriesOf({ incident, to, reason }: Raised, actor: Actor): TimelineEntry[] {
  const incidentId = incident.id;
  const entries: TimelineEntry[] = [];
  if (incident.severity !== to.severity)
    entries.push({
      incidentId,
      kind: 'incident.severity-raised',
      actor,
      details: { from: incident.severity, to: to.severity },
    });
  if (becomesUrgent({ incident, to, reason }))
    entries.push({
      incidentId,
      kind: 'incident.urgency-raised',
      actor,
      reason,
      details: { from: 'low', to: 'high' },
    });
  return entries;
}
