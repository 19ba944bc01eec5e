import type { PlanEntry, PlannedPage } from './escalation-plan.js';
import type { EscalationPosition } from './escalation-position.js';
import { newcomerEntry, newcomerPage, newcomersOf } from './newcomers.js';
import type { PlanInput } from './plan-input.js';
import { chainOf, lastResortOf, unique } from './step-people.js';

/** The last resort is paged again this often until somebody acts. Seconds. */
export const LAST_RESORT_SECONDS = 3600;
/** With nobody to page at all, how soon to look again whether there is somebody. Seconds. */
export const NOBODY_SECONDS = 60;

/**
 * The end of the policies: the last resort is paged, once an hour. Where nobody is, the people of the policies are.
 * Who came on call at the very end of the last step is paged along with the first of these.
 * @param input at the last place that the steps came to
 */
export function turnToLastResort(input: PlanInput): {
  position: EscalationPosition;
  pages: PlannedPage[];
  entries: PlanEntry[];
} {
  const { now, position: place } = input;
  const lastStep = (chainOf(input.policy)[place.policy]?.steps.length ?? 0) - 1;
  const step = Math.max(place.step, lastStep);
  const everPaged = unique([...place.earlierUserIds, ...place.pagedUserIds]);
  const pages = lastResortPages({
    ...input,
    position: { ...place, step, pagedUserIds: everPaged, earlierUserIds: [] },
  });
  const userIds = pages.map((page) => page.userId);
  // A hand-off may fall on the very end of the last step.
  const newcomers = place.exhausted ? [] : newcomersOf(input).filter((userId) => !userIds.includes(userId));
  const paged = [...userIds, ...newcomers];
  const somebodyWasPaged = paged.length > 0 || (!place.exhausted && everPaged.length > 0);
  const wait = somebodyWasPaged ? LAST_RESORT_SECONDS : NOBODY_SECONDS;
  const position: EscalationPosition = {
    ...place,
    step,
    exhausted: true,
    stepEndsAt: new Date(now.getTime() + wait * 1000).toISOString(),
    pagedUserIds: unique([...everPaged, ...paged]),
    earlierUserIds: [],
  };
  const atLastStep = { ...input, position: { ...place, step } };
  return {
    position,
    pages: [...pages, ...newcomers.map((userId) => newcomerPage(atLastStep, userId))],
    entries: [
      ...lastResortEntries(input, userIds, somebodyWasPaged),
      ...newcomers.map((userId) => newcomerEntry(atLastStep, userId)),
    ],
  };
}

/**
 * The last resort, and whoever else can be paged by now and was not. Where there is no last resort: everybody whom
 * the policies reach, but not at the moment when their own step has just ended.
 */
function lastResortPages(input: PlanInput): PlannedPage[] {
  const { position } = input;
  const { round, step } = position;
  const lastResort = lastResortOf(input);
  const reason =
    position.pagedUserIds.length > 0
      ? 'Nobody answered. You are the last resort.'
      : 'Nobody is on call for this. You are the last resort.';
  const ofLastResort = lastResort.map((userId) => ({ userId, round, step, reason }));
  if (!position.exhausted) return ofLastResort;
  const again = lastResort.length > 0 ? position : { ...position, pagedUserIds: [] };
  const others = newcomersOf({ ...input, position: again }).filter((userId) => !lastResort.includes(userId));
  return [...ofLastResort, ...others.map((userId) => newcomerPage(input, userId))];
}

/** Says once that nobody can be reached; says every time that somebody is paged. */
function lastResortEntries(
  input: PlanInput,
  userIds: readonly string[],
  somebodyWasPaged: boolean,
): PlanEntry[] {
  const { exhausted } = input.position;
  const hasLastResort = lastResortOf(input).length > 0;
  const kind = exhausted ? 'escalation.unanswered' : 'escalation.exhausted';
  if (hasLastResort) {
    const reason = 'the policy reached nobody who answered; the last resort is paged';
    return [{ kind, reason, details: { userIds } }];
  }
  if (userIds.length > 0) {
    const reason =
      'nobody answered, and no last resort can be paged; the people of the policy are paged again';
    return [{ kind, reason, details: { userIds } }];
  }
  if (exhausted) return [];
  const reason = somebodyWasPaged
    ? 'nobody answered, and no last resort can be paged; the people of the policy are paged again in an hour'
    : 'nobody can be paged: no person of the policy and no last resort has a verified contact method';
  return [{ kind, reason, details: { userIds: [] } }];
}
