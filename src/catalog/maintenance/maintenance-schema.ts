import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { nameSchema } from '../../platform/http/name-schema.js';
import { pageQuerySchema, pageSchema } from '../../platform/http/pagination.js';
import { timeZoneSchema, utcTimeSchema } from '../../platform/http/times.js';

/** What becomes of alerts that a window outlived: they open their incidents, or are dropped. */
export const AT_END = ['open', 'discard'] as const;
const atEndSchema = z
  .enum(AT_END)
  .describe('What becomes at the end of alerts that still fire: they open incidents, or are dropped');

const timeText = z.string().max(40, 'must have at most 40 characters');

const fields = {
  name: nameSchema,
  serviceIds: z
    .array(idSchema)
    .min(1, 'must name at least one service')
    .max(500, 'must name at most 500 services')
    .refine((ids) => new Set(ids).size === ids.length, 'must name each service once'),
  start: timeText.describe('With an offset; with recurrence on the wall clock of timeZone, without one'),
  end: timeText.nullable().describe('As start; with recurrence the end of the first occurrence'),
  recurrence: z
    .string()
    .max(500, 'must have at most 500 characters')
    .nullable()
    .describe('RFC 5545 RRULE without DTSTART, TZID, COUNT and UNTIL, such as FREQ=WEEKLY;BYDAY=SU'),
  durationSeconds: z
    .int('must be a whole number of seconds')
    .min(60, 'must be at least 60 seconds')
    .nullable()
    .describe('With recurrence, in place of end; measured on the wall clock'),
  timeZone: timeZoneSchema.nullable(),
  until: timeText.nullable().describe('On the wall clock: no occurrence begins then or later'),
  atEnd: atEndSchema,
};

/** A maintenance window for `POST`. */
export const createMaintenanceWindowSchema = z
  .strictObject({
    ...fields,
    end: fields.end.default(null),
    recurrence: fields.recurrence.default(null),
    durationSeconds: fields.durationSeconds.default(null),
    timeZone: fields.timeZone.default(null),
    until: fields.until.default(null),
    atEnd: atEndSchema.default('open'),
  })
  .meta({ id: 'CreateMaintenanceWindow' });
export type CreateMaintenanceWindow = z.output<typeof createMaintenanceWindowSchema>;

/** For `PATCH`: what is absent stays as it is. */
export const changeMaintenanceWindowSchema = z
  .strictObject({
    name: fields.name.exactOptional(),
    serviceIds: fields.serviceIds.exactOptional(),
    start: fields.start.exactOptional(),
    end: fields.end.exactOptional(),
    recurrence: fields.recurrence.exactOptional(),
    durationSeconds: fields.durationSeconds.exactOptional(),
    timeZone: fields.timeZone.exactOptional(),
    until: fields.until.exactOptional(),
    atEnd: fields.atEnd.exactOptional(),
  })
  .meta({ id: 'ChangeMaintenanceWindow' });
export type ChangeMaintenanceWindow = z.output<typeof changeMaintenanceWindowSchema>;

const occurrenceSchema = z.object({ start: utcTimeSchema, end: utcTimeSchema }).nullable();

export const maintenanceWindowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    serviceIds: z.array(z.string()),
    start: z.string().describe('UTC; with recurrence on the wall clock of timeZone'),
    end: utcTimeSchema.nullable().describe('Null with recurrence'),
    recurrence: z.string().nullable(),
    durationSeconds: z.int().nullable(),
    timeZone: z.string().nullable(),
    until: z.string().nullable(),
    atEnd: atEndSchema,
    endedEarlyAt: utcTimeSchema.nullable(),
    current: occurrenceSchema.describe('The occurrence that is in effect now'),
    next: occurrenceSchema.describe('The next one that begins'),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'MaintenanceWindow' });
export type MaintenanceWindowView = z.output<typeof maintenanceWindowSchema>;

export const maintenanceWindowPageSchema = pageSchema(maintenanceWindowSchema).meta({
  id: 'MaintenanceWindowPage',
});

export const maintenanceWindowQuerySchema = pageQuerySchema.extend({ serviceId: idSchema.optional() });
export type MaintenanceWindowQuery = z.output<typeof maintenanceWindowQuerySchema>;
