import type { PolicySnapshot } from '../policy-snapshot.js';
import type { PlanEntry, PlannedPage } from './escalation-plan.js';
import { AT_THE_START, type EscalationPosition } from './escalation-position.js';
import { planEscalation, turnsToDraw } from './plan-escalation.js';
import type { PlannedIncident, World } from './plan-input.js';
import { chainOf } from './step-people.js';

/** A simulation ends after so many moments of planning, whatever the policy says. */
export const MOST_MOMENTS = 300;

/** Something that the simulation looks at: what is known of the world at a moment. */
export type WorldAt<Known extends World> = (at: Date, position: EscalationPosition) => Promise<Known>;

/** What a plan of the simulation decided, at which moment, knowing what. */
export interface SimulatedMoment<Known extends World> {
  readonly at: Date;
  readonly known: Known;
  readonly pages: readonly PlannedPage[];
  readonly entries: readonly PlanEntry[];
  /** Of the policy that was running. */
  readonly policyId: string;
}

export interface EscalationSimulation<Known extends World> {
  readonly moments: readonly SimulatedMoment<Known>[];
  /** False where there were too many moments: the steps would have gone on. */
  readonly isWhole: boolean;
}

/**
 * What an escalation would do that nobody answers: every plan from `from` on until the steps of all policies are used
 * up and the last resort was turned to once. It is the engine's own planner, asked at each moment at which something
 * is known to change; what it would find in between, such as an override made meanwhile, nobody knows yet. Turns are
 * counted on from those that were taken so far, and are not taken.
 * @param worldAt what will be known at a moment; its turn numbers are those that the next turns would get
 */
export async function simulateEscalation<Known extends World>(
  policy: PolicySnapshot,
  incident: PlannedIncident,
  from: Date,
  worldAt: WorldAt<Known>,
): Promise<EscalationSimulation<Known>> {
  const moments: SimulatedMoment<Known>[] = [];
  const taken = new Map<string, number>();
  let position = AT_THE_START;
  let now = from;
  while (!position.exhausted) {
    if (moments.length === MOST_MOMENTS) return { moments, isWhole: false };
    const known = await worldAt(now, position);
    const undrawn = { ...known, policy, position, incident, now };
    const turnNumbers = new Map<string, number>();
    for (const id of turnsToDraw(undrawn)) {
      const takenHere = taken.get(id) ?? 0;
      turnNumbers.set(id, (known.turnNumbers.get(id) ?? 0) + takenHere);
      taken.set(id, takenHere + 1);
    }
    const plan = planEscalation({ ...undrawn, turnNumbers });
    ({ position } = plan);
    const policyId = chainOf(policy)[position.policy]?.policyId ?? policy.policyId;
    moments.push({ at: now, known, pages: plan.pages, entries: plan.entries, policyId });
    now = plan.changesAt;
  }
  return { moments, isWhole: true };
}
