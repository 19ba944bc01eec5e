import { ImpossibleScheduleError } from './impossible-schedule-error.js';
import { union, type Interval } from './interval.js';
import { WEEKDAYS, type Restriction } from './schedule-definition.js';
import { DAY, dayOf, parseTimeOfDay, weekdayOf } from './wall-clock.js';
import type { ZoneClock } from './zone-clock.js';

/** A restriction passes midnight once at most, and a clock jumps by a day at most. */
const DAYS_BEFORE = 3;

/**
 * When a layer with these restrictions is active within a window: their union, in order. A restriction that passes
 * midnight belongs to the day it starts on.
 * @throws ImpossibleScheduleError where a time cannot be read
 */
export function activeIntervals(
  restrictions: readonly Restriction[],
  clock: ZoneClock,
  window: Interval,
): Interval[] {
  if (restrictions.length === 0) return [window];
  const firstDay = dayOf(clock.wallReached(window.start)) - DAYS_BEFORE;
  const lastDay = dayOf(clock.wallReached(window.end)) + 1;
  const intervals: Interval[] = [];
  for (const restriction of restrictions) {
    const from = timeOfDay(restriction.from);
    const to = timeOfDay(restriction.to);
    const length = to > from ? to - from : to - from + DAY;
    const active = WEEKDAYS.map((weekday) => restriction.days?.includes(weekday) ?? true);
    for (let day = firstDay; day <= lastDay; day += 1) {
      if (!active[weekdayOf(day)]) continue;
      const opens = day * DAY + from;
      const start = Math.max(clock.toInstant(opens), window.start);
      const end = Math.min(clock.toInstant(opens + length), window.end);
      if (start < end) intervals.push({ start, end });
    }
  }
  return union(intervals);
}

function timeOfDay(text: string): number {
  const time = parseTimeOfDay(text);
  if (time === null) throw new ImpossibleScheduleError(`"${text}" is not a time of day such as 09:00.`);
  return time;
}
