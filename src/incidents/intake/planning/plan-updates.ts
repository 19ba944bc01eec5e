import type { IncomingEvent } from '../../incoming-event.js';
import { transition } from '../../lifecycle/incident-lifecycle.js';
import { raised, worseSeverity, type Gravity } from '../../lifecycle/urgency.js';
import type { IntakeDecision } from './intake-decision.js';
import {
  ofService,
  type Circumstances,
  type IntakePlan,
  type PlannedAlert,
  type PlannedIncident,
} from './intake-plan.js';
import { addFlaps, raise } from './plan-opening.js';

/** An event, and what is to be done. */
export interface DecidedEvent {
  readonly event: IncomingEvent;
  readonly decision: IntakeDecision;
  /** The alert that held its key when it came. */
  readonly alert: PlannedAlert | null;
  /** The incident that this alert had then. */
  readonly incident: PlannedIncident | null;
}

/** An event of an alert that was there already. */
type KnownEvent = DecidedEvent & { readonly alert: PlannedAlert };
/** The same for one whose incident is open. */
type EventOfIncident = KnownEvent & { readonly incident: PlannedIncident };

const REPEATED: readonly IntakeDecision[] = ['repeat', 'flap', 'emerge'];

/** What further events do to alerts that are there, and to their incidents. @returns incidents that something was heard of */
export function planUpdates(
  plan: IntakePlan,
  circumstances: Circumstances,
  events: readonly DecidedEvent[],
): PlannedIncident[] {
  const heard = events.flatMap((each) =>
    each.alert === null || each.decision === 'nothing' ? [] : [{ ...each, alert: each.alert }],
  );
  for (const each of heard) hear(plan, circumstances, each);
  const ofIncidents = heard.flatMap((each) =>
    each.incident === null ? [] : [{ ...each, incident: each.incident }],
  );
  const repeated = ofIncidents.filter(({ decision }) => REPEATED.includes(decision));
  for (const { decision, incident } of repeated) if (decision === 'flap') addFlaps(incident, 1);
  for (const each of [...repeated, ...ofIncidents.filter(({ decision }) => decision === 'quieten')])
    tellOfUpdate(plan, circumstances, each);
  for (const [incident, { to, reason }] of worstOf(repeated, circumstances))
    raise(plan, circumstances, incident, to, reason);
  actForSource(plan, circumstances, ofIncidents);
  return ofIncidents.map(({ incident }) => incident);
}

function hear(plan: IntakePlan, { service }: Circumstances, { event, decision, alert }: KnownEvent): void {
  alert.isHeard = true;
  alert.isChanged = true;
  switch (decision) {
    case 'repeat':
    case 'flap':
    case 'emerge':
      alert.repeats += 1;
      alert.severity = worseSeverity(alert.severity, event.severity);
      alert.settlesInSeconds = null;
      alert.isQuietSinceBefore = false;
      return;
    case 'quieten':
      alert.settlesInSeconds = service.flapping?.quietSeconds ?? 0;
      return;
    case 'acknowledge':
      alert.status = 'acknowledged';
      return;
    case 'resolve':
    case 'drop':
      alert.status = 'resolved';
      alert.incident?.alerts.delete(alert);
      plan.keys.delete(ofService(alert.serviceId, event.dedupKey));
      return;
    default:
      return;
  }
}

/** The source itself says that alerts are acknowledged or over. An incident is over once all its alerts are. */
function actForSource(plan: IntakePlan, { actor }: Circumstances, heard: readonly EventOfIncident[]): void {
  const resolved = heard.filter(({ decision }) => decision === 'resolve');
  for (const { alert, incident } of resolved)
    if (isOpen(incident))
      plan.tell(incident, { kind: 'alert.resolved', actor, details: { alertId: alert.id } });
  for (const incident of incidentsOf(heard.filter(({ decision }) => decision === 'acknowledge'))) {
    const change = transition(incident.status, 'acknowledge', 'same');
    if (change.kind === 'unchanged') plan.tell(incident, { kind: 'acknowledgement.repeated', actor });
    if (change.kind !== 'change') continue;
    plan.tell(incident, { kind: 'incident.acknowledged', actor });
    incident.status = 'acknowledged';
    incident.isAcknowledgedBySource = true;
    for (const alert of incident.alerts) if (alert.status === 'triggered') alert.status = 'acknowledged';
  }
  for (const incident of incidentsOf(resolved)) {
    if (isOpen(incident) || transition(incident.status, 'resolve', 'same').kind !== 'change') continue;
    plan.tell(incident, { kind: 'incident.resolved', actor });
    incident.status = 'resolved';
    incident.isResolvedBySource = true;
  }
}

/** Each incident that becomes worse once, by the worst of its events. */
function worstOf(
  repeated: readonly EventOfIncident[],
  { service, isSupportTime }: Circumstances,
): Map<PlannedIncident, { readonly to: Gravity; readonly reason: string }> {
  const worst = new Map<PlannedIncident, { to: Gravity; reason: string }>();
  for (const { incident, event } of repeated) {
    const { severity } = event;
    const to = raised(worst.get(incident)?.to ?? incident, severity, service, isSupportTime);
    if (to !== null) worst.set(incident, { to, reason: `it came again with severity ${severity}` });
  }
  return worst;
}

/** Whether it has an open alert left. */
const isOpen = (incident: PlannedIncident): boolean => incident.hasOtherAlerts || incident.alerts.size > 0;

const incidentsOf = (events: readonly EventOfIncident[]): Set<PlannedIncident> =>
  new Set(events.map(({ incident }) => incident));

function tellOfUpdate(
  plan: IntakePlan,
  { service, actor }: Circumstances,
  { event, decision, alert, incident }: EventOfIncident,
): void {
  const details = { alertId: alert.id, dedupKey: event.dedupKey };
  switch (decision) {
    case 'flap':
      plan.tell(incident, {
        kind: 'alert.flapping',
        actor,
        reason: 'back again; nobody is paged for it',
        details: { ...details, flapCount: incident.flapCount },
      });
      return;
    case 'quieten':
      plan.tell(incident, {
        kind: 'alert.quiet',
        actor,
        reason: `it flaps: over once it has been quiet for ${String(service.flapping?.quietSeconds ?? 0)} s`,
        details,
      });
      return;
    default:
      plan.tell(incident, { kind: 'alert.repeated', actor, reason: event.summary, details });
  }
}
