import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import type { EscalationPolicyEntity } from './escalation-policy.entity.js';
import { lastResortTargetSchema, policyStepSchema } from './policy-snapshot.js';

export const escalationPolicySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.string().nullable(),
    repeat: z.int(),
    steps: z.array(policyStepSchema),
    lastResort: z.array(lastResortTargetSchema),
    handOffTo: z.string().nullable(),
    createdAt: utcTimeSchema,
    updatedAt: utcTimeSchema,
  })
  .meta({ id: 'EscalationPolicy' });
export type EscalationPolicyView = z.output<typeof escalationPolicySchema>;

export const escalationPolicyPageSchema = pageSchema(escalationPolicySchema).meta({
  id: 'EscalationPolicyPage',
});

export function toEscalationPolicyView(policy: EscalationPolicyEntity): EscalationPolicyView {
  const { createdAt, updatedAt, ...rest } = policy;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
