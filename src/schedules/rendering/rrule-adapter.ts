// rrule is CommonJS: its named exports do not exist in plain Node ESM, only the default one does.
import rrule from 'rrule';
import type { RuleWeekday } from './recurrence-rule.js';
import { DAY, dayNumber, type DayNumber } from './wall-clock.js';

/** The parts of a rule that choose days; null where a part is absent. */
export interface DayParts {
  byMonth: readonly number[] | null;
  byMonthDay: readonly number[] | null;
  byYearDay: readonly number[] | null;
  byDay: readonly RuleWeekday[] | null;
}

const EVERY_WEEKDAY = [0, 1, 2, 3, 4, 5, 6];
const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** The 53rd Monday is the last that a year can have. */
const MOST_OF_A_WEEKDAY = 53;
/** Steps past rrule's last year (9999), so that it stops after one year even where nothing matches. */
const ONE_YEAR_ONLY = 10_000;

/**
 * The days of one calendar year that the parts choose (RFC 5545 §3.3.10), in order.
 *
 * rrule 2.8 is asked for days only, one year at a time and in floating UTC, because there it is right: its walk from
 * DTSTART costs by the age of the rule, it loops for ever where INTERVAL never meets BYHOUR or BYMINUTE, it begins
 * its first week at DTSTART, and it misnumbers the last week of a year in the first days of January.
 *
 * @param scope what a number in BYDAY counts within: `2TU` of each month, or of the year
 */
export function daysOfYear(parts: DayParts, scope: 'month' | 'year', year: number): DayNumber[] {
  const months = parts.byMonth ?? (scope === 'month' ? EVERY_MONTH : null);
  const rule = new rrule.RRule({
    freq: rrule.RRule.YEARLY,
    interval: ONE_YEAR_ONLY,
    dtstart: new Date(dayNumber(year, 0, 1) * DAY),
    bymonth: months ? [...months] : null,
    bymonthday: parts.byMonthDay ? [...parts.byMonthDay] : null,
    byyearday: parts.byYearDay ? [...parts.byYearDay] : null,
    byweekday: weekdays(parts.byDay, scope),
  });
  return rule.all().map((date) => date.getTime() / DAY);
}

function weekdays(byDay: readonly RuleWeekday[] | null, scope: 'month' | 'year') {
  // Naming every weekday keeps rrule from taking the day of its DTSTART.
  if (!byDay) return EVERY_WEEKDAY.map((weekday) => new rrule.Weekday(weekday));
  if (byDay.every(({ ordinal }) => ordinal === null))
    return byDay.map(({ weekday }) => new rrule.Weekday(weekday));
  // rrule wants days to match both the numbered and the plain weekdays; the RFC means either, so number the plain ones.
  const most = scope === 'month' ? 5 : MOST_OF_A_WEEKDAY;
  return byDay.flatMap(({ weekday, ordinal }) =>
    ordinal === null
      ? Array.from({ length: most }, (_, index) => new rrule.Weekday(weekday, index + 1))
      : [new rrule.Weekday(weekday, ordinal)],
  );
}
