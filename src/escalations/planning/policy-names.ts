import type { PolicySnapshot, PolicyTarget } from '../policy-snapshot.js';
import { chainOf } from './step-people.js';

/** Whom and what some policies name, each once. */
export interface NamedByPolicies {
  readonly userIds: readonly string[];
  /** Whoever is on call in them is paged. */
  readonly scheduleIds: readonly string[];
  readonly teamIds: readonly string[];
  /** Those of `teamIds` whose members take turns. */
  readonly teamIdsOfTurns: readonly string[];
  /** The people of their layers take turns. */
  readonly scheduleIdsOfTurns: readonly string[];
}

/** Over the whole chain of each policy, last resorts among them. */
export function namesOf(policies: readonly PolicySnapshot[]): NamedByPolicies {
  const targets = policies
    .flatMap(chainOf)
    .flatMap(({ steps, lastResort }) => [...steps.flatMap((step) => step.targets), ...lastResort]);
  const ids = (pick: (target: PolicyTarget) => string[]): string[] => [...new Set(targets.flatMap(pick))];
  const turnsOf = (target: PolicyTarget, type: 'team' | 'schedule'): string[] =>
    target.type === 'round-robin' && target.of.type === type ? [target.of.id] : [];
  return {
    userIds: ids((target) => (target.type === 'user' ? [target.id] : [])),
    scheduleIds: ids((target) => (target.type === 'schedule' ? [target.id] : [])),
    teamIds: ids((target) => (target.type === 'team' ? [target.id] : turnsOf(target, 'team'))),
    teamIdsOfTurns: ids((target) => turnsOf(target, 'team')),
    scheduleIdsOfTurns: ids((target) => turnsOf(target, 'schedule')),
  };
}
