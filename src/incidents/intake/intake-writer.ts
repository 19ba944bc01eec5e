import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { holdBackAll } from '../../catalog/maintenance/silences.js';
import type { PolicySnapshot } from '../../escalations/policy-snapshot.js';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import { writeTogether } from '../../platform/database/several-writes.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { IncidentStore } from '../incident-store.js';
import { cancelAllPendingRequests } from '../responders/responder-store.js';
import { writeOfEntries, type TimelineEntry } from '../timeline.js';
import { wakeIncident } from '../wake-incident.job.js';
import { IncidentRaising } from './incident-raising.js';
import {
  changedAlerts,
  changedIncidents,
  freesKeys,
  newAlerts,
  newEvents,
  newIncidents,
} from './intake-writes.js';
import type { IntakePlan, PlannedIncident } from './planning/intake-plan.js';

/** Writes what a plan says. All incidents that are not new are locked. */
@Injectable()
export class IntakeWriter {
  constructor(
    private readonly escalations: RunningEscalations,
    private readonly raising: IncidentRaising,
    private readonly store: IncidentStore,
  ) {}

  /**
   * In a number of statements that does not depend on how many events there are, but for incidents that become urgent.
   * @param policyOf what the escalation of a service's new incident begins with
   * @returns the wake-ups to set after the commit
   */
  async write(
    manager: EntityManager,
    plan: IntakePlan,
    policyOf: (serviceId: string) => PolicySnapshot,
  ): Promise<WakeUp[]> {
    const incidents = [...plan.incidents.values()];
    const fresh = incidents.filter(({ isNew }) => isNew);
    const known = incidents.filter(({ isNew }) => !isNew);
    const resolved = incidents.filter(({ isResolvedBySource }) => isResolvedBySource);
    const entries = await withCancelledRequests(manager, plan.entries, resolved);
    const started = this.escalations.starting(
      fresh.map(({ id, serviceId }) => ({ incidentId: id, policy: policyOf(serviceId) })),
    );
    const first = [...newIncidents(fresh), ...changedIncidents(known), ...changedAlerts(plan.alerts)];
    const then = [
      ...newAlerts(plan.alerts),
      ...newEvents(plan.events),
      ...writeOfEntries(entries),
      ...started.writes,
    ];
    // A key that becomes free may have a new alert, so the one comes after the other.
    if (freesKeys(plan.alerts)) {
      await writeTogether(manager, first);
      await writeTogether(manager, then);
    } else await writeTogether(manager, [...first, ...then]);
    await holdBackAll(manager, plan.heldBack);
    const wakeUps = [
      ...started.wakeUps,
      ...(await this.raising.pageAnew(manager, idsOf(incidents.filter(({ isPagedAnew }) => isPagedAnew)))),
      ...(await this.acknowledge(manager, incidents)),
    ];
    await this.store.resolveAll(manager, idsOf(resolved), null);
    await this.escalations.stop(manager, idsOf(resolved));
    return wakeUps;
  }

  private async acknowledge(
    manager: EntityManager,
    incidents: readonly PlannedIncident[],
  ): Promise<WakeUp[]> {
    const ids = idsOf(incidents.filter(({ isAcknowledgedBySource }) => isAcknowledgedBySource));
    const waking = await this.store.acknowledgeAll(manager, ids, null);
    await this.escalations.stop(manager, ids);
    return [...waking].flatMap(([id, each]) => wakeIncident(id, each));
  }
}

const idsOf = (incidents: readonly PlannedIncident[]): string[] => incidents.map(({ id }) => id);

/** Who was asked for help need not answer any more: that is told right after the end of the incident. */
async function withCancelledRequests(
  manager: EntityManager,
  entries: readonly TimelineEntry[],
  resolved: readonly PlannedIncident[],
): Promise<readonly TimelineEntry[]> {
  const ids = idsOf(resolved.filter(({ isNew }) => !isNew));
  const cancelled = await cancelAllPendingRequests(manager, ids, 'the incident is resolved');
  if (cancelled.length === 0) return entries;
  return entries.flatMap((entry) =>
    entry.kind === 'incident.resolved'
      ? [entry, ...cancelled.filter(({ incidentId }) => incidentId === entry.incidentId)]
      : [entry],
  );
}
