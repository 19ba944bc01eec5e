import type { PolicySnapshot } from '../policy-snapshot.js';
import type { EscalationPosition } from './escalation-position.js';

/** Who is on call in a schedule at the moment of planning, and until when (null: no end in sight). */
export interface OnCallNow {
  readonly userId: string | null;
  readonly until: Date | null;
}

export interface TeamMember {
  readonly userId: string;
  readonly role: 'manager' | 'member';
}

/** What the planner has to know of the world at one moment. */
export interface World {
  /** For every schedule that the policy names. A schedule that is missing has nobody on call. */
  readonly onCall: ReadonlyMap<string, OnCallNow>;
  /** For every team that the policy names, managers first. */
  readonly members: ReadonlyMap<string, readonly TeamMember[]>;
  /** For every schedule that takes turns: who takes part in its layers, in order. */
  readonly participants: ReadonlyMap<string, readonly string[]>;
  /** Of those who may have a turn: who said that they are away. */
  readonly away: ReadonlySet<string>;
  /** The number of the turn, by the id of the team or schedule whose people take turns; missing: not drawn. */
  readonly turnNumbers: ReadonlyMap<string, number>;
  /** People with at least one verified contact method that may be used. */
  readonly reachable: ReadonlySet<string>;
  /** Whom to turn to when nobody answers and the policy's own last resort reaches nobody. */
  readonly lastResortUserIds: readonly string[];
  /** IANA name: where the hours and days of the steps' conditions are meant. */
  readonly timeZone: string;
  /** The database's time. */
  readonly now: Date;
}

/** Of the incident, what the steps' conditions ask for. */
export interface PlannedIncident {
  readonly urgency: 'high' | 'low';
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
}

export interface PlanInput extends World {
  /** The policy as it was when the escalation began (promise 6). */
  readonly policy: PolicySnapshot;
  readonly position: EscalationPosition;
  readonly incident: PlannedIncident;
}
