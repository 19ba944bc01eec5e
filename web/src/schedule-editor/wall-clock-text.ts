import { wallClock } from '../design/wall-clock.js';
import { WEEKDAYS, type Weekday } from '../../../src/schedules/rendering/schedule-definition.js';

/*
 * Wall-clock times as texts (`2026-01-05T09:00`), as the API has them: no zone, so plain arithmetic on them is right.
 */

const DAY_MS = 86_400_000;
const read = (date: string): Date => new Date(`${date}T00:00:00Z`);
const write = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const dateOf = (wallClock: string): string => wallClock.slice(0, 10);
export const timeOf = (wallClock: string): string => wallClock.slice(11, 16);
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(read(text).getTime()) &&
  write(read(text).getTime()) === text;

/** `9`, `930`, `9:30` and `09.30` as `09:30`; null where it is no time of day. */
export function readTimeOfDay(text: string): string | null {
  const fields = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim());
  if (fields === null) return null;
  const [hour, minute] = [Number(fields[1]), Number(fields[2] ?? 0)];
  return hour > 23 || minute > 59 ? null : timeOfDay(hour, minute);
}

export const timeOfDay = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** The weekday of a wall-clock time, or of a date. */
export function weekdayOf(wallClock: string): Weekday {
  const index = (read(dateOf(wallClock)).getUTCDay() + 6) % 7;
  return WEEKDAYS[index] ?? 'MO';
}

export const plusDays = (date: string, days: number): string => write(read(date).getTime() + days * DAY_MS);

/** The last day of that name at or before a date. */
export function lastWeekday(day: Weekday, upTo: string): string {
  const back = (WEEKDAYS.indexOf(weekdayOf(upTo)) - WEEKDAYS.indexOf(day) + 7) % 7;
  return plusDays(upTo, -back);
}

/** How many minutes one zone's clock is ahead of another's at an instant. */
export function minutesAhead(zone: string, other: string, at: Date): number {
  const ms = (each: string) => Date.parse(`${wallClock(at, each)}Z`);
  return Math.round((ms(zone) - ms(other)) / 60_000);
}

/** A time of day so many minutes later, past midnight if need be. */
export function plusMinutes(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const sum = (((hour * 60 + minute + minutes) % 1_440) + 1_440) % 1_440;
  return timeOfDay(Math.floor(sum / 60), sum % 60);
}
