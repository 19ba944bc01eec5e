import { DateTime } from 'luxon';

/** ISO 8601 order: Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** When somebody is awake, on the wall clock of their own zone. */
export interface WakingHours {
  /** `HH:MM`, inclusive. */
  readonly from: string;
  /** `HH:MM`, exclusive; before `from` it passes midnight, and belongs to the day that it begins on. */
  readonly to: string;
  /** The days on which the hours begin. */
  readonly weekdays: readonly (typeof WEEKDAYS)[number][];
}

/**
 * The first moment at or after `at` in somebody's waking hours: `at` itself while they are awake. A time of day that
 * the clock skips is the first instant after the gap, one that occurs twice is its first occurrence.
 */
export function nextAwake(at: Date, hours: WakingHours, timeZone: string): Date {
  const today = DateTime.fromJSDate(at, { zone: timeZone }).startOf('day');
  // From yesterday, whose hours may reach into today, to the day of next week on which today's begin again.
  for (let day = -1; day <= 7; day += 1) {
    const date = today.plus({ days: day });
    const weekday = WEEKDAYS[date.weekday - 1];
    if (weekday === undefined || !hours.weekdays.includes(weekday)) continue;
    const start = instantOf(date, hours.from);
    const end = instantOf(hours.to < hours.from ? date.plus({ days: 1 }) : date, hours.to);
    if (at < end) return at < start ? start : at;
  }
  return at;
}

function instantOf(date: DateTime, timeOfDay: string): Date {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  const time = date.set({ hour, minute, second: 0, millisecond: 0 });
  if (time.hour === hour && time.minute === minute) {
    const [first = time] = time.getPossibleOffsets();
    return first.toJSDate();
  }
  let afterGap = time;
  while (afterGap.minus({ minutes: 1 }).offset === time.offset) afterGap = afterGap.minus({ minutes: 1 });
  return afterGap.toJSDate();
}
