import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { pageQuerySchema, pageSchema } from '../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';
import type { OverrideEntity } from './override.entity.js';
import { DAY } from './rendering/wall-clock.js';

const LONGEST_DAYS = 366;

/** A change on top of the layers; with `replaces` it takes effect only where that person is on call. */
export const overrideInputSchema = z
  .strictObject({
    start: instantSchema,
    end: instantSchema,
    userId: idSchema,
    replaces: idSchema.nullable().default(null),
    reason: z.string().trim().max(500, 'must have at most 500 characters').nullable().default(null),
  })
  .superRefine(({ start, end }, context) => {
    const days = (end.getTime() - start.getTime()) / DAY;
    if (days <= 0) context.addIssue({ code: 'custom', path: ['end'], message: 'must be after the start' });
    if (days > LONGEST_DAYS) {
      context.addIssue({
        code: 'custom',
        path: ['end'],
        message: `must be at most ${LONGEST_DAYS} days after the start`,
      });
    }
  })
  .meta({ id: 'OverrideInput' });
export type OverrideInput = z.output<typeof overrideInputSchema>;

/** When an override shall end instead. */
export const overrideCutSchema = z.strictObject({ end: instantSchema }).meta({ id: 'OverrideCut' });
export type OverrideCut = z.output<typeof overrideCutSchema>;

/** `?from=&to=`: overrides that touch the time between; all of them where neither is given. */
export const overridePageQuerySchema = pageQuerySchema
  .extend({ from: instantSchema.optional(), to: instantSchema.optional() })
  .superRefine(({ from, to }, context) => {
    if (from && to && to <= from) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from' });
    }
  });
export type OverridePageQuery = z.output<typeof overridePageQuerySchema>;

export const overrideSchema = z
  .object({
    id: z.string(),
    scheduleId: z.string(),
    start: utcTimeSchema,
    end: utcTimeSchema,
    userId: z.string(),
    replaces: z.string().nullable(),
    reason: z.string().nullable(),
    /** The swap or cover that made it; null: somebody made it by hand. */
    swapId: z.string().nullable(),
    createdBy: z.string().nullable(),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Override' });
export type OverrideView = z.output<typeof overrideSchema>;

export const overridePageSchema = pageSchema(overrideSchema).meta({ id: 'OverridePage' });

export function toOverrideView(override: OverrideEntity): OverrideView {
  const { id, scheduleId, startsAt, endsAt, userId, replaces, reason, swapId, createdBy, createdAt } =
    override;
  return {
    id,
    scheduleId,
    start: startsAt.toISOString(),
    end: endsAt.toISOString(),
    userId,
    replaces,
    reason,
    swapId,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}
