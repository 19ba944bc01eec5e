import type { AnchoredRule } from './anchored-rule.js';
import { BoundedCache } from './bounded-cache.js';
import { daysOfYear } from './rrule-adapter.js';
import { DAY, dayNumber, modulo, weekdayOf, type DayNumber } from './wall-clock.js';

/** The Gregorian calendar, weekdays included, repeats after this many days (400 years). */
export const CALENDAR_CYCLE = 146_097;

/** The days that a rule chooses in years of one kind. */
interface YearDays {
  /** Days since 1 January, in order. */
  days: readonly number[];
  /** `before[d]`: how many of them are earlier than day d of the year. */
  before: readonly number[];
}

/** A year and the days in it; `end` is the first day after it. */
interface DatedYear extends YearDays {
  first: DayNumber;
  end: DayNumber;
}

/** Which days a rule chooses, whatever its INTERVAL: worked out once for each kind of year, then only looked up. */
export class DayCalendar {
  /** The choice repeats after this many days: 1 (every day), 7 (by weekday) or CALENDAR_CYCLE. */
  readonly period: number;
  private readonly years = new Map<number, YearDays>();
  private readonly scope: 'month' | 'year';
  /** The year that was asked about last: days are mostly asked about one after the other. */
  private latest: DatedYear = { first: 0, end: 0, days: [], before: [] };

  constructor(private readonly rule: AnchoredRule) {
    const byDate = rule.byMonth ?? rule.byMonthDay ?? rule.byYearDay ?? rule.byWeekNumber;
    const counted = rule.byDay?.some(({ ordinal }) => ordinal !== null) ?? false;
    this.scope = rule.byMonth || rule.frequency === 'MONTHLY' ? 'month' : 'year';
    if (byDate || counted) this.period = CALENDAR_CYCLE;
    else this.period = rule.byDay ? 7 : 1;
  }

  /** The chosen days from `from` up to, not including, `to`. */
  daysBetween(from: DayNumber, to: DayNumber): DayNumber[] {
    const chosen: DayNumber[] = [];
    if (this.period === 1) {
      for (let day = from; day < to; day += 1) chosen.push(day);
      return chosen;
    }
    for (let year = yearOf(from); ; year += 1) {
      const first = dayNumber(year, 0, 1);
      if (first >= to) return chosen;
      const { days, before } = this.year(year);
      const end = before[to - first] ?? days.length;
      for (let index = before[Math.max(from - first, 0)] ?? end; index < end; index += 1) {
        chosen.push(first + (days[index] ?? 0));
      }
    }
  }

  includes(day: DayNumber): boolean {
    if (this.period === 1) return true;
    if (day < this.latest.first || day >= this.latest.end) this.latest = this.yearHolding(day);
    const { first, days, before } = this.latest;
    return days[before[day - first] ?? days.length] === day - first;
  }

  private yearHolding(day: DayNumber): DatedYear {
    const year = yearOf(day);
    return { first: dayNumber(year, 0, 1), end: dayNumber(year + 1, 0, 1), ...this.year(year) };
  }

  private year(year: number): YearDays {
    const kind = kindOfYear(year);
    const known = this.years.get(kind);
    if (known) return known;
    const made = this.readYear(representative(kind));
    this.years.set(kind, made);
    return made;
  }

  private readYear(year: number): YearDays {
    const first = dayNumber(year, 0, 1);
    const { byWeekNumber, weekStart } = this.rule;
    const days = daysOfYear(this.rule, this.scope, year)
      .filter((day) => !byWeekNumber || isInWeek(byWeekNumber, day, weekStart))
      .map((day) => day - first);
    const before: number[] = [];
    let count = 0;
    for (let day = 0; day < daysIn(year); day += 1) {
      before.push(count);
      if (days[count] === day) count += 1;
    }
    return { days, before };
  }
}

const calendars = new BoundedCache<DayCalendar>(500);

/** The calendar of a rule; rules that choose the same days share one. */
export function dayCalendar(rule: AnchoredRule): DayCalendar {
  const { byMonth, byMonthDay, byYearDay, byWeekNumber, byDay, weekStart } = rule;
  const scope = rule.frequency === 'MONTHLY' ? 'month' : 'year';
  const key = JSON.stringify([scope, byMonth, byMonthDay, byYearDay, byWeekNumber, byDay, weekStart]);
  return calendars.get(key, () => new DayCalendar(rule));
}

function yearOf(day: DayNumber): number {
  return new Date(day * DAY).getUTCFullYear();
}

function daysIn(year: number): number {
  return dayNumber(year + 1, 0, 1) - dayNumber(year, 0, 1);
}

/** Years of one kind have the same dates on the same weekdays and the same week numbers. */
function kindOfYear(year: number): number {
  const leap = daysIn(year) === 366 ? 1 : 0;
  const afterLeap = daysIn(year - 1) === 366 ? 1 : 0;
  return weekdayOf(dayNumber(year, 0, 1)) * 4 + leap * 2 + afterLeap;
}

function representative(kind: number): number {
  for (let year = 2000; year < 2400; year += 1) if (kindOfYear(year) === kind) return year;
  throw new RangeError(`No year is of kind ${kind}`);
}

/** Week 1 is the first with at least four days in the year (RFC 5545 §3.3.10, BYWEEKNO). */
function firstWeek(year: number, weekStart: number): DayNumber {
  const fourth = dayNumber(year, 0, 4);
  return fourth - modulo(weekdayOf(fourth) - weekStart, 7);
}

function isInWeek(byWeekNumber: readonly number[], day: DayNumber, weekStart: number): boolean {
  // The day in the middle of a week lies in the year that the week belongs to.
  const year = yearOf(day - modulo(weekdayOf(day) - weekStart, 7) + 3);
  const first = firstWeek(year, weekStart);
  const number = Math.floor((day - first) / 7) + 1;
  const weeks = (firstWeek(year + 1, weekStart) - first) / 7;
  return byWeekNumber.includes(number) || byWeekNumber.includes(number - weeks - 1);
}
