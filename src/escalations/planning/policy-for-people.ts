import type { PolicySnapshot } from '../policy-snapshot.js';
import { chainOf } from './step-people.js';

/** How long the people whom an incident is given to have to answer, where no policy says it. Seconds. */
const WAIT_SECONDS = 300;

/**
 * One step with these people, who have as long to answer as the first step of the policy that the incident had. After
 * them comes the last resort of that policy and those it hands off to: as ever that of the last one which names any.
 */
export function policyForPeople(
  before: PolicySnapshot,
  userIds: readonly string[],
  name: string,
): PolicySnapshot {
  const targets = userIds.map((id) => ({ type: 'user' as const, id }));
  const escalateAfterSeconds = before.steps[0]?.escalateAfterSeconds ?? WAIT_SECONDS;
  const lastResort = chainOf(before)
    .map((policy) => policy.lastResort)
    .findLast((named) => named.length > 0);
  return {
    policyId: before.policyId,
    name,
    repeat: 0,
    steps: [{ targets, escalateAfterSeconds }],
    lastResort: lastResort ?? [],
    handsOffTo: [],
  };
}
