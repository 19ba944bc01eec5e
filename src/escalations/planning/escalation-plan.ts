import type { EscalationPosition } from './escalation-position.js';

/** One person to page now, on the methods that their paging rules name. */
export interface PlannedPage {
  readonly userId: string;
  readonly round: number;
  readonly step: number;
  /** Why this person, in words that the person reads. */
  readonly reason: string;
}

/** What the timeline will say about the plan. */
export interface PlanEntry {
  readonly kind:
    | 'step.started'
    | 'step.skipped'
    | 'handoff.paged'
    | 'latecomer.paged'
    | 'escalation.handed-off'
    | 'escalation.exhausted'
    | 'escalation.unanswered';
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface EscalationPlan {
  readonly position: EscalationPosition;
  readonly pages: readonly PlannedPage[];
  readonly entries: readonly PlanEntry[];
  /** When to plan again. Always in the future: a triggered incident never lacks a deadline. */
  readonly dueAt: Date;
  /** When something is known to change; to plan before it, at `dueAt`, finds only what is not known yet. */
  readonly changesAt: Date;
}
