import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';

/** A day: whoever wants to hear of something later than that does not want to be paged. */
const LONGEST_DELAY_SECONDS = 86_400;

/** The rules of one urgency, in their order. */
export const rulesOfUrgencySchema = z
  .array(
    z.strictObject({
      contactMethodId: idSchema,
      delaySeconds: z.int().min(0).max(LONGEST_DELAY_SECONDS),
    }),
  )
  .max(20, 'must not have more than 20 entries')
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    for (const [index, { contactMethodId, delaySeconds }] of rules.entries()) {
      const rule = `${contactMethodId} ${String(delaySeconds)}`;
      if (seen.has(rule)) context.addIssue({ code: 'custom', path: [index], message: 'is there already' });
      seen.add(rule);
    }
  });

/** A person's rules by urgency, in their order; both empty: the default, every verified method. */
export const pagingRulesSchema = z
  .strictObject({ high: rulesOfUrgencySchema, low: rulesOfUrgencySchema })
  .meta({ id: 'PagingRules' });
export type PagingRules = z.output<typeof pagingRulesSchema>;
