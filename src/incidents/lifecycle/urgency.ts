import type { Severity } from '../incoming-event.js';

/** How urgent something is for people. */
export type Urgency = 'high' | 'low';

type FixedUrgency = Urgency | 'severity';

/** What a service says of the urgency of its incidents. */
export interface UrgencyRule {
  readonly urgency: FixedUrgency | 'support-hours';
  /** Not null where the urgency is `support-hours`. */
  readonly supportHours: { readonly during: FixedUrgency; readonly outside: FixedUrgency } | null;
}

/** The least severe first. */
const BY_SEVERITY: readonly Severity[] = ['info', 'warning', 'error', 'critical'];

/**
 * The urgency of an incident: the service's own, or by severity: critical and error wake people, the rest does not;
 * or by support hours, one of these in them and another outside.
 */
export function urgencyOf(rule: UrgencyRule, severity: Severity, isSupportTime: boolean): Urgency {
  const fixed = fixedUrgency(rule, isSupportTime);
  if (fixed !== 'severity') return fixed;
  return severity === 'critical' || severity === 'error' ? 'high' : 'low';
}

function fixedUrgency({ urgency, supportHours }: UrgencyRule, isSupportTime: boolean): FixedUrgency {
  if (urgency !== 'support-hours') return urgency;
  // Without hours somebody is woken rather than not.
  if (supportHours === null) return 'high';
  return isSupportTime ? supportHours.during : supportHours.outside;
}

export function isMoreSevere(severity: Severity, than: Severity): boolean {
  return BY_SEVERITY.indexOf(severity) > BY_SEVERITY.indexOf(than);
}

export const worseSeverity = (one: Severity, other: Severity): Severity =>
  isMoreSevere(other, one) ? other : one;

/** How bad an incident is. */
export interface Gravity {
  readonly severity: Severity;
  readonly urgency: Urgency;
}

/**
 * What an alert makes of an incident that it belongs to: the severity of the worst, and with it the urgency that the
 * service gives it. Neither ever falls: what somebody was woken for stays so.
 * @returns null where nothing changes
 */
export function raised(
  incident: Gravity,
  severity: Severity,
  rule: UrgencyRule,
  isSupportTime: boolean,
): Gravity | null {
  if (!isMoreSevere(severity, incident.severity)) return null;
  const urgency = incident.urgency === 'high' ? 'high' : urgencyOf(rule, severity, isSupportTime);
  return { severity, urgency };
}

/** Of two incidents that become one: as bad as the worse of the two. @returns null where that is the first as it was */
export function worseOf(incident: Gravity, other: Gravity): Gravity | null {
  const severity = worseSeverity(incident.severity, other.severity);
  const urgency = other.urgency === 'high' ? 'high' : incident.urgency;
  return severity === incident.severity && urgency === incident.urgency ? null : { severity, urgency };
}

/**
 * What an alert makes of an incident that it joins: as `raised`, and in support hours as urgent as if it had come by
 * itself. An incident that began outside of them is no reason to wake nobody for what is new.
 * @returns null where nothing changes
 */
export function raisedByNew(
  incident: Gravity,
  severity: Severity,
  rule: UrgencyRule,
  isSupportTime: boolean,
): Gravity | null {
  const byItself = { severity, urgency: urgencyOf(rule, severity, isSupportTime) };
  return rule.urgency === 'support-hours'
    ? worseOf(incident, byItself)
    : raised(incident, severity, rule, isSupportTime);
}

/** Whether people are paged anew: it becomes urgent, and nobody has it yet. */
export function pagesAnew(
  incident: { readonly status: 'triggered' | 'acknowledged' | 'resolved'; readonly urgency: Urgency },
  urgency: Urgency,
): boolean {
  return incident.status === 'triggered' && incident.urgency === 'low' && urgency === 'high';
}
