import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';
import type { OnCall as OnCallAnswer } from './rendering/on-call.js';
import { shiftSourceSchema } from './schedule-view.js';

/**
 * `?at=`: now where it is absent. `?asKnownAt=`: leaves out what was changed later; for the time before it this is
 * what was, for the time after it the plan as it stood then.
 */
const moments = { at: instantSchema.optional(), asKnownAt: instantSchema.optional() };
export const onCallQuerySchema = z.strictObject(moments);
export type OnCallQuery = z.output<typeof onCallQuerySchema>;

/** All schedules of most organisations fit on one page, so that a wall screen asks once. */
const MOST_ON_A_PAGE = 1_000;

export const onCallPageQuerySchema = pageQuerySchema.extend({
  ...moments,
  limit: z.coerce.number().int().min(1).max(MOST_ON_A_PAGE).default(50),
});
export type OnCallPageQuery = z.output<typeof onCallPageQuerySchema>;

export const onCallSchema = z
  .object({
    scheduleId: z.string(),
    scheduleName: z.string(),
    at: utcTimeSchema,
    /** Null: nobody is on call. */
    userId: z.string().nullable(),
    userName: z.string().nullable(),
    /** When this changes; null where it does not within the days that are looked ahead. */
    until: utcTimeSchema.nullable(),
    next: z.object({ userId: z.string(), userName: z.string().nullable(), start: utcTimeSchema }).nullable(),
    source: shiftSourceSchema.nullable(),
  })
  .meta({ id: 'OnCall' });
export type OnCallView = z.output<typeof onCallSchema>;

export const onCallPageSchema = pageSchema(onCallSchema).meta({ id: 'OnCallPage' });

export function toOnCallView(
  schedule: { readonly id: string; readonly name: string },
  at: Date,
  { current, until, next }: OnCallAnswer,
  names: ReadonlyMap<string, string>,
): OnCallView {
  return {
    scheduleId: schedule.id,
    scheduleName: schedule.name,
    at: at.toISOString(),
    userId: current?.userId ?? null,
    userName: current ? (names.get(current.userId) ?? null) : null,
    until: until?.toISOString() ?? null,
    next: next && {
      userId: next.userId,
      userName: names.get(next.userId) ?? null,
      start: next.start.toISOString(),
    },
    source: current?.source ?? null,
  };
}
