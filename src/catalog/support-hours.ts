import { activeIntervals } from '../schedules/rendering/restrictions.js';
import { DAY } from '../schedules/rendering/wall-clock.js';
import { zoneClock } from '../schedules/rendering/zone-clock.js';
import type { Interval } from '../schedules/rendering/interval.js';
import type { SupportHours } from './service-rules.js';

/** The hours come round within a week; a zone may skip a day besides. */
const LONGEST_WAIT = 9 * DAY;

type Hours = Pick<SupportHours, 'weekdays' | 'from' | 'to'>;

/**
 * Whether a moment lies in the support hours, `from` inclusive and `to` exclusive on the wall clock of the zone. Hours
 * that pass midnight belong to the day they begin on; equal times are 24 hours.
 */
export function isSupportTime(hours: Hours, timeZone: string, at: Date): boolean {
  const start = at.getTime();
  return intervals(hours, timeZone, { start, end: start + 1 }).length > 0;
}

/** When the hours begin next, later than `after`; null where they never end. */
export function nextSupportStart(hours: Hours, timeZone: string, after: Date): Date | null {
  const start = after.getTime();
  const next = intervals(hours, timeZone, { start, end: start + LONGEST_WAIT }).find(
    (interval) => interval.start > start,
  );
  return next === undefined ? null : new Date(next.start);
}

function intervals({ weekdays, from, to }: Hours, timeZone: string, window: Interval): Interval[] {
  return activeIntervals([{ days: weekdays, from, to }], zoneClock(timeZone), window);
}
