import { z } from 'zod';
import { urgencySchema } from '../people/contact-method.js';
import { idSchema } from '../platform/http/id-schema.js';
import { WEEKDAYS } from '../schedules/rendering/schedule-definition.js';

/** A person, or whoever is on call in a schedule at the moment of the step. */
const userTargetSchema = z.strictObject({ type: z.literal('user'), id: idSchema });
const scheduleTargetSchema = z.strictObject({ type: z.literal('schedule'), id: idSchema });
/** Everyone of a team at once, or those who manage it. */
const teamTargetSchema = z.strictObject({
  type: z.literal('team'),
  id: idSchema,
  who: z.enum(['managers', 'everyone']).default('everyone'),
});
/** One person an incident: the next one of a team's members, or of those who take part in a schedule's layers. */
const roundRobinTargetSchema = z.strictObject({
  type: z.literal('round-robin'),
  of: z.strictObject({ type: z.enum(['team', 'schedule']), id: idSchema }),
});

/** Whom a step pages. */
export const policyTargetSchema = z.discriminatedUnion(
  'type',
  [userTargetSchema, scheduleTargetSchema, teamTargetSchema, roundRobinTargetSchema],
  "must be one of 'user', 'schedule', 'team' and 'round-robin'",
);
export type PolicyTarget = z.output<typeof policyTargetSchema>;

/** Whom a policy turns to when nobody answered: nobody takes turns there. */
export const lastResortTargetSchema = z.discriminatedUnion(
  'type',
  [userTargetSchema, scheduleTargetSchema, teamTargetSchema],
  "must be one of 'user', 'schedule' and 'team': nobody takes turns as a last resort",
);
export type LastResortTarget = z.output<typeof lastResortTargetSchema>;

/** How bad an incident is, in the words of Events v2. */
const severitySchema = z.enum(['critical', 'error', 'warning', 'info']);

/** When a step is used: each of them that is given must hold at the moment at which its turn comes. */
export const stepConditionsSchema = z.strictObject({
  urgency: urgencySchema.exactOptional(),
  severities: z.array(severitySchema).exactOptional(),
  /** On the wall clock of the service's zone; `to` at or before `from` passes midnight. */
  hours: z.strictObject({ from: z.string(), to: z.string() }).exactOptional(),
  /** Days in the service's zone; hours that pass midnight belong to the day they begin on. */
  weekdays: z.array(z.enum(WEEKDAYS)).exactOptional(),
});
export type StepConditions = z.output<typeof stepConditionsSchema>;

export const policyStepSchema = z.strictObject({
  targets: z.array(policyTargetSchema),
  /** How long the step waits for an answer before the next one begins. */
  escalateAfterSeconds: z.int(),
  conditions: stepConditionsSchema.exactOptional(),
});
export type PolicyStep = z.output<typeof policyStepSchema>;

/** What one policy does. What was stored before there were last resorts and hand-offs reads as having none. */
const pagingPolicySchema = z.strictObject({
  policyId: idSchema,
  name: z.string(),
  /** How many times the steps are gone through again after the first time, 0 to 9. */
  repeat: z.int(),
  steps: z.array(policyStepSchema),
  /** In place of the managers of the service's team or the admins; empty: those. */
  lastResort: z.array(lastResortTargetSchema).default([]),
});
/** One policy of a snapshot. */
export type PagingPolicy = z.output<typeof pagingPolicySchema>;

/**
 * A policy as it stood when an escalation began (promise 6), with the policies that it hands off to. The running
 * escalation keeps it as jsonb and reads it back with this schema, so what it says never changes under a running
 * incident.
 */
export const policySnapshotSchema = pagingPolicySchema.extend({
  /** The policies that go on, one after the other, when this one is used up. */
  handsOffTo: z.array(pagingPolicySchema).default([]),
});
export type PolicySnapshot = z.output<typeof policySnapshotSchema>;
