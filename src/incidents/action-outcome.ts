import type { WakeUp } from '../platform/queue/wake-up.js';
import type { Actor } from './actor.js';
import type { LockedIncident } from './incident-store.js';
import type { Holder, IncidentAction, IncidentStatus } from './lifecycle/incident-lifecycle.js';
import type { TimelineEntry } from './timeline.js';

/** How an action ended. `too-late` is an answer, not an error: `detail` says who or what was quicker. */
export type ActionOutcome =
  | { readonly kind: 'done'; readonly incident: IncidentBrief }
  | { readonly kind: 'too-late'; readonly incident: IncidentBrief; readonly detail: string };

export interface IncidentBrief {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
}

/** The same, with the wake-ups to set after the commit. */
export interface ActionDone {
  readonly outcome: ActionOutcome;
  readonly wakeUps: WakeUp[];
}

/** Who acknowledged it, or who resolved it where it is resolved, as the one who acts sees it. */
export function holderOf(incident: LockedIncident, actor: Actor): Holder {
  // Monitoring repeats itself; what it asks for and already is so, is so.
  if (actor.type !== 'user') return 'same';
  const by = incident.status === 'resolved' ? incident.resolvedBy : incident.acknowledgedBy;
  if (by === null) return 'nobody';
  return by === actor.userId ? 'same' : 'other';
}

/** Who or what was quicker, in words for whoever came late. */
export function whyTooLate(incident: LockedIncident): string {
  const { number, mergedIntoNumber } = incident;
  if (mergedIntoNumber !== null) return `Incident #${number} was merged into #${mergedIntoNumber} already.`;
  if (incident.status === 'resolved') return `Incident #${number} is resolved already.`;
  return `${incident.acknowledgedByName ?? 'The source'} has acknowledged incident #${number} already.`;
}

/** What is told to whoever came late, and how the timeline tells of it. */
export function tooLate(
  incident: LockedIncident,
  action: IncidentAction,
  actor: Actor,
  detail = whyTooLate(incident),
): { outcome: ActionOutcome; entry: TimelineEntry } {
  return {
    outcome: { kind: 'too-late', incident: brief(incident), detail },
    entry: { incidentId: incident.id, kind: 'answer.too-late', actor, reason: detail, details: { action } },
  };
}

export function done(incident: LockedIncident, status: IncidentStatus = incident.status): ActionOutcome {
  return { kind: 'done', incident: { ...brief(incident), status } };
}

const brief = ({ id, number, title, status }: LockedIncident): IncidentBrief => ({
  id,
  number,
  title,
  status,
});
