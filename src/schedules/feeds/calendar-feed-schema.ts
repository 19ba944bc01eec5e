import { z } from 'zod';
import { oldSecretSchema } from '../../access/secret-rotation.js';
import { idSchema } from '../../platform/http/id-schema.js';
import { pageSchema } from '../../platform/http/pagination.js';
import { utcTimeSchema } from '../../platform/http/times.js';

/** Whose shifts a feed shows: exactly one of a schedule's, a person's over all schedules, or a team's schedules'. */
export const calendarFeedInputSchema = z
  .strictObject({
    scheduleId: idSchema.optional(),
    userId: idSchema.optional(),
    teamId: idSchema.optional(),
  })
  .superRefine((input, context) => {
    const named = Object.values(input).filter((id) => id !== undefined);
    if (named.length !== 1) context.addIssue('must name exactly one of scheduleId, userId and teamId');
  })
  .meta({ id: 'CalendarFeedInput' });
export type CalendarFeedInput = z.output<typeof calendarFeedInputSchema>;

export const calendarFeedSchema = z
  .object({
    id: z.string(),
    scheduleId: z.string().nullable(),
    userId: z.string().nullable(),
    teamId: z.string().nullable(),
    prefix: z
      .string()
      .nullable()
      .describe('The first characters of the secret in the address; null where they were not kept'),
    createdAt: utcTimeSchema,
    lastUsedAt: utcTimeSchema.nullable().describe('When it was last read at this address, exact to a minute'),
    old: oldSecretSchema.nullable().describe('The address before this one, while it still opens'),
  })
  .meta({ id: 'CalendarFeed' });
export type CalendarFeedView = z.output<typeof calendarFeedSchema>;
export const calendarFeedPageSchema = pageSchema(calendarFeedSchema).meta({ id: 'CalendarFeedPage' });

/** With the address, which is told to whoever makes or renews it. */
export const newCalendarFeedSchema = calendarFeedSchema
  .extend({ url: z.string() })
  .meta({ id: 'NewCalendarFeed' });
export type NewCalendarFeed = z.output<typeof newCalendarFeedSchema>;

const MOST_ALARM_MINUTES = 4 * 7 * 24 * 60;

/** How a calendar is to be written. Anything else in the query is let through: calendar programs add their own. */
export const calendarQuerySchema = z.object({
  /** Minutes before each shift at which to remind; none where it is absent. */
  alarm: z.coerce
    .number({ error: 'must be a number of minutes' })
    .int('must be a whole number of minutes')
    .min(0, 'must not be negative')
    .max(MOST_ALARM_MINUTES, `must be at most ${MOST_ALARM_MINUTES} minutes`)
    .optional(),
  /** `1`: times that nobody covers are events too. */
  gaps: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
});
export type CalendarQuery = z.output<typeof calendarQuerySchema>;
