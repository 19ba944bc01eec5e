import type { PagingPolicy, PolicySnapshot, PolicyStep, PolicyTarget } from '../policy-snapshot.js';
import type { EscalationPosition } from './escalation-position.js';
import type { PlanInput, World } from './plan-input.js';
import { whyNotUsed } from './step-conditions.js';

/** A step with its place in the chain of policies. */
export interface PlacedStep {
  readonly policy: number;
  readonly step: number;
  readonly definition: PolicyStep;
}

/** The policy that an escalation began with and those it hands off to, in order. */
export const chainOf = (snapshot: PolicySnapshot): PagingPolicy[] => [snapshot, ...snapshot.handsOffTo];

/** Under which name the position keeps whose turn it was. */
const turnKey = ({ policy, step }: Pick<PlacedStep, 'policy' | 'step'>, ofId: string): string =>
  `${String(policy)}/${String(step)}/${ofId}`;

/** Everybody whom a target means, whether they can be reached or not: of one that takes turns, all who do. */
function meant(world: World, target: PolicyTarget): readonly string[] {
  switch (target.type) {
    case 'user':
      return [target.id];
    case 'schedule':
      return carrierOf(world, target.id);
    case 'team':
      return (world.members.get(target.id) ?? [])
        .filter(({ role }) => target.who === 'everyone' || role === 'manager')
        .map(({ userId }) => userId);
    case 'round-robin':
      return target.of.type === 'schedule'
        ? (world.participants.get(target.of.id) ?? [])
        : (world.members.get(target.of.id) ?? []).map(({ userId }) => userId);
  }
}

const carrierOf = (world: World, scheduleId: string): string[] => {
  const userId = world.onCall.get(scheduleId)?.userId ?? null;
  return userId === null ? [] : [userId];
};

/** The people whom targets without turns reach now, each once, in their order. */
export function reachedBy(world: World, targets: readonly PolicyTarget[]): string[] {
  return unique(targets.flatMap((target) => meant(world, target))).filter((userId) =>
    world.reachable.has(userId),
  );
}

/**
 * The people whom a step reaches now, each once, in the order of its targets. Where people take turns it is who was
 * chosen when the step began; and of a step that reached nobody then, the first who can be reached by now.
 */
export function peopleOf(input: PlanInput, { policy, step, definition }: PlacedStep): string[] {
  const { turns, pagedUserIds } = input.position;
  return unique(
    definition.targets.flatMap((target) => {
      const reached = reachedBy(input, [target]);
      if (target.type !== 'round-robin') return reached;
      const chosen = turns[turnKey({ policy, step }, target.of.id)];
      if (chosen !== undefined) return reached.filter((userId) => userId === chosen);
      return reached.some((userId) => pagedUserIds.includes(userId)) ? [] : reached.slice(0, 1);
    }),
  );
}

/**
 * The last resort of the chain: of the last policy that names one which reaches somebody; where none does, the
 * managers of the service's team or the admins, as far as they can be reached.
 */
export function lastResortOf(input: PlanInput): string[] {
  const ofPolicies = chainOf(input.policy)
    .map(({ lastResort }) => reachedBy(input, lastResort))
    .findLast((userIds) => userIds.length > 0);
  return ofPolicies ?? input.lastResortUserIds.filter((userId) => input.reachable.has(userId));
}

/** The steps that were come to: all of the policies before, and those of the running one up to where it stands. */
export function stepsReached({ policy, position }: PlanInput): PlacedStep[] {
  return chainOf(policy)
    .slice(0, position.policy + 1)
    .flatMap(({ steps }, index) =>
      steps
        .slice(0, index < position.policy ? steps.length : position.step + 1)
        .map((definition, step) => ({ policy: index, step, definition })),
    );
}

/** Who is on call now in the schedules of a step. */
export function carriersOf(world: World, { definition }: PlacedStep): string[] {
  return scheduleIdsOf([definition]).flatMap((id) => carrierOf(world, id));
}

/**
 * Whose turn it is in each target of a step that takes turns, by the name that the position keeps them under. The
 * number of the turn goes round all who can be reached and are not away, so that many incidents are spread evenly;
 * whoever was not paged about this one yet comes before who was. Where all are away, nobody is spared.
 */
export function chooseTurns(
  world: World,
  place: EscalationPosition,
  definition: PolicyStep,
): Record<string, string> {
  const rank = (userId: string): number => {
    if (place.pagedUserIds.includes(userId)) return 2;
    return place.earlierUserIds.includes(userId) ? 1 : 0;
  };
  const chosen = roundRobinsOf(definition).flatMap((target) => {
    const everybody = reachedBy(world, [target]);
    const present = everybody.filter((userId) => !world.away.has(userId));
    const reached = present.length > 0 ? present : everybody;
    const turn = (world.turnNumbers.get(target.of.id) ?? 0) % Math.max(1, reached.length);
    const inTurn = [...reached.slice(turn), ...reached.slice(0, turn)];
    const [next] = inTurn.sort((left, right) => rank(left) - rank(right));
    return next === undefined ? [] : [[turnKey(place, target.of.id), next] as const];
  });
  return Object.fromEntries(chosen);
}

/** Which turns have to be drawn for a step that begins: those of the targets that reach somebody. */
export function turnsOf(world: World, definition: PolicyStep): string[] {
  return roundRobinsOf(definition)
    .filter((target) => reachedBy(world, [target]).length > 0)
    .map((target) => target.of.id);
}

const roundRobinsOf = (definition: PolicyStep) =>
  definition.targets.filter((target) => target.type === 'round-robin');

/** Why a step is skipped, in words; null where it is used and reaches somebody. */
export function whySkipped(input: PlanInput, definition: PolicyStep): string | null {
  const notUsed = whyNotUsed(definition.conditions, input);
  if (notUsed !== null) return notUsed;
  const named = definition.targets.flatMap((target) => meant(input, target));
  if (named.some((userId) => input.reachable.has(userId))) return null;
  if (named.length > 0) return 'nobody in this step has a verified contact method';
  return definition.targets.some((target) => target.type === 'schedule')
    ? 'nobody is on call'
    : 'there is nobody in this step';
}

/** Why a person is paged by a step, in words that the person reads. */
export function whyPaged(
  input: PlanInput,
  definition: PolicyStep,
  userId: string,
  turns: ReadonlySet<string>,
): string {
  const means = (type: PolicyTarget['type']): boolean =>
    definition.targets.some((target) => target.type === type && meant(input, target).includes(userId));
  if (means('user')) return 'The escalation policy names you.';
  if (means('schedule')) return 'You are on call.';
  if (turns.has(userId)) return 'It is your turn.';
  return 'The escalation policy names your team.';
}

/** Every schedule whose carrier the steps page, each once. */
export function scheduleIdsOf(steps: readonly { readonly targets: readonly PolicyTarget[] }[]): string[] {
  return unique(
    steps.flatMap(({ targets }) =>
      targets.flatMap((target) => (target.type === 'schedule' ? [target.id] : [])),
    ),
  );
}

export const unique = (values: readonly string[]): string[] => [...new Set(values)];
