import type { IncomingEvent } from '../../incoming-event.js';
import { isFlapping } from '../../lifecycle/flapping.js';
import { worseSeverity } from '../../lifecycle/urgency.js';
import { decideIntake, partsWithDistinctKeys, type KeyState } from './intake-decision.js';
import {
  ofService,
  type Circumstances,
  type IntakePlan,
  type IntakeService,
  type PlannedAlert,
} from './intake-plan.js';
import { planOpening, type OpeningAlert } from './plan-opening.js';
import { planUpdates, type DecidedEvent } from './plan-updates.js';

/**
 * Does in a plan what one request asks for: the events of one integration, which came at one moment. Of a key that stands
 * in it several times the events count in their order.
 */
export function planRequest(
  plan: IntakePlan,
  circumstances: Circumstances & { readonly integrationId: string },
  events: readonly IncomingEvent[],
): void {
  for (const part of partsWithDistinctKeys(events)) planPart(plan, circumstances, part);
}

function planPart(
  plan: IntakePlan,
  circumstances: Circumstances & { readonly integrationId: string },
  events: readonly IncomingEvent[],
): void {
  const { service, window } = circumstances;
  const decided: DecidedEvent[] = events.map((event) => {
    const alert = plan.keys.get(ofService(service.id, event.dedupKey)) ?? null;
    const decision = decideIntake(event.action, stateOf(alert, service), window !== null);
    return { event, decision, alert, incident: alert?.incident ?? null };
  });
  const made = new Map<IncomingEvent, PlannedAlert>();
  for (const { event, decision } of decided)
    if (decision === 'open' || decision === 'suppress')
      made.set(event, newAlert(plan, circumstances, event, decision === 'suppress'));
  const opened = planOpening(
    plan,
    circumstances,
    decided.flatMap((each) => openingAlert(plan, service, each, made)),
  );
  const updated = planUpdates(plan, circumstances, decided);
  if (service.autoResolveSeconds !== null)
    for (const incident of [...opened, ...updated])
      if (incident.status !== 'resolved') incident.autoResolveSeconds = service.autoResolveSeconds;
  for (const { event, alert } of decided)
    plan.events.push({
      integrationId: circumstances.integrationId,
      serviceId: service.id,
      alertId: (alert ?? made.get(event))?.id ?? null,
      event,
    });
}

/** Recorded under its key; one that is held back has no incident and pages nobody until the maintenance is over. */
function newAlert(
  plan: IntakePlan,
  { service, integrationId, window, newId }: Circumstances & { readonly integrationId: string },
  event: IncomingEvent,
  isSuppressed: boolean,
): PlannedAlert {
  const alert: PlannedAlert = {
    id: newId(),
    serviceId: service.id,
    content: { integrationId, event },
    ageSeconds: 0,
    incident: null,
    status: 'triggered',
    severity: event.severity,
    isFlapping: false,
    settlesInSeconds: null,
    isQuietSinceBefore: false,
    suppressedBy: isSuppressed ? (window?.id ?? null) : null,
    repeats: 0,
    isHeard: true,
    isChanged: false,
  };
  plan.addAlert(alert, event.dedupKey);
  if (isSuppressed && window !== null) plan.heldBack.set(service.id, window.until);
  return alert;
}

function openingAlert(
  plan: IntakePlan,
  { id: serviceId, flapping }: IntakeService,
  { event, decision, alert: known }: DecidedEvent,
  made: ReadonlyMap<IncomingEvent, PlannedAlert>,
): OpeningAlert[] {
  const isStored = decision === 'emerge';
  const alert = isStored ? known : decision === 'open' ? (made.get(event) ?? null) : null;
  if (alert === null) return [];
  const key = ofService(serviceId, event.dedupKey);
  const opensBefore = plan.opens.get(key) ?? 0;
  const counts = flapping !== null && alert.ageSeconds < flapping.withinSeconds;
  if (counts) plan.opens.set(key, opensBefore + 1);
  const opens = !isStored && isFlapping(flapping, opensBefore) ? opensBefore + 1 : 0;
  // It is as bad as it ever was, also where nobody was told then.
  const severity = worseSeverity(alert.severity, event.severity);
  return [{ alert, event: { ...event, severity }, isStored, opens }];
}

function stateOf(alert: PlannedAlert | null, { flapping }: IntakeService): KeyState {
  if (alert === null) return 'free';
  if (alert.incident === null) return 'suppressed';
  if (alert.isQuietSinceBefore || alert.settlesInSeconds !== null) return 'quiet';
  return alert.isFlapping && flapping !== null ? 'flapping' : 'open';
}
