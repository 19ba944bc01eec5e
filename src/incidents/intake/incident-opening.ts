import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IncidentService } from '../../catalog/service-catalog.js';
import { isSupportTime } from '../../catalog/support-hours.js';
import { EscalationPolicies } from '../../escalations/escalation-policies.js';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import { newId } from '../../platform/database/identifier.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { AlertStore, type AlertContent, type NewAlert } from './alert-store.js';
import type { Actor } from '../actor.js';
import { IncidentRaising, type Raised } from './incident-raising.js';
import type { Severity } from '../incoming-event.js';
import { groupingKey } from '../lifecycle/grouping-key.js';
import { raisedByNew, urgencyOf, worseSeverity } from '../lifecycle/urgency.js';
import { OpenIncidents, storedGroupingKey, type NewIncident, type OpenIncident } from './open-incidents.js';
import { Timeline, type TimelineEntry } from '../timeline.js';

/** An alert on its way to an incident. */
export interface OpeningAlert {
  readonly alertId: string;
  readonly event: AlertContent;
  /** It is stored already: it came during maintenance and outlived it. */
  readonly isStored: boolean;
  /** How often its key opened lately, this time included, where that is too often; 0: it does not flap. */
  readonly opens: number;
}

/** At which service, when, and at whose word alerts open. */
export interface Opening {
  readonly service: IncidentService;
  /** Null: it is not known by which one they came. */
  readonly integrationId: string | null;
  readonly actor: Actor;
  /** The database's time. */
  readonly now: Date;
  /** Open incidents that may be joined, by stored grouping key, locked. */
  readonly groups: ReadonlyMap<string, OpenIncident>;
}

/** One incident with those of the alerts that belong to it, the one that opens it first. */
interface Assigned {
  readonly incidentId: string;
  /** Null: it is new. */
  readonly joined: OpenIncident | null;
  readonly groupingKey: string | null;
  readonly alerts: OpeningAlert[];
}

/** What alerts of this content have in common with others at the service, as it is stored; null: nothing. */
export function groupingKeyOf(service: IncidentService, event: AlertContent): string | null {
  const key = groupingKey(service.grouping, event);
  return key === null ? null : storedGroupingKey(key);
}

/** Whether the service is in its support hours; one that has none is not. */
export function isInSupportHours(service: IncidentService, now: Date): boolean {
  return service.supportHours !== null && isSupportTime(service.supportHours, service.timeZone, now);
}

/** Lets alerts open incidents, or join the one that is open; each incident's escalation is due at once. */
@Injectable()
export class IncidentOpening {
  constructor(
    private readonly policies: EscalationPolicies,
    private readonly escalations: RunningEscalations,
    private readonly alerts: AlertStore,
    private readonly incidents: OpenIncidents,
    private readonly raising: IncidentRaising,
    private readonly timeline: Timeline,
  ) {}

  /** In a number of statements that does not depend on how many alerts there are. @returns ids of all incidents concerned */
  async open(
    manager: EntityManager,
    opening: Opening,
    alerts: readonly OpeningAlert[],
  ): Promise<{ incidentIds: string[]; wakeUps: WakeUp[] }> {
    if (alerts.length === 0) return { incidentIds: [], wakeUps: [] };
    const { service } = opening;
    const assigned = assign(opening, alerts);
    const fresh = assigned.filter((each) => each.joined === null);
    const policy =
      fresh.length === 0 ? null : await this.policies.snapshot(manager, service.escalationPolicyId);
    await this.incidents.add(
      manager,
      service.id,
      fresh.flatMap((each) => newIncident(opening, each)),
    );
    await this.incidents.count(manager, assigned.filter((each) => each.joined !== null).map(countOf));
    await this.writeAlerts(manager, opening, assigned);
    await this.timeline.append(
      manager,
      assigned.flatMap((each) => entriesOf(opening, each, policy?.name ?? null)),
    );
    const raisedWakeUps = await this.raising.raise(
      manager,
      assigned.flatMap((each) => raisedBy(opening, each)),
      opening.actor,
    );
    const started = policy === null ? [] : fresh.map(({ incidentId }) => ({ incidentId, policy }));
    const startedWakeUps = await this.escalations.start(manager, started);
    return {
      incidentIds: assigned.map((each) => each.incidentId),
      wakeUps: [...startedWakeUps, ...raisedWakeUps],
    };
  }

  private async writeAlerts(
    manager: EntityManager,
    { service, integrationId }: Opening,
    assigned: readonly Assigned[],
  ): Promise<void> {
    const rows = assigned.flatMap((each) => each.alerts.map((alert) => ({ alert, row: rowOf(each, alert) })));
    const added = rows.filter(({ alert }) => !alert.isStored).map(({ row }) => row);
    if (integrationId !== null)
      await this.alerts.add(manager, { serviceId: service.id, integrationId }, added);
    await this.alerts.emerge(
      manager,
      rows.filter(({ alert }) => alert.isStored).map(({ row }) => row),
    );
  }
}

/** Which alert goes to which incident: to the open one of its group, or to a new one, which the next of its group join. */
function assign({ service, groups }: Opening, alerts: readonly OpeningAlert[]): Assigned[] {
  const assigned: Assigned[] = [];
  const ofGroup = new Map<string, Assigned>();
  for (const alert of alerts) {
    const key = groupingKeyOf(service, alert.event);
    const known = key === null ? undefined : ofGroup.get(key);
    if (known) {
      known.alerts.push(alert);
      continue;
    }
    const joined = key === null ? null : (groups.get(key) ?? null);
    const each = { incidentId: joined?.id ?? newId(), joined, groupingKey: key, alerts: [alert] };
    assigned.push(each);
    if (key !== null) ofGroup.set(key, each);
  }
  return assigned;
}

function newIncident(
  { service, now }: Opening,
  { incidentId, groupingKey: key, alerts }: Assigned,
): NewIncident[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const severity = worstOf(alerts);
  return [
    {
      incidentId,
      title: first.event.summary,
      severity,
      urgency: urgencyOf(service, severity, isInSupportHours(service, now)),
      groupingKey: key,
      alertCount: alerts.length,
      flapCount: flapsOf(alerts),
    },
  ];
}

const countOf = ({ incidentId, alerts }: Assigned) => ({
  incidentId,
  alerts: alerts.length,
  flaps: flapsOf(alerts),
});

const flapsOf = (alerts: readonly OpeningAlert[]): number =>
  alerts.reduce((sum, { opens }) => sum + opens, 0);

function worstOf(alerts: readonly OpeningAlert[]): Severity {
  return alerts.map(({ event }) => event.severity).reduce(worseSeverity);
}

function rowOf({ incidentId, joined }: Assigned, { alertId, event, opens }: OpeningAlert): NewAlert {
  const status = joined?.status ?? 'triggered';
  return { alertId, event, incidentId, status, suppressedBy: null, isFlapping: opens > 0 };
}

function raisedBy({ service, now }: Opening, { joined, alerts }: Assigned): Raised[] {
  if (joined === null) return [];
  const severity = worstOf(alerts);
  const to = raisedByNew(joined, severity, service, isInSupportHours(service, now));
  return to === null ? [] : [{ incident: joined, to, reason: `an alert of severity ${severity} joined it` }];
}

function entriesOf(
  opening: Opening,
  { incidentId, joined, alerts }: Assigned,
  policyName: string | null,
): TimelineEntry[] {
  const { actor, service } = opening;
  return alerts.flatMap(({ alertId, event, isStored, opens }, place) => {
    const told = {
      alertId,
      dedupKey: event.dedupKey,
      severity: event.severity,
      ...(isStored ? { afterMaintenance: true } : {}),
    };
    const opened = joined === null && place === 0;
    const entry: TimelineEntry = opened
      ? {
          incidentId,
          kind: 'incident.triggered',
          actor,
          reason: event.summary,
          details: { ...told, policyName },
        }
      : {
          incidentId,
          kind: 'alert.grouped',
          actor,
          reason: whyGrouped(event.summary, joined),
          details: told,
        };
    if (opens === 0 || service.flapping === null) return [entry];
    const reason = `opened ${opens} times; held as one incident until it has been quiet for ${service.flapping.quietSeconds} s`;
    const details = { alertId, dedupKey: event.dedupKey, flapCount: opens };
    return [entry, { incidentId, kind: 'alert.flapping', actor, reason, details }];
  });
}

function whyGrouped(summary: string, joined: OpenIncident | null): string {
  return joined?.status === 'acknowledged'
    ? `${summary} (pages nobody: the incident is acknowledged)`
    : summary;
}
