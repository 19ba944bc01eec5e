import type { PolicySnapshot, PolicyStep } from '../policy-snapshot.js';
import type { EscalationPosition } from './escalation-position.js';

/** Who is on call in a schedule at the moment of planning, and until when (null: no end in sight). */
export interface OnCallNow {
  readonly userId: string | null;
  readonly until: Date | null;
}

export interface PlanInput {
  /** The policy as it was when the escalation began (promise 6). */
  readonly policy: PolicySnapshot;
  readonly position: EscalationPosition;
  /** For every schedule that the policy names. A schedule that is missing has nobody on call. */
  readonly onCall: ReadonlyMap<string, OnCallNow>;
  /** People with at least one verified contact method that may be used. */
  readonly reachable: ReadonlySet<string>;
  /** Whom to turn to when the policy reaches nobody, or nobody answers it. */
  readonly lastResortUserIds: readonly string[];
  /** The database's time. */
  readonly now: Date;
}

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
}

/** Who is on call is asked again this often, so that an override made meanwhile is seen. Seconds. */
export const RECHECK_SECONDS = 60;
/** The last resort is paged again this often until somebody acts. Seconds. */
export const LAST_RESORT_SECONDS = 3600;
/** With nobody to page at all, how soon to look again whether there is somebody. Seconds. */
export const NOBODY_SECONDS = 60;

/**
 * Decides what a running escalation does at `now`: page the people of the next step, page somebody who came on
 * call meanwhile, go round again, or turn to the last resort. Pure; the engine carries it out in one transaction.
 *
 * A step whose targets reach nobody is skipped at once and said so. When the steps (and their repeats) are used
 * up, or a whole round reaches nobody, the last resort is paged, and again every hour until somebody acts. Where
 * there is no last resort, the people of the policy are: an unanswered incident never goes silent for good.
 */
export function planEscalation(input: PlanInput): EscalationPlan {
  const { position, now } = input;
  const stillWaiting = position.stepEndsAt !== null && now < new Date(position.stepEndsAt);
  return stillWaiting ? pageNewcomers(input) : goOn(input);
}

/** While a step waits: whoever has come on call since, in any schedule reached in this round, is paged too. */
function pageNewcomers(input: PlanInput): EscalationPlan {
  const { position } = input;
  const newcomers = newcomersOf(input, position);
  const after = { ...position, pagedUserIds: [...position.pagedUserIds, ...newcomers] };
  return {
    position: after,
    pages: newcomers.map((userId) => newcomerPage(input, position, userId)),
    entries: newcomers.map((userId) => newcomerEntry(input, position, userId)),
    dueAt: nextCheck(input, after),
  };
}

/**
 * Who could not be paged when their step began, and can be now: who came on call; and once the policy is used up
 * everybody whom it names, and every last resort, since no later step will come to them.
 */
function newcomersOf(input: PlanInput, position: EscalationPosition): string[] {
  const reached = input.policy.steps.slice(0, position.step + 1);
  const candidates = position.exhausted
    ? [...reached.flatMap((step) => usersOf(input, step)), ...input.lastResortUserIds]
    : reached.flatMap((step) => usersOnCall(input, step));
  return unique(candidates).filter(
    (userId) => !position.pagedUserIds.includes(userId) && input.reachable.has(userId),
  );
}

function newcomerPage(input: PlanInput, place: EscalationPosition, userId: string): PlannedPage {
  const isNew = !place.pagedUserIds.includes(userId);
  const reason =
    isNew && isOnCall(input, userId)
      ? 'You came on call while this incident was waiting for an answer.'
      : 'This incident still waits for an answer.';
  return { userId, round: place.round, step: place.step, reason };
}

function newcomerEntry(input: PlanInput, { round, step }: EscalationPosition, userId: string): PlanEntry {
  return isOnCall(input, userId)
    ? {
        kind: 'handoff.paged',
        reason: 'came on call while the incident was unanswered',
        details: { userId, step, round },
      }
    : {
        kind: 'latecomer.paged',
        reason: 'can be paged since a moment ago, and the incident is unanswered',
        details: { userId, step, round },
      };
}

/** To the next step that reaches somebody; past the last one, to the last resort. */
function goOn(input: PlanInput): EscalationPlan {
  const { policy } = input;
  const entries: PlanEntry[] = [];
  let { position } = input;
  let skippedInARow = 0;
  while (!position.exhausted && skippedInARow < policy.steps.length) {
    const next = nextPlace(policy, position);
    const step = next === null ? undefined : policy.steps[next.step];
    if (next === null || step === undefined) break;
    position = next;
    const users = usersOf(input, step);
    if (users.length > 0) return startStep(input, position, step, users, entries);
    skippedInARow += 1;
    entries.push({
      kind: 'step.skipped',
      reason: whyNobody(input, step),
      details: { step: next.step, round: next.round },
    });
  }
  return turnToLastResort(input, position, entries);
}

/** The step after `position`: the next one, or the first of another round; null when all rounds are used up. */
function nextPlace(policy: PolicySnapshot, position: EscalationPosition): EscalationPosition | null {
  if (position.step + 1 < policy.steps.length) return { ...position, step: position.step + 1 };
  if (position.round >= policy.repeat) return null;
  return { ...position, round: position.round + 1, step: 0, pagedUserIds: [] };
}

function startStep(
  input: PlanInput,
  place: EscalationPosition,
  step: PolicyStep,
  userIds: readonly string[],
  skipped: readonly PlanEntry[],
): EscalationPlan {
  const where = { step: place.step, round: place.round };
  // A hand-off may fall on the very end of the step before: its newcomer is paged with this step.
  const newcomers = newcomersOf(input, { ...place, step: place.step - 1 }).filter(
    (userId) => !userIds.includes(userId),
  );
  const position = {
    ...place,
    stepEndsAt: addSeconds(input.now, step.escalateAfterSeconds).toISOString(),
    pagedUserIds: unique([...place.pagedUserIds, ...userIds, ...newcomers]),
  };
  return {
    position,
    pages: [
      ...userIds.map((userId) => ({ ...where, userId, reason: whyPaged(input, step, userId) })),
      ...newcomers.map((userId) => newcomerPage(input, place, userId)),
    ],
    entries: [
      ...skipped,
      {
        kind: 'step.started',
        reason: `step ${place.step + 1} of ${input.policy.steps.length}${place.round > 0 ? `, time ${place.round + 1}` : ''}`,
        details: { ...where, userIds, escalateAfterSeconds: step.escalateAfterSeconds },
      },
      ...newcomers.map((userId) => newcomerEntry(input, place, userId)),
    ],
    dueAt: nextCheck(input, position),
  };
}

function turnToLastResort(
  input: PlanInput,
  place: EscalationPosition,
  skipped: readonly PlanEntry[],
): EscalationPlan {
  const { now } = input;
  const step = Math.max(place.step, input.policy.steps.length - 1);
  const pages = lastResortPages(input, { ...place, step });
  const userIds = pages.map((page) => page.userId);
  const somebodyWasPaged = userIds.length > 0 || (!place.exhausted && place.pagedUserIds.length > 0);
  const position: EscalationPosition = {
    ...place,
    step,
    exhausted: true,
    stepEndsAt: addSeconds(now, somebodyWasPaged ? LAST_RESORT_SECONDS : NOBODY_SECONDS).toISOString(),
    pagedUserIds: unique([...place.pagedUserIds, ...userIds]),
  };
  const entries = lastResortEntries(input, userIds, somebodyWasPaged);
  return { position, pages, entries: [...skipped, ...entries], dueAt: nextCheck(input, position) };
}

/**
 * The last resort, and whoever else can be paged by now and was not. Where there is no last resort: everybody whom
 * the policy reaches, but not at the moment when their own step has just ended.
 */
function lastResortPages(input: PlanInput, place: EscalationPosition): PlannedPage[] {
  const lastResort = input.lastResortUserIds.filter((userId) => input.reachable.has(userId));
  const noAnswer = place.pagedUserIds.length > 0;
  const reason = noAnswer
    ? 'Nobody answered. You are the last resort.'
    : 'Nobody is on call for this. You are the last resort.';
  const ofLastResort = lastResort.map((userId) => ({ userId, round: place.round, step: place.step, reason }));
  if (!place.exhausted) return ofLastResort;
  const again = lastResort.length > 0 ? place : { ...place, pagedUserIds: [] };
  const others = newcomersOf(input, again).filter((userId) => !lastResort.includes(userId));
  return [...ofLastResort, ...others.map((userId) => newcomerPage(input, place, userId))];
}

/** Says once that nobody can be reached; says every time that somebody is paged. */
function lastResortEntries(
  input: PlanInput,
  userIds: readonly string[],
  somebodyWasPaged: boolean,
): PlanEntry[] {
  const { exhausted } = input.position;
  const hasLastResort = input.lastResortUserIds.some((userId) => userIds.includes(userId));
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

/** The end of the step, or sooner when who is on call may change before it. */
function nextCheck(input: PlanInput, position: EscalationPosition): Date {
  const { now, policy } = input;
  const end = position.stepEndsAt === null ? now : new Date(position.stepEndsAt);
  const schedules = scheduleIdsOf(policy.steps.slice(0, position.step + 1));
  if (schedules.length === 0 && !position.exhausted) return end;
  const changes = schedules.flatMap((id) => input.onCall.get(id)?.until ?? []).filter((until) => until > now);
  return earliest([end, addSeconds(now, RECHECK_SECONDS), ...changes]);
}

/** The people whom a step reaches now, each once, in the order of its targets. */
function usersOf(input: PlanInput, step: PolicyStep): string[] {
  const users = step.targets.flatMap((target) =>
    target.type === 'user' ? [target.id] : (input.onCall.get(target.id)?.userId ?? []),
  );
  return unique(users).filter((userId) => input.reachable.has(userId));
}

function usersOnCall(input: PlanInput, step: PolicyStep): string[] {
  return scheduleIdsOf([step]).flatMap((id) => input.onCall.get(id)?.userId ?? []);
}

const isOnCall = (input: PlanInput, userId: string): boolean =>
  [...input.onCall.values()].some((carrier) => carrier.userId === userId);

/** Every schedule that the steps name, each once. */
export function scheduleIdsOf(steps: readonly PolicyStep[]): string[] {
  return unique(
    steps.flatMap((step) =>
      step.targets.filter((target) => target.type === 'schedule').map((target) => target.id),
    ),
  );
}

function whyPaged(input: PlanInput, step: PolicyStep, userId: string): string {
  const named = step.targets.some((target) => target.type === 'user' && target.id === userId);
  return named ? 'The escalation policy names you.' : 'You are on call.';
}

function whyNobody(input: PlanInput, step: PolicyStep): string {
  const someone = step.targets.some(
    (target) => target.type === 'user' || input.onCall.get(target.id)?.userId != null,
  );
  return someone ? 'nobody in this step has a verified contact method' : 'nobody is on call';
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
const addSeconds = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
const earliest = (times: readonly Date[]): Date => new Date(Math.min(...times.map((time) => time.getTime())));
