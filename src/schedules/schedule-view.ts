import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import type { Rendering } from './rendering/schedule-definition.js';
import { restrictionSchema } from './schedule-input.js';

const layerSchema = z.object({
  id: z.string(),
  name: z.string(),
  participants: z.array(z.string()),
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  handoff: z.string(),
  shiftDuration: z.string().nullable(),
  restrictions: z.array(restrictionSchema),
  onAbsence: z.enum(['cover', 'gap']),
});

export const scheduleSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string(),
    teamId: z.string().nullable(),
    layers: z.array(layerSchema),
    version: z.int(),
    createdAt: utcTimeSchema,
    updatedAt: utcTimeSchema,
  })
  .meta({ id: 'Schedule' });
export type ScheduleView = z.output<typeof scheduleSchema>;
export type LayerView = ScheduleView['layers'][number];

/** What is possible but hardly meant, with its path in the schedule. */
export const warningSchema = z
  .object({ path: z.string(), message: z.string() })
  .meta({ id: 'ScheduleWarning' });

/** A schedule as it was just written. */
export const writtenScheduleSchema = scheduleSchema
  .extend({ warnings: z.array(warningSchema) })
  .meta({ id: 'WrittenSchedule' });
export type WrittenScheduleView = z.output<typeof writtenScheduleSchema>;

export const schedulePageSchema = pageSchema(scheduleSchema).meta({ id: 'SchedulePage' });

export const shiftSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('layer'), id: z.string(), handoff: z.int() }),
  z.object({ kind: z.literal('override'), id: z.string() }),
]);

export const renderingSchema = z
  .object({
    items: z.array(
      z.object({ start: utcTimeSchema, end: utcTimeSchema, userId: z.string(), source: shiftSourceSchema }),
    ),
    gaps: z.array(z.object({ start: utcTimeSchema, end: utcTimeSchema })),
  })
  .meta({ id: 'Shifts' });
export type RenderingView = z.output<typeof renderingSchema>;

export function toRenderingView({ items, gaps }: Rendering): RenderingView {
  return {
    items: items.map(({ start, end, userId, source }) => ({
      start: start.toISOString(),
      end: end.toISOString(),
      userId,
      source,
    })),
    gaps: gaps.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
  };
}
