import type { PlanEntry, PlannedPage } from './escalation-plan.js';
import type { PlanInput } from './plan-input.js';
import { whyNotUsed } from './step-conditions.js';
import { carriersOf, lastResortOf, peopleOf, stepsReached, unique, type PlacedStep } from './step-people.js';

/**
 * Who could not be paged when their step began, and can be now: who came on call in a schedule of a step that was
 * reached and is used at this hour; and once everything is used up everybody whom the policies name, and every last
 * resort, since no later step will come to them. Steps of an earlier policy come no more, so that who was paged by it
 * in any round is no newcomer.
 */
export function newcomersOf(input: PlanInput): string[] {
  const { position, reachable } = input;
  const isNew = (step: PlacedStep, userId: string): boolean =>
    !position.pagedUserIds.includes(userId) &&
    (step.policy === position.policy || !position.earlierUserIds.includes(userId));
  const ofSteps = stepsReached(input)
    .filter(({ definition }) => whyNotUsed(definition.conditions, input) === null)
    .flatMap((step) =>
      (position.exhausted ? peopleOf(input, step) : carriersOf(input, step)).filter((userId) =>
        isNew(step, userId),
      ),
    );
  const ofLastResort = position.exhausted
    ? lastResortOf(input).filter((userId) => !position.pagedUserIds.includes(userId))
    : [];
  return unique([...ofSteps, ...ofLastResort]).filter((userId) => reachable.has(userId));
}

/** The page of somebody who is paged beside the step that waits. */
export function newcomerPage(input: PlanInput, userId: string): PlannedPage {
  const { round, step, pagedUserIds } = input.position;
  const reason =
    !pagedUserIds.includes(userId) && isOnCall(input, userId)
      ? 'You came on call while this incident was waiting for an answer.'
      : 'This incident still waits for an answer.';
  return { userId, round, step, reason };
}

export function newcomerEntry(input: PlanInput, userId: string): PlanEntry {
  const { round, step } = input.position;
  const details = { userId, step, round };
  return isOnCall(input, userId)
    ? { kind: 'handoff.paged', reason: 'came on call while the incident was unanswered', details }
    : {
        kind: 'latecomer.paged',
        reason: 'can be paged since a moment ago, and the incident is unanswered',
        details,
      };
}

const isOnCall = (input: PlanInput, userId: string): boolean =>
  [...input.onCall.values()].some((carrier) => carrier.userId === userId);
