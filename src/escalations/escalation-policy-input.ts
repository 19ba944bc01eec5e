import { z } from 'zod';
import { nameSchema } from '../platform/http/name-schema.js';
import { policyTargetSchema, type PolicyStep } from './policy-snapshot.js';

const ONE_DAY = 86_400;

const stepInputSchema = z.strictObject({
  targets: z
    .array(policyTargetSchema)
    .min(1, 'must name at least one target')
    .max(20, 'may name at most 20 targets')
    .superRefine((targets, context) => {
      const seen = new Set<string>();
      targets.forEach(({ type, id }, index) => {
        if (seen.has(`${type} ${id}`)) {
          context.addIssue({ code: 'custom', path: [index], message: 'is a target of this step already' });
        }
        seen.add(`${type} ${id}`);
      });
    }),
  escalateAfterSeconds: z
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1 second')
    .max(ONE_DAY, 'must be at most 86400 seconds, a day'),
});

/** What a policy is made of, for `POST` and `PUT`. */
export const escalationPolicyInputSchema = z
  .strictObject({
    name: nameSchema,
    repeat: z.int('must be a whole number').min(0, 'must be at least 0').max(9, 'must be at most 9'),
    steps: z
      .array(stepInputSchema)
      .min(1, 'must have at least one step')
      .max(20, 'may have at most 20 steps'),
  })
  .meta({ id: 'EscalationPolicyInput' });
export type EscalationPolicyInput = z.output<typeof escalationPolicyInputSchema>;

export interface LocatedTarget {
  readonly type: 'user' | 'schedule';
  readonly id: string;
  /** Where its id stands in the policy, as a dotted path. */
  readonly path: string;
}

/** Every target of the steps, in order, with the path of its id. */
export function locateTargets(steps: readonly PolicyStep[]): LocatedTarget[] {
  return steps.flatMap((step, stepIndex) =>
    step.targets.map(({ type, id }, index) => ({ type, id, path: `steps.${stepIndex}.targets.${index}.id` })),
  );
}
