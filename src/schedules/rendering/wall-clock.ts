/**
 * A reading of a wall clock, as milliseconds since 1970-01-01T00:00 on that same clock. It names no instant until
 * a zone is applied, so arithmetic on it is free of clock changes ("floating" time, RFC 5545 §3.3.5, form 1).
 */
export type WallTime = number;

/** Whole days since 1970-01-01 on the wall clock. */
export type DayNumber = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Nothing is looked for after the year 9999. */
export const LAST_MOMENT: WallTime = Date.UTC(9999, 11, 31);

const WALL_CLOCK = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  const remainder = value % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}

export function dayOf(wall: WallTime): DayNumber {
  return Math.floor(wall / DAY);
}

/** Monday is 0. 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return modulo(day + 3, 7);
}

/** The day number of a date of the proleptic Gregorian calendar; `month` counts from 0 and may run over. */
export function dayNumber(year: number, month: number, dayOfMonth: number): DayNumber {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999; setUTCFullYear does not.
  return new Date(0).setUTCFullYear(year, month, dayOfMonth) / DAY;
}

/**
 * Reads `YYYY-MM-DDTHH:MM` (seconds may follow) without an offset.
 * @returns null where the form is wrong or the date does not exist, such as 30 February.
 */
export function parseWallClock(text: string): WallTime | null {
  const fields = WALL_CLOCK.exec(text);
  if (!fields) return null;
  const field = (index: number): number => Number(fields[index] ?? 0);
  const [year, month, dayOfMonth] = [field(1), field(2), field(3)];
  const [hour, minute, second] = [field(4), field(5), field(6)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const day = dayNumber(year, month - 1, dayOfMonth);
  const date = new Date(day * DAY);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) return null;
  return day * DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** Reads `HH:MM`, 00:00 to 23:59, as milliseconds since midnight; null where it is something else. */
export function parseTimeOfDay(text: string): number | null {
  const fields = TIME_OF_DAY.exec(text);
  return fields ? Number(fields[1]) * HOUR + Number(fields[2]) * MINUTE : null;
}
