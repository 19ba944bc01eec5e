import type { AnchoredRule } from './anchored-rule.js';
import { CALENDAR_CYCLE, dayCalendar, type DayCalendar } from './day-calendar.js';
import { NO_OFFSETS, pick, product, type Offsets } from './offsets.js';
import {
  DAY,
  dayNumber,
  dayOf,
  HOUR,
  LAST_MOMENT,
  MINUTE,
  modulo,
  SECOND,
  weekdayOf,
  type WallTime,
} from './wall-clock.js';

/** The occurrences that begin in one step of a rule. */
export interface Cell {
  start: WallTime;
  /** Milliseconds after `start`. */
  offsets: Offsets;
}

/**
 * A rule as a row of cells, numbered from the one that holds its start. Each cell holds the occurrences of one period
 * of the frequency, and how many they are repeats after `period` cells: that is what makes counting independent of age.
 */
export interface CellRow {
  period: number;
  /** The last cell that begins at or before `wall`. */
  indexAt(wall: WallTime): number;
  cell(index: number): Cell;
}

/** What lies past the last year, so that no step, however wide, leaves the calendar. */
const BEYOND: Cell = { start: Infinity, offsets: NO_OFFSETS };

/** Lays out a rule's occurrences in cells (RFC 5545 §3.3.10). They include those of cell 0 before the rule's start. */
export function occurrenceCells(rule: AnchoredRule): CellRow {
  switch (rule.frequency) {
    case 'YEARLY':
    case 'MONTHLY':
    case 'WEEKLY':
      return spanCells(rule);
    case 'DAILY':
      return dailyCells(rule);
    case 'HOURLY':
      return clockCells(rule, HOUR, rule.byHour !== null);
    case 'MINUTELY':
      return clockCells(rule, MINUTE, rule.byHour !== null || rule.byMinute !== null);
    case 'SECONDLY':
      return clockCells(
        rule,
        SECOND,
        rule.byHour !== null || rule.byMinute !== null || rule.bySecond !== null,
      );
  }
}

function dailyCells(rule: AnchoredRule): CellRow {
  const calendar = dayCalendar(rule);
  const first = dayOf(rule.start);
  const times = pick(timesWithin(rule, DAY), rule.bySetPosition);
  return {
    period: calendar.period / commonDivisor(calendar.period, rule.interval),
    indexAt: (wall) => Math.floor((dayOf(wall) - first) / rule.interval),
    cell: (index) => {
      const day = first + index * rule.interval;
      if (day * DAY > LAST_MOMENT) return BEYOND;
      return { start: day * DAY, offsets: calendar.includes(day) ? times : NO_OFFSETS };
    },
  };
}

/** How weeks, months and years are numbered, and how many of them the calendar's cycle has. */
interface Span {
  numberOf(day: number): number;
  firstDay(number: number): number;
  cycle: number;
}

function spanOf(rule: AnchoredRule, calendar: DayCalendar): Span {
  if (rule.frequency === 'WEEKLY') {
    // Day 0 is a Thursday: weekdayOf(0) is 3.
    const shift = modulo(weekdayOf(0) - rule.weekStart, 7);
    return {
      numberOf: (day) => Math.floor((day + shift) / 7),
      firstDay: (number) => number * 7 - shift,
      cycle: calendar.period === CALENDAR_CYCLE ? CALENDAR_CYCLE / 7 : 1,
    };
  }
  const months = rule.frequency === 'MONTHLY' ? 1 : 12;
  return {
    numberOf: (day) => {
      const date = new Date(day * DAY);
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
    },
    firstDay: (number) => dayNumber(0, number * months, 1),
    cycle: (400 * 12) / months,
  };
}

function spanCells(rule: AnchoredRule): CellRow {
  const calendar = dayCalendar(rule);
  const span = spanOf(rule, calendar);
  const first = span.numberOf(dayOf(rule.start));
  const times = timesWithin(rule, DAY);
  return {
    period: span.cycle / commonDivisor(span.cycle, rule.interval),
    indexAt: (wall) => Math.floor((span.numberOf(dayOf(wall)) - first) / rule.interval),
    cell: (index) => {
      const number = first + index * rule.interval;
      const start = span.firstDay(number);
      // A month far past the range of Date is NaN, which is beyond as well.
      if (!(start * DAY <= LAST_MOMENT)) return BEYOND;
      const days = calendar.daysBetween(start, span.firstDay(number + 1));
      const dayOffsets = days.map((day) => (day - start) * DAY);
      return { start: start * DAY, offsets: pick(product(dayOffsets, times), rule.bySetPosition) };
    },
  };
}

/**
 * HOURLY, MINUTELY and SECONDLY: a cell for each step, or for each day where a day holds several and some are left out.
 * @param limited whether BYHOUR, BYMINUTE or BYSECOND leave out some of the steps within a day
 */
function clockCells(rule: AnchoredRule, unit: number, limited: boolean): CellRow {
  const calendar = dayCalendar(rule);
  const within = pick(timesWithin(rule, unit), rule.bySetPosition);
  const filtered = limited || calendar.period > 1;
  if (filtered && rule.interval * unit < DAY) return clockDayCells(rule, unit, calendar, within);
  const first = Math.floor(rule.start / unit) * unit;
  const step = rule.interval * unit;
  const cycle = filtered ? (calendar.period * DAY) / unit : 1;
  return {
    period: cycle / commonDivisor(cycle, rule.interval),
    indexAt: (wall) => Math.floor((wall - first) / step),
    cell: (index) => {
      const start = first + index * step;
      if (start > LAST_MOMENT) return BEYOND;
      const allowed =
        !filtered || (calendar.includes(dayOf(start)) && isAllowed(rule, unit, modulo(start, DAY)));
      return { start, offsets: allowed ? within : NO_OFFSETS };
    },
  };
}

/** A cell for each day: the steps that fall into it, less those that BYHOUR, BYMINUTE and BYSECOND leave out. */
function clockDayCells(rule: AnchoredRule, unit: number, calendar: DayCalendar, within: Offsets): CellRow {
  const steps = DAY / unit;
  const firstStep = Math.floor(rule.start / unit);
  const firstDay = dayOf(rule.start);
  const byPhase = new Map<number, Offsets>();
  const offsetsFrom = (phase: number): Offsets => {
    const known = byPhase.get(phase);
    if (known) return known;
    const allowed: number[] = [];
    for (let step = phase; step < steps; step += rule.interval) {
      if (isAllowed(rule, unit, step * unit)) allowed.push(step * unit);
    }
    const offsets = product(Int32Array.from(allowed), within);
    byPhase.set(phase, offsets);
    return offsets;
  };
  const phases = rule.interval / commonDivisor(rule.interval, steps);
  return {
    period: (calendar.period / commonDivisor(calendar.period, phases)) * phases,
    indexAt: (wall) => dayOf(wall) - firstDay,
    cell: (index) => {
      const day = firstDay + index;
      if (day * DAY > LAST_MOMENT) return BEYOND;
      const phase = modulo(firstStep - day * steps, rule.interval);
      return { start: day * DAY, offsets: calendar.includes(day) ? offsetsFrom(phase) : NO_OFFSETS };
    },
  };
}

/** Whether a step of this unit passes the parts that, for its frequency, only limit (RFC 5545 §3.3.10, the table). */
function isAllowed(rule: AnchoredRule, unit: number, timeOfDay: number): boolean {
  if (rule.byHour && !rule.byHour.includes(Math.floor(timeOfDay / HOUR))) return false;
  if (unit <= MINUTE && rule.byMinute && !rule.byMinute.includes(Math.floor((timeOfDay % HOUR) / MINUTE)))
    return false;
  return unit > SECOND || !rule.bySecond || rule.bySecond.includes((timeOfDay % MINUTE) / SECOND);
}

/** The times that the parts below `unit` expand to, as milliseconds since its beginning. */
function timesWithin(rule: AnchoredRule, unit: number): Offsets {
  const list = (values: readonly number[] | null, length: number): Offsets =>
    unit > length ? (values ?? [0]).map((value) => value * length) : [0];
  // Second 60 is a leap second, which no clock here shows.
  const seconds = rule.bySecond?.filter((second) => second < 60) ?? null;
  return product(product(list(rule.byHour, HOUR), list(rule.byMinute, MINUTE)), list(seconds, SECOND));
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
