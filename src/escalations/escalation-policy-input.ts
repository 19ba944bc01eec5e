import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { parseTimeOfDay } from '../schedules/rendering/wall-clock.js';
import {
  lastResortTargetSchema,
  policyTargetSchema,
  stepConditionsSchema,
  type PolicyTarget,
} from './policy-snapshot.js';

const ONE_DAY = 86_400;
const MOST_TARGETS = 20;

/** What makes two targets one: a team is named once, whoever of it is meant. */
const identityOf = (target: PolicyTarget): string =>
  target.type === 'round-robin' ? `turns ${target.of.type} ${target.of.id}` : `${target.type} ${target.id}`;

function eachOnce<Item>(identity: (item: Item) => string, message: string) {
  return (items: readonly Item[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(identity(item))) context.addIssue({ code: 'custom', path: [index], message });
      seen.add(identity(item));
    });
  };
}

const timeOfDaySchema = z
  .string()
  .refine((text) => parseTimeOfDay(text) !== null, 'must be a time of day such as 09:00');

const { urgency, severities, weekdays } = stepConditionsSchema.shape;
const listed = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .array(item)
    .min(1, 'must name at least one, or be left out')
    .superRefine(eachOnce(String, 'is in the list already'))
    .exactOptional();

const conditionsInputSchema = z
  .strictObject({
    urgency,
    severities: listed(severities.unwrap().element),
    hours: z
      .strictObject({ from: timeOfDaySchema, to: timeOfDaySchema })
      .refine(({ from, to }) => from !== to, {
        path: ['to'],
        message: 'must differ from from; leave hours out for the whole day',
      })
      .exactOptional(),
    weekdays: listed(weekdays.unwrap().element),
  })
  .refine(
    (conditions) => Object.keys(conditions).length > 0,
    'must have at least one condition, or be left out',
  );

const stepInputSchema = z.strictObject({
  targets: z
    .array(policyTargetSchema)
    .min(1, 'must name at least one target')
    .max(MOST_TARGETS, `may name at most ${MOST_TARGETS} targets`)
    .superRefine(eachOnce(identityOf, 'is a target of this step already')),
  escalateAfterSeconds: z
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1 second')
    .max(ONE_DAY, 'must be at most 86400 seconds, a day'),
  conditions: conditionsInputSchema.exactOptional(),
});

/** What a policy is made of, for `POST` and `PUT`. */
export const escalationPolicyInputSchema = z
  .strictObject({
    name: nameSchema,
    /** Whose managers may change it; null: only admins. */
    teamId: idSchema.nullable().default(null),
    repeat: z.int('must be a whole number').min(0, 'must be at least 0').max(9, 'must be at most 9'),
    steps: z
      .array(stepInputSchema)
      .min(1, 'must have at least one step')
      .max(20, 'may have at most 20 steps'),
    /** Whom to page when nobody answered; none: the managers of the service's team, else the admins. */
    lastResort: z
      .array(lastResortTargetSchema)
      .max(MOST_TARGETS, `may name at most ${MOST_TARGETS} targets`)
      .superRefine(eachOnce(identityOf, 'is a last resort already'))
      .default([]),
    /** The policy that goes on when this one is used up. */
    handOffTo: idSchema.nullable().default(null),
  })
  .meta({ id: 'EscalationPolicyInput' });
export type EscalationPolicyInput = z.output<typeof escalationPolicyInputSchema>;

export interface LocatedTarget {
  readonly type: 'user' | 'schedule' | 'team';
  readonly id: string;
  /** Where its id stands in the policy, as a dotted path. */
  readonly path: string;
}

/** Every person, schedule and team that a policy names, in order, with the path of its id. */
export function locateTargets({
  steps,
  lastResort,
}: Pick<EscalationPolicyInput, 'steps' | 'lastResort'>): LocatedTarget[] {
  const located = (target: PolicyTarget, path: string): LocatedTarget =>
    target.type === 'round-robin'
      ? { ...target.of, path: `${path}.of.id` }
      : { type: target.type, id: target.id, path: `${path}.id` };
  return [
    ...steps.flatMap(({ targets }, step) =>
      targets.map((target, index) => located(target, `steps.${String(step)}.targets.${String(index)}`)),
    ),
    ...lastResort.map((target, index) => located(target, `lastResort.${String(index)}`)),
  ];
}
