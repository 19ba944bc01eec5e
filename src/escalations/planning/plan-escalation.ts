import type { PagingPolicy } from '../policy-snapshot.js';
import type { EscalationPlan, PlanEntry } from './escalation-plan.js';
import type { EscalationPosition } from './escalation-position.js';
import { turnToLastResort } from './last-resort.js';
import { newcomerEntry, newcomerPage, newcomersOf } from './newcomers.js';
import { nextLook } from './next-look.js';
import type { PlanInput } from './plan-input.js';
import {
  chainOf,
  chooseTurns,
  peopleOf,
  turnsOf,
  unique,
  whyPaged,
  whySkipped,
  type PlacedStep,
} from './step-people.js';

/**
 * Decides what a running escalation does at `now`: page the people of the next step, page somebody who came on
 * call meanwhile, go round again, hand off to the next policy, or turn to the last resort. Pure; the engine carries
 * it out in one transaction.
 *
 * A step whose conditions do not hold, or whose targets reach nobody, is skipped at once and said so. When the steps
 * (and their repeats) of the last policy are used up, or a whole round of it reaches nobody, the last resort is
 * paged, and again every hour until somebody acts. Where there is no last resort, the people of the policies are: an
 * unanswered incident never goes silent for good.
 */
export function planEscalation(input: PlanInput): EscalationPlan {
  return isWaiting(input) ? pageNewcomers(input) : goOn(input);
}

/**
 * Whose turns the plan of this moment takes: the ids of the teams and schedules of which it needs a turn's number.
 * Empty unless a step begins that lets people take turns. What it says does not depend on the numbers.
 */
export function turnsToDraw(input: Omit<PlanInput, 'turnNumbers'>): string[] {
  const undrawn: PlanInput = { ...input, turnNumbers: new Map() };
  if (isWaiting(undrawn)) return [];
  const { begins } = nextStep(undrawn);
  return begins === null ? [] : turnsOf(undrawn, begins.definition);
}

const isWaiting = ({ position, now }: PlanInput): boolean =>
  position.stepEndsAt !== null && now < new Date(position.stepEndsAt);

/** While a step waits: whoever has come on call since, in any schedule reached so far, is paged too. */
function pageNewcomers(input: PlanInput): EscalationPlan {
  const { position } = input;
  const newcomers = newcomersOf(input);
  const after = { ...position, pagedUserIds: [...position.pagedUserIds, ...newcomers] };
  return {
    position: after,
    pages: newcomers.map((userId) => newcomerPage(input, userId)),
    entries: newcomers.map((userId) => newcomerEntry(input, userId)),
    ...nextLook({ ...input, position: after }),
  };
}

/** To the next step that reaches somebody; past the last one, to the last resort. */
function goOn(input: PlanInput): EscalationPlan {
  const { place, begins, entries } = nextStep(input);
  if (begins !== null) return startStep({ ...input, position: place }, begins, entries);
  const { position, pages, entries: said } = turnToLastResort({ ...input, position: place });
  const look = nextLook({ ...input, position });
  return { position, pages, entries: [...entries, ...said], ...look };
}

/** Where the escalation goes from a step whose wait is over, and what is to be said about the way there. */
interface NextStep {
  readonly place: EscalationPosition;
  /** The step that begins; null: no policy has one that reaches somebody. */
  readonly begins: PlacedStep | null;
  readonly entries: readonly PlanEntry[];
}

function nextStep(input: PlanInput): NextStep {
  const chain = chainOf(input.policy);
  const entries: PlanEntry[] = [];
  let place = input.position;
  let skippedInARow = 0;
  while (!place.exhausted) {
    const next = nextPlace(chain, place, skippedInARow);
    const definition = next && chain[next.policy]?.steps[next.step];
    if (!next || !definition) break;
    if (next.policy !== place.policy) {
      entries.push(handOffEntry(chain, place.policy, next.policy));
      skippedInARow = 0;
    }
    place = next;
    const skipped = whySkipped(input, definition);
    if (skipped === null)
      return { place, begins: { policy: next.policy, step: next.step, definition }, entries };
    skippedInARow += 1;
    const details = { step: next.step, round: next.round };
    entries.push({ kind: 'step.skipped', reason: skipped, details });
  }
  return { place, begins: null, entries };
}

/**
 * The step after `place`: the next one, or the first of another round; the first of the next policy when all rounds
 * are used up or a whole round was skipped; null after the last policy.
 */
function nextPlace(
  chain: readonly PagingPolicy[],
  place: EscalationPosition,
  skippedInARow: number,
): EscalationPosition | null {
  const policy = chain[place.policy];
  if (!policy) return null;
  const wentRoundInVain = skippedInARow >= policy.steps.length;
  if (!wentRoundInVain && place.step + 1 < policy.steps.length) return { ...place, step: place.step + 1 };
  const newRound = {
    ...place,
    round: place.round + 1,
    step: 0,
    pagedUserIds: [],
    earlierUserIds: unique([...place.earlierUserIds, ...place.pagedUserIds]),
  };
  if (!wentRoundInVain && place.round - place.firstRound < policy.repeat) return newRound;
  if (chain[place.policy + 1] === undefined) return null;
  return { ...newRound, policy: place.policy + 1, firstRound: newRound.round };
}

function handOffEntry(chain: readonly PagingPolicy[], from: number, to: number): PlanEntry {
  const [used, next] = [chain[from], chain[to]];
  return {
    kind: 'escalation.handed-off',
    reason: `nobody answered by the policy ${used?.name ?? ''}; going on with the policy ${next?.name ?? ''}`,
    details: { policyId: next?.policyId },
  };
}

/** @param input at the place of the step that begins */
function startStep(input: PlanInput, begins: PlacedStep, before: readonly PlanEntry[]): EscalationPlan {
  const place = input.position;
  const { definition } = begins;
  const where = { step: place.step, round: place.round };
  const turns = chooseTurns(input, place, definition);
  const chosen = { ...place, turns: { ...place.turns, ...turns } };
  const userIds = peopleOf({ ...input, position: chosen }, begins);
  // A hand-off may fall on the very end of the step before: its newcomer is paged with this step.
  const newcomers = newcomersOf({ ...input, position: { ...place, step: place.step - 1 } }).filter(
    (userId) => !userIds.includes(userId),
  );
  const position = {
    ...chosen,
    stepEndsAt: new Date(input.now.getTime() + definition.escalateAfterSeconds * 1000).toISOString(),
    pagedUserIds: unique([...place.pagedUserIds, ...userIds, ...newcomers]),
  };
  const inTurn = new Set(Object.values(turns));
  return {
    position,
    pages: [
      ...userIds.map((userId) => ({ ...where, userId, reason: whyPaged(input, definition, userId, inTurn) })),
      ...newcomers.map((userId) => newcomerPage(input, userId)),
    ],
    entries: [
      ...before,
      {
        kind: 'step.started',
        reason: placeInWords(chainOf(input.policy), place),
        details: { ...where, userIds, escalateAfterSeconds: definition.escalateAfterSeconds },
      },
      ...newcomers.map((userId) => newcomerEntry(input, userId)),
    ],
    ...nextLook({ ...input, position }),
  };
}

/** `step 1 of 3`, `step 1 of 3, time 2`; after a hand-off with the name of the policy. */
function placeInWords(chain: readonly PagingPolicy[], place: EscalationPosition): string {
  const policy = chain[place.policy];
  const time = place.round - place.firstRound;
  return [
    `step ${String(place.step + 1)} of ${String(policy?.steps.length ?? 0)}`,
    place.policy > 0 ? ` of ${policy?.name ?? ''}` : '',
    time > 0 ? `, time ${String(time + 1)}` : '',
  ].join('');
}
