import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HandoffSequence } from './handoff-sequence.js';
import { readRecurrenceRule, type RecurrenceRule } from './recurrence-rule.js';
import { DAY, HOUR, weekdayOf } from './wall-clock.js';

/*
 * The model: RFC 5545 §3.3.10 read literally, period by period from the start on, day by day and second by second.
 * It shares nothing with the sequence but the reading of the text.
 */
const YMD = (day: number): [number, number, number] => {
  const date = new Date(day * DAY);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};

/** "The nth, or nth last, of something": position is counted among the days of the same weekday. */
function isNth(day: number, ordinal: number, sameScope: (other: number) => boolean): boolean {
  let nth = 1;
  const step = ordinal > 0 ? -7 : 7;
  for (let other = day + step; sameScope(other); other += step) nth += 1;
  return nth === Math.abs(ordinal);
}

function weekNumbers(day: number, weekStart: number): [number, number] {
  const startOfWeek = (of: number): number => {
    let at = of;
    while (weekdayOf(at) !== weekStart) at -= 1;
    return at;
  };
  const week = startOfWeek(day);
  const [year] = YMD(week + 3);
  let fromStart = 1;
  for (let at = week - 7; YMD(at + 3)[0] === year; at -= 7) fromStart += 1;
  let fromEnd = -1;
  for (let at = week + 7; YMD(at + 3)[0] === year; at += 7) fromEnd -= 1;
  return [fromStart, fromEnd];
}

function dayMatches(rule: RecurrenceRule, start: number, day: number): boolean {
  const [year, month, date] = YMD(day);
  const [, startMonth, startDate] = YMD(Math.floor(start / DAY));
  const { frequency, byDay, byMonth, byMonthDay, byYearDay, byWeekNumber } = rule;
  if (byMonth && !byMonth.includes(month)) return false;
  if (byMonthDay && !byMonthDay.includes(date)) {
    let fromEnd = -1;
    for (let at = day + 1; YMD(at)[1] === month; at += 1) fromEnd -= 1;
    if (!byMonthDay.includes(fromEnd)) return false;
  }
  if (byYearDay) {
    const yearDay = day - Date.UTC(year, 0, 1) / DAY + 1;
    const fromEnd = day - Date.UTC(year + 1, 0, 1) / DAY;
    if (!byYearDay.includes(yearDay) && !byYearDay.includes(fromEnd)) return false;
  }
  if (byWeekNumber && !weekNumbers(day, rule.weekStart).some((number) => byWeekNumber.includes(number)))
    return false;
  if (byDay) {
    const inMonth = frequency === 'MONTHLY' || byMonth !== null;
    const sameScope = (other: number): boolean =>
      YMD(other)[0] === year && (!inMonth || YMD(other)[1] === month);
    return byDay.some(
      ({ weekday, ordinal }) =>
        weekday === weekdayOf(day) && (ordinal === null || isNth(day, ordinal, sameScope)),
    );
  }
  if (byMonthDay ?? byYearDay ?? byWeekNumber) return true;
  if (frequency === 'YEARLY') return date === startDate && (byMonth !== null || month === startMonth);
  if (frequency === 'MONTHLY') return date === startDate;
  return frequency !== 'WEEKLY' || weekdayOf(day) === weekdayOf(Math.floor(start / DAY));
}

const SECONDS_OF = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 } as const;

function secondMatches(rule: RecurrenceRule, start: number, secondOfDay: number): boolean {
  const at = new Date(start);
  const level = ['SECONDLY', 'MINUTELY', 'HOURLY'].indexOf(rule.frequency);
  const hours = rule.byHour ?? (level < 0 ? [at.getUTCHours()] : null);
  const minutes = rule.byMinute ?? (level < 0 || level === 2 ? [at.getUTCMinutes()] : null);
  const seconds = rule.bySecond ?? (level !== 0 ? [at.getUTCSeconds()] : null);
  return (
    (hours?.includes(Math.floor(secondOfDay / 3600)) ?? true) &&
    (minutes?.includes(Math.floor(secondOfDay / 60) % 60) ?? true) &&
    (seconds?.includes(secondOfDay % 60) ?? true)
  );
}

/** Which period of the frequency a time lies in, counted from any fixed one. */
function periodOf(rule: RecurrenceRule, wall: number): number {
  const [year, month] = YMD(Math.floor(wall / DAY));
  switch (rule.frequency) {
    case 'YEARLY':
      return year;
    case 'MONTHLY':
      return year * 12 + month;
    case 'WEEKLY': {
      let day = Math.floor(wall / DAY);
      while (weekdayOf(day) !== rule.weekStart) day -= 1;
      return Math.round((day - 4) / 7 + 1000);
    }
    case 'DAILY':
      return Math.floor(wall / DAY);
    default:
      return Math.floor(wall / 1000 / SECONDS_OF[rule.frequency]);
  }
}

function modelOccurrences(rule: RecurrenceRule, start: number, until: number): number[] {
  const times: number[] = [];
  for (let second = 0; second < 86_400; second += 1)
    if (secondMatches(rule, start, second)) times.push(second);
  const periods = new Map<number, number[]>();
  const firstPeriod = periodOf(rule, start);
  const margin = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7, DAILY: 0, HOURLY: 0, MINUTELY: 0, SECONDLY: 0 }[
    rule.frequency
  ];
  for (let day = Math.floor(start / DAY) - margin; day * DAY <= until + margin * DAY; day += 1) {
    if (!dayMatches(rule, start, day)) continue;
    for (const time of times) {
      const wall = day * DAY + time * 1000;
      if (wall > until + margin * DAY + HOUR) break;
      const period = periodOf(rule, wall);
      if (period < firstPeriod || (period - firstPeriod) % rule.interval !== 0) continue;
      const walls = periods.get(period);
      if (walls) walls.push(wall);
      else periods.set(period, [wall]);
    }
  }
  const picked = [...periods.values()].flatMap((walls) =>
    walls.filter(
      (_, index) =>
        rule.bySetPosition?.some(
          (position) => (position > 0 ? position - 1 : walls.length + position) === index,
        ) ?? true,
    ),
  );
  return picked.filter((wall) => wall >= start && wall <= until).sort((left, right) => left - right);
}

function ruleOf(text: string): RecurrenceRule {
  const { rule, faults } = readRecurrenceRule(text);
  if (!rule) throw new Error(faults.join(' '));
  return rule;
}

const someOf = (least: number, most: number): fc.Arbitrary<string> =>
  fc
    .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 })
    .map((values) => values.join(','));
const signed = (most: number): fc.Arbitrary<string> =>
  fc
    .uniqueArray(
      fc.integer({ min: -most, max: most }).filter((value) => value !== 0),
      { minLength: 1, maxLength: 4 },
    )
    .map((values) => values.join(','));
const plainDays = fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), {
  minLength: 1,
  maxLength: 5,
});
const countedDays = (most: number): fc.Arbitrary<string> =>
  fc
    .tuple(plainDays, fc.array(fc.integer({ min: -most, max: most }), { minLength: 5, maxLength: 5 }))
    .map(([days, ordinals]) => days.map((day, index) => `${ordinals[index] || ''}${day}`).join(','));
const weekdays = plainDays.map((days) => days.join(','));

/** Random rules of one frequency out of the parts that RFC 5545 allows with it, each there or not. */
function rules(
  frequency: string,
  parts: Record<string, fc.Arbitrary<string>>,
  intervals: number,
): fc.Arbitrary<string> {
  const optional = Object.entries(parts).map(([name, values]) =>
    fc.option(
      values.map((value) => `${name}=${value}`),
      { nil: null, freq: 1 },
    ),
  );
  return fc
    .tuple(
      fc.integer({ min: 1, max: intervals }),
      fc.constantFrom('', 'WKST=SU', 'WKST=WE'),
      fc.option(signed(5), { nil: null, freq: 3 }),
      ...optional,
    )
    .map(([interval, weekStart, positions, ...rest]) => {
      const named = rest.filter((part): part is string => part !== null);
      const picks = positions !== null && named.length > 0 ? [`BYSETPOS=${positions}`] : [];
      return [
        `FREQ=${frequency}`,
        `INTERVAL=${interval}`,
        ...(weekStart ? [weekStart] : []),
        ...named,
        ...picks,
      ].join(';');
    })
    .filter((text) => readRecurrenceRule(text).rule !== null);
}

const time = { BYHOUR: someOf(0, 23), BYMINUTE: someOf(0, 59), BYSECOND: someOf(0, 59) };
const starts = fc
  .tuple(
    fc.integer({ min: 0, max: 20_000 }),
    fc.constantFrom(0, 9 * 3600, 17 * 3600 + 30 * 60, 23 * 3600 + 59 * 60 + 5),
  )
  .map(([day, second]) => Date.UTC(1990, 0, 1) + day * DAY + second * 1000);

describe('hand-offs agree with the RFC read literally', () => {
  it.each([
    [
      'YEARLY',
      rules(
        'YEARLY',
        {
          BYMONTH: someOf(1, 12),
          BYWEEKNO: signed(53),
          BYYEARDAY: signed(366),
          BYMONTHDAY: signed(31),
          BYDAY: fc.oneof(weekdays, countedDays(6), countedDays(53)),
          BYHOUR: time.BYHOUR,
          BYMINUTE: time.BYMINUTE,
        },
        4,
      ),
      9 * 365,
    ],
    [
      'MONTHLY',
      rules(
        'MONTHLY',
        {
          BYMONTH: someOf(1, 12),
          BYMONTHDAY: signed(31),
          BYDAY: fc.oneof(weekdays, countedDays(5)),
          BYHOUR: time.BYHOUR,
          BYSECOND: time.BYSECOND,
        },
        14,
      ),
      5 * 365,
    ],
    [
      'WEEKLY',
      rules(
        'WEEKLY',
        { BYMONTH: someOf(1, 12), BYDAY: weekdays, BYHOUR: time.BYHOUR, BYMINUTE: time.BYMINUTE },
        5,
      ),
      500,
    ],
    [
      'DAILY',
      rules('DAILY', { BYMONTH: someOf(1, 12), BYMONTHDAY: signed(31), BYDAY: weekdays, ...time }, 9),
      500,
    ],
    [
      'HOURLY',
      rules(
        'HOURLY',
        { BYMONTH: someOf(1, 12), BYYEARDAY: signed(366), BYMONTHDAY: signed(31), BYDAY: weekdays, ...time },
        50,
      ),
      60,
    ],
    ['MINUTELY', rules('MINUTELY', { BYMONTHDAY: signed(31), BYDAY: weekdays, ...time }, 3000), 20],
    ['SECONDLY', rules('SECONDLY', { BYMONTHDAY: signed(31), BYDAY: weekdays, ...time }, 100_000), 2],
  ])(
    '%s',
    (_, texts, days) => {
      fc.assert(
        fc.property(texts, starts, (text, start) => {
          const rule = ruleOf(text);
          const until = start + days * DAY;
          const expected = modelOccurrences(rule, start, until);
          const sequence = new HandoffSequence(rule, start, false);
          expect(sequence.numberAt(until) + 1).toBe(expected.length);
          const sample =
            expected.length > 300 ? [0, 1, 2, expected.length >> 1, expected.length - 1] : expected.keys();
          for (const index of sample) {
            const wall = expected[index] ?? Number.NaN;
            // A fresh sequence finds it with nothing summed up before.
            expect(new HandoffSequence(rule, start, false).timeOf(index)).toBe(wall);
            expect(sequence.timeOf(index)).toBe(wall);
            expect(sequence.numberAt(wall)).toBe(index);
            expect(sequence.numberAt(wall - 1)).toBe(index - 1);
          }
          const next = sequence.timeOf(expected.length);
          expect(next === null || next > until).toBe(true);
        }),
        { numRuns: 15 },
      );
    },
    120_000,
  );
});
