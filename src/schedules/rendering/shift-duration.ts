import { DateTime, Duration } from 'luxon';
import { ImpossibleScheduleError } from './impossible-schedule-error.js';
import { LAST_MOMENT, type WallTime } from './wall-clock.js';

/** How long a shift lasts, measured on the wall clock. */
export interface ShiftDuration {
  endOf(start: WallTime): WallTime;
}

/**
 * Reads an ISO 8601 duration such as `PT12H` or `P5D`. A day is 24 hours of the wall clock; months and years follow
 * the calendar.
 * @returns null where it cannot be read or is not longer than nothing
 */
export function readShiftDuration(text: string): ShiftDuration | null {
  const duration = Duration.fromISO(text);
  if (!duration.isValid || !(duration.toMillis() > 0) || text.includes('-')) return null;
  if (duration.years === 0 && duration.months === 0) {
    const length = duration.toMillis();
    return { endOf: (start) => Math.min(start + length, LAST_MOMENT) };
  }
  return {
    endOf: (start) => {
      const end = DateTime.fromMillis(start, { zone: 'utc' }).plus(duration);
      return end.isValid ? Math.min(end.toMillis(), LAST_MOMENT) : LAST_MOMENT;
    },
  };
}

/** As readShiftDuration; null stays null. @throws ImpossibleScheduleError */
export function shiftDuration(text: string | null): ShiftDuration | null {
  if (text === null) return null;
  const duration = readShiftDuration(text);
  if (!duration) throw new ImpossibleScheduleError(`shiftDuration "${text}" is not an ISO 8601 duration.`);
  return duration;
}
