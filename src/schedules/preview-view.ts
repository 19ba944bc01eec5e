import { z } from 'zod';
import type { Fault } from '../platform/http/problem.js';
import { utcTimeSchema } from '../platform/http/times.js';
import type { Rendering } from './rendering/schedule-definition.js';
import { renderingSchema, toRenderingView, warningSchema } from './schedule-view.js';
import type { ShiftDifference } from './shift-difference.js';

const differenceSchema = z
  .object({
    users: z.array(
      z.object({
        /** Null: the time that nobody covers. */
        userId: z.string().nullable(),
        beforeSeconds: z.number(),
        afterSeconds: z.number(),
        deltaSeconds: z.number(),
      }),
    ),
    changes: z.array(
      z.object({
        start: utcTimeSchema,
        end: utcTimeSchema,
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ShiftDifference' });

export const previewViewSchema = renderingSchema
  .extend({
    warnings: z.array(warningSchema),
    /** Null where no schedule was named. */
    diff: differenceSchema.nullable(),
  })
  .meta({ id: 'SchedulePreview' });
export type PreviewView = z.output<typeof previewViewSchema>;

export function toPreviewView(
  rendering: Rendering,
  warnings: Fault[],
  difference: ShiftDifference | null,
): PreviewView {
  return {
    ...toRenderingView(rendering),
    warnings,
    diff: difference && {
      users: difference.users.map((time) => ({ ...time })),
      changes: difference.changes.map(({ start, end, before, after }) => ({
        start: start.toISOString(),
        end: end.toISOString(),
        before,
        after,
      })),
    },
  };
}
