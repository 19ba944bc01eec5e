import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';

/** Whom a step pages: a person, or whoever is on call in a schedule at the moment of the step. */
export const policyTargetSchema = z.strictObject({ type: z.enum(['user', 'schedule']), id: idSchema });

export const policyStepSchema = z.strictObject({
  targets: z.array(policyTargetSchema),
  /** How long the step waits for an answer before the next one begins. */
  escalateAfterSeconds: z.int(),
});
export type PolicyStep = z.output<typeof policyStepSchema>;

/**
 * A policy as it stood when an escalation began (promise 6). The running escalation keeps it as jsonb and reads it
 * back with this schema, so what it says never changes under a running incident.
 */
export const policySnapshotSchema = z.strictObject({
  policyId: idSchema,
  name: z.string(),
  /** How many times the steps are gone through again after the first time, 0 to 9. */
  repeat: z.int(),
  steps: z.array(policyStepSchema),
});
export type PolicySnapshot = z.output<typeof policySnapshotSchema>;
