import { z } from 'zod';
import { WEEKDAYS } from './waking-hours.js';

const timeOfDaySchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59');

export const hoursSchema = z
  .strictObject({
    from: timeOfDaySchema,
    to: timeOfDaySchema.describe('Before `from` it passes midnight, and belongs to the day it begins on'),
    weekdays: z
      .array(z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` }))
      .min(1, 'must name at least one day')
      .refine((days) => new Set(days).size === days.length, 'must name each day once')
      .default([...WEEKDAYS]),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must not be the same as from' });

/** On the wall clock of the person's own zone; null: pages of low urgency do not wait. */
export const wakingHoursSchema = z
  .strictObject({ wakingHours: hoursSchema.nullable() })
  .meta({ id: 'WakingHours' });
export type WakingHoursView = z.output<typeof wakingHoursSchema>;
