import { z } from 'zod';
import { parseTimeOfDay } from '../schedules/rendering/wall-clock.js';
import { WEEKDAYS } from '../schedules/rendering/schedule-definition.js';

const DAY = 86_400;
const HOUR = 3_600;

const seconds = (least: number, most: number) =>
  z
    .int('must be a whole number of seconds')
    .min(least, `must be at least ${String(least)} seconds`)
    .max(most, `must be at most ${String(most)} seconds`);

const timeOfDay = z
  .string()
  .refine((text) => parseTimeOfDay(text) !== null, 'must be a time of day from 00:00 to 23:59');

const fixedUrgency = z.enum(['high', 'low', 'severity']);

/** When people work on a service, on its wall clock, and how urgent its incidents are then and outside. */
export const supportHoursSchema = z
  .strictObject({
    weekdays: z
      .array(z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` }))
      .min(1, 'must name at least one day')
      .refine((days) => new Set(days).size === days.length, 'must name each day once'),
    from: timeOfDay,
    to: timeOfDay.describe(
      'At or before `from` it passes midnight; the night belongs to the day it begins on',
    ),
    during: fixedUrgency,
    outside: fixedUrgency,
    raiseAtStart: z
      .boolean()
      .default(false)
      .describe('When the hours begin, what is open, unanswered and low rises to the urgency of the hours'),
  })
  .meta({ id: 'SupportHours' });
export type SupportHours = z.output<typeof supportHoursSchema>;

/** What of an alert can be compared: a field of the event, or a value in its details. */
const GROUPING_FIELD = /^(?:severity|source|class|component|group|summary|details(?:\.[^.\s]{1,100}){1,8})$/;

const groupingField = z
  .string()
  .max(300, 'must have at most 300 characters')
  .regex(
    GROUPING_FIELD,
    'must be severity, source, class, component, group, summary, or a path such as details.labels.cluster',
  );

/** Which new alerts of a service join an incident that is open already. */
export const groupingSchema = z
  .discriminatedUnion(
    'by',
    [
      z.strictObject({ by: z.literal('none') }),
      z.strictObject({ by: z.literal('time'), windowSeconds: seconds(60, DAY) }),
      z.strictObject({
        by: z.literal('fields'),
        fields: z
          .array(groupingField)
          .min(1, 'must name at least one field')
          .max(5, 'must name at most 5 fields')
          .refine((fields) => new Set(fields).size === fields.length, 'must name each field once'),
        windowSeconds: seconds(60, DAY).exactOptional(),
      }),
    ],
    { error: 'must be one of none, time, fields' },
  )
  .meta({ id: 'Grouping' });
export type Grouping = z.output<typeof groupingSchema>;
export const NO_GROUPING: Grouping = { by: 'none' };

/** When an alert that comes and goes is held as one incident. */
export const flappingSchema = z
  .strictObject({
    opens: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(100, 'must be at most 100')
      .describe('So many times it may open; once more and it is flapping'),
    withinSeconds: seconds(60, DAY),
    quietSeconds: seconds(30, 6 * HOUR).describe('So long it must be resolved before its incident is over'),
  })
  .meta({ id: 'FlappingRule' });
export type FlappingRule = z.output<typeof flappingSchema>;
export const USUAL_FLAPPING: FlappingRule = { opens: 3, withinSeconds: 900, quietSeconds: 300 };
