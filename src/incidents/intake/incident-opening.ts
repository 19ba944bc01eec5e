import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IncidentService } from '../../catalog/service-catalog.js';
import { isSupportTime } from '../../catalog/support-hours.js';
import { EscalationPolicies } from '../../escalations/escalation-policies.js';
import { newId } from '../../platform/database/identifier.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { Actor } from '../actor.js';
import { groupingKey } from '../lifecycle/grouping-key.js';
import { IntakeReader, type AskedGroup, type FoundIncident } from './intake-reader.js';
import { IntakeWriter } from './intake-writer.js';
import {
  IntakePlan,
  ofService,
  type AlertContent,
  type Circumstances,
  type PlannedAlert,
  type PlannedIncident,
} from './planning/intake-plan.js';
import { planOpening } from './planning/plan-opening.js';

/** An alert that is stored and belongs to no incident yet. */
export interface StoredAlert extends AlertContent {
  readonly alertId: string;
}

/** Which groups of a service new alerts may join, each once. */
export function askedGroups(
  service: Pick<IncidentService, 'id' | 'grouping'>,
  alerts: readonly AlertContent[],
): AskedGroup[] {
  const { id: serviceId, grouping } = service;
  if (grouping.by === 'none') return [];
  const keys = new Set(alerts.flatMap((alert) => groupingKeyOf(service, alert) ?? []));
  return [...keys].map((key) => ({
    serviceId,
    groupingKey: key,
    windowSeconds: grouping.windowSeconds ?? null,
  }));
}

/** What alerts of this content have in common with others at the service, as it is stored; null: nothing. */
export function groupingKeyOf(
  { grouping }: Pick<IncidentService, 'grouping'>,
  event: AlertContent,
): string | null {
  const key = groupingKey(grouping, event);
  // Values of any length in one that an index takes.
  return key === null ? null : createHash('sha256').update(key).digest('hex');
}

/** Whether the service is in its support hours; one that has none is not. */
export function isInSupportHours(
  { supportHours, timeZone }: Pick<IncidentService, 'supportHours' | 'timeZone'>,
  now: Date,
): boolean {
  return supportHours !== null && isSupportTime(supportHours, timeZone, now);
}

/** An incident that was read and locked, as a plan has it; null where it is over or somebody else has locked it. */
export function plannedIncident(found: FoundIncident, hasOtherAlerts: boolean): PlannedIncident | null {
  const { id, status, serviceId, severity, urgency, flapCount, groupingKey: key } = found;
  if (status === null || status === 'resolved') return null;
  if (serviceId === null || severity === null || urgency === null || flapCount === null) return null;
  return {
    id,
    serviceId,
    isNew: false,
    title: '',
    groupingKey: key,
    status,
    severity,
    urgency,
    flapCount,
    alertsAdded: 0,
    flapsAdded: 0,
    isRaised: false,
    isPagedAnew: false,
    isAcknowledgedBySource: false,
    isResolvedBySource: false,
    autoResolveSeconds: null,
    alerts: new Set(),
    hasOtherAlerts,
  };
}

/** Lets alerts that are stored open incidents, or join the one that is open, as those do that come in. */
@Injectable()
export class IncidentOpening {
  constructor(
    private readonly policies: EscalationPolicies,
    private readonly reader: IntakeReader,
    private readonly writer: IntakeWriter,
  ) {}

  /**
   * The turn at the service's intake must be held.
   * @param now the database's time
   * @returns the wake-ups to set after the commit
   */
  async open(
    manager: EntityManager,
    service: IncidentService,
    now: Date,
    actor: Actor,
    alerts: readonly StoredAlert[],
  ): Promise<WakeUp[]> {
    const plan = new IntakePlan();
    const policy = await this.policies.snapshot(manager, service.escalationPolicyId);
    const groups = askedGroups(service, alerts);
    const found = await this.reader.lockIncidents(manager, [], groups, true);
    for (const each of found) {
      const incident = plannedIncident(each, true);
      if (incident === null) continue;
      plan.incidents.set(incident.id, incident);
      if (each.groupingKey !== null) plan.groups.set(ofService(service.id, each.groupingKey), incident);
    }
    const circumstances: Circumstances = {
      service,
      integrationId: null,
      actor,
      isSupportTime: isInSupportHours(service, now),
      window: null,
      policyName: policy.name,
      newId,
      groupingKeyOf: (event) => groupingKeyOf(service, event),
    };
    const opened = planOpening(
      plan,
      circumstances,
      alerts.map(({ alertId, ...event }) => {
        const alert = storedAlert(service.id, alertId, event);
        plan.addAlert(alert, event.dedupKey);
        return { alert, event, isStored: true, opens: 0 };
      }),
    );
    for (const incident of opened) incident.autoResolveSeconds = service.autoResolveSeconds;
    return this.writer.write(manager, plan, () => policy);
  }
}

function storedAlert(serviceId: string, id: string, { severity }: AlertContent): PlannedAlert {
  return {
    id,
    serviceId,
    content: null,
    ageSeconds: 0,
    incident: null,
    status: 'triggered',
    severity,
    isFlapping: false,
    settlesInSeconds: null,
    isQuietSinceBefore: false,
    suppressedBy: null,
    repeats: 0,
    isHeard: false,
    isChanged: true,
  };
}
