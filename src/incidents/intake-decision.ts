import type { Severity, EventAction } from './incoming-event.js';

/** What an event does, given the open alert (if any) that holds its dedup key at the service. */
export type IntakeDecision = 'open' | 'repeat' | 'acknowledge' | 'resolve' | 'nothing';

/**
 * Deduplication: a trigger of a key that is open counts on that alert, any other opens a new incident; acknowledge
 * and resolve of nothing change nothing.
 */
export function decideIntake(action: EventAction, keyIsOpen: boolean): IntakeDecision {
  if (action === 'trigger') return keyIsOpen ? 'repeat' : 'open';
  return keyIsOpen ? action : 'nothing';
}

/**
 * Cuts a batch, in order, into parts in which every dedup key stands once, so that each part can be stored by
 * set-based statements and a trigger, resolve, trigger of one key in one batch still happens in that order.
 */
export function partsWithDistinctKeys<Event extends { readonly dedupKey: string }>(
  events: readonly Event[],
): Event[][] {
  const parts: Event[][] = [];
  const partOfKey = new Map<string, number>();
  for (const event of events) {
    const place = (partOfKey.get(event.dedupKey) ?? -1) + 1;
    partOfKey.set(event.dedupKey, place);
    (parts[place] ??= []).push(event);
  }
  return parts;
}

/** The urgency of an incident: the service's own, or by severity: critical and error wake people, the rest does not. */
export function urgencyOf(serviceUrgency: 'high' | 'low' | 'severity', severity: Severity): 'high' | 'low' {
  if (serviceUrgency !== 'severity') return serviceUrgency;
  return severity === 'critical' || severity === 'error' ? 'high' : 'low';
}
