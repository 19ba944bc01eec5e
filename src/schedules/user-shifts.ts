import { z } from 'zod';
import { utcTimeSchema } from '../platform/http/times.js';
import type { FinalRendering } from './final-shifts.js';
import { shiftSourceSchema } from './schedule-view.js';

export const userShiftSchema = z
  .object({
    scheduleId: z.string(),
    scheduleName: z.string(),
    start: utcTimeSchema,
    end: utcTimeSchema,
    userId: z.string(),
    source: shiftSourceSchema,
  })
  .meta({ id: 'UserShift' });
export type UserShiftView = z.output<typeof userShiftSchema>;

export const userShiftsSchema = z.object({ items: z.array(userShiftSchema) }).meta({ id: 'UserShifts' });
export type UserShiftsView = z.output<typeof userShiftsSchema>;

/** What of some schedules' shifts is one person's, in the order of their start. */
export function toUserShifts(
  userId: string,
  renderings: ReadonlyMap<string, FinalRendering>,
): UserShiftView[] {
  return [...renderings]
    .flatMap(([scheduleId, { scheduleName, items }]) =>
      items
        .filter((shift) => shift.userId === userId)
        .map(({ start, end, source }) => ({
          scheduleId,
          scheduleName,
          start: start.toISOString(),
          end: end.toISOString(),
          userId,
          source,
        })),
    )
    .sort((left, right) => Date.parse(left.start) - Date.parse(right.start));
}
