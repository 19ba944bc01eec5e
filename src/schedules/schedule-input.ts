import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { instantSchema, timeZoneSchema } from '../platform/http/times.js';
import { WEEKDAYS } from './rendering/schedule-definition.js';

const MOST_LAYERS = 20;
const MOST_PARTICIPANTS = 200;
const MOST_RESTRICTIONS = 20;
const MOST_CHANGES = 1_000;

/** Forms and dates are judged by the rendering room, which knows why something is impossible; here only sizes. */
const wallClockSchema = z.string().max(40, 'must be a wall-clock time such as 2026-01-05T09:00');
const timeOfDaySchema = z.string().max(10, 'must be a time of day such as 09:00');

export const restrictionSchema = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).max(7).exactOptional(),
  from: timeOfDaySchema,
  to: timeOfDaySchema,
});

function layerInputSchema<Participant extends z.ZodType<string>>(participant: Participant) {
  return z.strictObject({
    id: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters').optional(),
    name: nameSchema.optional(),
    participants: z
      .array(participant)
      .min(1, 'must name at least one participant')
      .max(MOST_PARTICIPANTS, `may name at most ${MOST_PARTICIPANTS} participants`),
    startsAt: wallClockSchema,
    endsAt: wallClockSchema.nullable().default(null),
    handoff: z.string().max(1_000, 'must have at most 1000 characters'),
    shiftDuration: z.string().max(60, 'must be an ISO 8601 duration such as PT12H').nullable().default(null),
    restrictions: z
      .array(restrictionSchema)
      .max(MOST_RESTRICTIONS, `may have at most ${MOST_RESTRICTIONS} restrictions`)
      .default([]),
    onAbsence: z.enum(['cover', 'gap']).default('cover'),
  });
}

function layersSchema<Layer extends z.ZodType>(layer: Layer) {
  return z
    .array(layer)
    .min(1, 'must have at least one layer')
    .max(MOST_LAYERS, `may have at most ${MOST_LAYERS} layers`);
}

/** A schedule for `POST` and `PUT`, as docs/schedules.md tells. A layer keeps the `id` it is sent with where it is the schedule's. */
export const scheduleInputSchema = z
  .strictObject({
    name: nameSchema,
    timeZone: timeZoneSchema,
    teamId: idSchema.nullable().default(null),
    layers: layersSchema(layerInputSchema(idSchema)),
  })
  .meta({ id: 'ScheduleInput' });
export type ScheduleInput = z.output<typeof scheduleInputSchema>;

/** In a draft people go by any name: nothing of it is kept. */
const draftPersonSchema = z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

const draftOverrideSchema = z.strictObject({
  id: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters').optional(),
  start: instantSchema,
  end: instantSchema,
  userId: draftPersonSchema,
  replaces: draftPersonSchema.nullable().default(null),
});

const draftAbsenceSchema = z.strictObject({
  userId: draftPersonSchema,
  start: instantSchema,
  end: instantSchema,
});

/** A schedule that is only thought of, for the preview. */
export const scheduleDraftSchema = z.strictObject({
  name: nameSchema.optional(),
  timeZone: timeZoneSchema,
  teamId: idSchema.nullable().default(null),
  layers: layersSchema(layerInputSchema(draftPersonSchema)),
  overrides: z.array(draftOverrideSchema).max(MOST_CHANGES, `may have at most ${MOST_CHANGES}`).default([]),
  absences: z.array(draftAbsenceSchema).max(MOST_CHANGES, `may have at most ${MOST_CHANGES}`).default([]),
});
export type ScheduleDraftInput = z.output<typeof scheduleDraftSchema>;

export type LayerInput = ScheduleInput['layers'][number];
