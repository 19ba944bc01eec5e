import type { PolicySnapshot } from '../policy-snapshot.js';
import type { EscalationPosition } from './escalation-position.js';
import { planEscalation } from './plan-escalation.js';
import type { PlannedIncident, World } from './plan-input.js';
import { unique } from './step-people.js';

/** Within so many moments of planning somebody is paged, or nobody can be. */
const MOST_MOMENTS = 5;

/** Whom an escalation pages next, and when, unless somebody acts. */
export interface NextPages {
  readonly at: Date;
  readonly userIds: readonly string[];
  /** All steps are used up by then. */
  readonly isLastResort: boolean;
}

/**
 * The next moment at which a running escalation pages somebody, as far as is known now, by the engine's own planner: who
 * it would be by who is on call then. Null where no moment that can be foreseen pages anybody.
 * @param worldAt what will be known at a moment; its turn numbers are those that the next turns would get
 */
export async function nextPages(
  running: { policy: PolicySnapshot; position: EscalationPosition; incident: PlannedIncident },
  from: Date,
  worldAt: (at: Date) => Promise<World>,
): Promise<NextPages | null> {
  let { position } = running;
  let at = from;
  for (let moment = 0; moment < MOST_MOMENTS; moment += 1) {
    const plan = planEscalation({ ...(await worldAt(at)), ...running, position, now: at });
    if (plan.pages.length > 0)
      return {
        at,
        userIds: unique(plan.pages.map(({ userId }) => userId)),
        isLastResort: plan.position.exhausted,
      };
    ({ position } = plan);
    at = plan.changesAt;
  }
  return null;
}
