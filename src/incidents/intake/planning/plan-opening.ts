import { raisedByNew, pagesAnew, urgencyOf, worseSeverity, type Gravity } from '../../lifecycle/urgency.js';
import type { Severity } from '../../incoming-event.js';
import {
  ofService,
  type AlertContent,
  type Circumstances,
  type IntakePlan,
  type PlannedAlert,
  type PlannedIncident,
} from './intake-plan.js';

/** An alert on its way to an incident. */
export interface OpeningAlert {
  readonly alert: PlannedAlert;
  readonly event: AlertContent;
  /** It is stored already: it came during maintenance and outlived it. */
  readonly isStored: boolean;
  /** How often its key opened lately, this time included, where that is too often; 0: it does not flap. */
  readonly opens: number;
}

/** One incident with those of the alerts that belong to it, the one that opens it first. */
interface Assigned {
  /** Null: it is to be made. */
  readonly joined: PlannedIncident | null;
  readonly groupingKey: string | null;
  readonly alerts: OpeningAlert[];
}

/** Lets alerts that come at one moment open incidents, or join the one that is open. @returns all incidents concerned */
export function planOpening(
  plan: IntakePlan,
  circumstances: Circumstances,
  alerts: readonly OpeningAlert[],
): PlannedIncident[] {
  const assigned = assign(plan, circumstances, alerts).map((each) => ({
    ...each,
    incident: each.joined ?? made(plan, circumstances, each),
  }));
  for (const each of assigned) {
    for (const { alert, isStored, opens } of each.alerts) {
      alert.incident = each.incident;
      alert.status = each.incident.status;
      alert.isFlapping ||= opens > 0;
      alert.isChanged ||= isStored;
      each.incident.alerts.add(alert);
    }
    if (each.joined === null) continue;
    each.joined.alertsAdded += each.alerts.length;
    addFlaps(each.joined, flapsOf(each.alerts));
  }
  for (const each of assigned) tellOfOpening(plan, circumstances, each.incident, each);
  for (const { joined, alerts: joining } of assigned) {
    if (joined === null) continue;
    const severity = worstOf(joining);
    const to = raisedByNew(joined, severity, circumstances.service, circumstances.isSupportTime);
    raise(plan, circumstances, joined, to, `an alert of severity ${severity} joined it`);
  }
  return assigned.map(({ incident }) => incident);
}

/** Counts times that alerts of it flapped. */
export function addFlaps(incident: PlannedIncident, flaps: number): void {
  incident.flapsAdded += flaps;
  incident.flapCount += flaps;
}

/** Makes an incident worse, and says so; nothing where `to` is null. @param reason why its urgency rises, in words */
export function raise(
  plan: IntakePlan,
  { actor }: Pick<Circumstances, 'actor'>,
  incident: PlannedIncident,
  to: Gravity | null,
  reason: string,
): void {
  if (to === null) return;
  const { severity: from, urgency } = incident;
  if (from !== to.severity)
    plan.tell(incident, { kind: 'incident.severity-raised', actor, details: { from, to: to.severity } });
  if (urgency === 'low' && to.urgency === 'high')
    plan.tell(incident, {
      kind: 'incident.urgency-raised',
      actor,
      reason,
      details: { from: 'low', to: 'high' },
    });
  incident.isPagedAnew ||= pagesAnew(incident, to.urgency);
  incident.isRaised = true;
  incident.severity = to.severity;
  incident.urgency = to.urgency;
}

/** Which alert goes to which incident: to the open one of its group, or to a new one, which the next of its group join. */
function assign(
  plan: IntakePlan,
  { service, groupingKeyOf }: Circumstances,
  alerts: readonly OpeningAlert[],
): Assigned[] {
  const assigned: Assigned[] = [];
  const ofGroup = new Map<string, Assigned>();
  for (const alert of alerts) {
    const groupingKey = groupingKeyOf(alert.event);
    const known = groupingKey === null ? undefined : ofGroup.get(groupingKey);
    if (known) {
      known.alerts.push(alert);
      continue;
    }
    const found = groupingKey === null ? undefined : plan.groups.get(ofService(service.id, groupingKey));
    const joined = found === undefined || found.status === 'resolved' ? null : found;
    const each = { joined, groupingKey, alerts: [alert] };
    assigned.push(each);
    if (groupingKey !== null) ofGroup.set(groupingKey, each);
  }
  return assigned;
}

function made(
  plan: IntakePlan,
  { service, newId, isSupportTime }: Circumstances,
  { groupingKey, alerts }: Assigned,
): PlannedIncident {
  const severity = worstOf(alerts);
  const incident: PlannedIncident = {
    id: newId(),
    serviceId: service.id,
    isNew: true,
    title: alerts[0]?.event.summary ?? '',
    groupingKey,
    status: 'triggered',
    severity,
    urgency: urgencyOf(service, severity, isSupportTime),
    flapCount: flapsOf(alerts),
    alertsAdded: alerts.length,
    flapsAdded: flapsOf(alerts),
    isRaised: false,
    isPagedAnew: false,
    isAcknowledgedBySource: false,
    isResolvedBySource: false,
    autoResolveSeconds: null,
    alerts: new Set(),
    hasOtherAlerts: false,
  };
  plan.incidents.set(incident.id, incident);
  if (groupingKey !== null) plan.groups.set(ofService(service.id, groupingKey), incident);
  return incident;
}

const flapsOf = (alerts: readonly OpeningAlert[]): number =>
  alerts.reduce((sum, { opens }) => sum + opens, 0);

function worstOf(alerts: readonly OpeningAlert[]): Severity {
  return alerts.map(({ event }) => event.severity).reduce(worseSeverity);
}

function tellOfOpening(
  plan: IntakePlan,
  { actor, service, policyName }: Circumstances,
  incident: PlannedIncident,
  { joined, alerts }: Assigned,
): void {
  alerts.forEach(({ alert, event, isStored, opens }, place) => {
    const details = {
      alertId: alert.id,
      dedupKey: event.dedupKey,
      severity: event.severity,
      ...(isStored ? { afterMaintenance: true } : {}),
    };
    if (joined === null && place === 0)
      plan.tell(incident, {
        kind: 'incident.triggered',
        actor,
        reason: event.summary,
        details: { ...details, policyName },
      });
    else
      plan.tell(incident, {
        kind: 'alert.grouped',
        actor,
        reason: whyGrouped(event.summary, incident),
        details,
      });
    if (opens === 0 || service.flapping === null) return;
    plan.tell(incident, {
      kind: 'alert.flapping',
      actor,
      reason: `opened ${String(opens)} times; held as one incident until it has been quiet for ${String(service.flapping.quietSeconds)} s`,
      details: { alertId: alert.id, dedupKey: event.dedupKey, flapCount: opens },
    });
  });
}

function whyGrouped(summary: string, { status }: PlannedIncident): string {
  return status === 'acknowledged' ? `${summary} (pages nobody: the incident is acknowledged)` : summary;
}
