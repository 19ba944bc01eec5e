import { z } from 'zod';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';
import { contactMethodTypeSchema, urgencySchema } from './contact-method.js';
import { rulesOfUrgencySchema } from './paging-rules-schema.js';
import { hoursSchema } from './waking-hours-schema.js';

export const pagingPlanQuerySchema = z.strictObject({
  urgency: urgencySchema.default('high'),
  at: instantSchema.optional().describe('When the person is paged; now where it is left out'),
});
export type PagingPlanQuery = z.output<typeof pagingPlanQuerySchema>;

/** Rules and waking hours that are not saved yet. */
export const pagingPlanDraftSchema = z
  .strictObject({
    urgency: urgencySchema.default('high'),
    at: instantSchema.optional().describe('When the person is paged; now where it is left out'),
    rules: rulesOfUrgencySchema.describe('Of that urgency'),
    wakingHours: hoursSchema.nullable(),
  })
  .meta({ id: 'PagingPlanDraft' });
export type PagingPlanDraft = z.output<typeof pagingPlanDraftSchema>;

/** What happens to somebody who is paged and does not answer. */
export const pagingPlanSchema = z
  .object({
    urgency: urgencySchema,
    at: utcTimeSchema,
    usesRules: z.boolean().describe('False: no rule can be used, so every usable method is'),
    contacts: z.array(
      z.object({
        afterSeconds: z.int().describe('After `at`'),
        at: utcTimeSchema,
        contactMethodId: z.string(),
        type: contactMethodTypeSchema,
        address: z.string(),
      }),
    ),
    ignoredRules: z
      .array(
        z.object({
          contactMethodId: z.string(),
          delaySeconds: z.int(),
          reason: z.enum(['not verified', 'turned off']),
        }),
      )
      .describe('Rules whose contact method takes no pages'),
  })
  .meta({ id: 'PagingPlan' });
export type PagingPlan = z.output<typeof pagingPlanSchema>;
