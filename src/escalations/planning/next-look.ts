import type { PlanInput } from './plan-input.js';
import { nextTurnOfHours } from './step-conditions.js';
import { chainOf, scheduleIdsOf, stepsReached } from './step-people.js';

/** Who is on call is asked again this often, so that an override made meanwhile is seen. Seconds. */
export const RECHECK_SECONDS = 60;

/**
 * When to plan again: at the end of the step, or sooner when who is on call, or which step is used, may change
 * before it.
 * @param input at the position that the plan leads to, of which a step waits
 */
export function nextLook(input: PlanInput): { dueAt: Date; changesAt: Date } {
  const { now, position } = input;
  const end = position.stepEndsAt === null ? now : new Date(position.stepEndsAt);
  const steps = stepsReached(input).map(({ definition }) => definition);
  const lastResorts = position.exhausted
    ? chainOf(input.policy).map(({ lastResort }) => ({ targets: lastResort }))
    : [];
  const schedules = scheduleIdsOf([...steps, ...lastResorts]);
  if (schedules.length === 0 && !position.exhausted) return { dueAt: end, changesAt: end };
  const changesAt = earliest([
    end,
    ...schedules.flatMap((id) => input.onCall.get(id)?.until ?? []).filter((until) => until > now),
    ...steps.flatMap(({ conditions }) => nextTurnOfHours(conditions, input) ?? []),
  ]);
  return { changesAt, dueAt: earliest([changesAt, new Date(now.getTime() + RECHECK_SECONDS * 1000)]) };
}

const earliest = (times: readonly Date[]): Date => new Date(Math.min(...times.map((time) => time.getTime())));
