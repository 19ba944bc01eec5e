import type { LastResortTarget, PolicyStep, PolicyTarget } from '../policy-snapshot.js';

/** Whom a policy pages, in which order. */
export interface PagedByPolicy {
  readonly steps: readonly PolicyStep[];
  readonly lastResort: readonly LastResortTarget[];
}

/** What is left of a policy when somebody leaves. */
export interface LeftPolicy {
  /** None where every step paged only them. */
  readonly steps: PolicyStep[];
  readonly lastResort: LastResortTarget[];
  /** The steps that named them, counted from 1, with how many targets each has left; one with none is gone. */
  readonly touched: { readonly step: number; readonly targetsLeft: number }[];
  readonly wasLastResort: boolean;
}

/**
 * A policy without a person. A successor takes their place, unless that one is named there already; without one they are
 * left out, and a step that would page nobody goes.
 */
export function leavePolicy(policy: PagedByPolicy, userId: string, successorId: string | null): LeftPolicy {
  const names = (targets: readonly PolicyTarget[], id: string | null): boolean =>
    targets.some((target) => target.type === 'user' && target.id === id);
  const without = <Target extends PolicyTarget>(targets: readonly Target[]): Target[] =>
    targets.flatMap((target) => {
      if (target.type !== 'user' || target.id !== userId) return [target];
      return successorId === null || names(targets, successorId) ? [] : [{ ...target, id: successorId }];
    });
  const steps = policy.steps.map((step) => ({ ...step, targets: without(step.targets) }));
  return {
    steps: steps.filter(({ targets }) => targets.length > 0),
    lastResort: without(policy.lastResort),
    touched: policy.steps.flatMap(({ targets }, index) =>
      names(targets, userId) ? [{ step: index + 1, targetsLeft: steps[index]?.targets.length ?? 0 }] : [],
    ),
    wasLastResort: names(policy.lastResort, userId),
  };
}
