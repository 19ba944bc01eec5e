import { WEEKDAYS } from './schedule-definition.js';

export const FREQUENCIES = [
  'YEARLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
  'SECONDLY',
] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** `2TU` is weekday 1, ordinal 2; `TU` has ordinal null and means every Tuesday. */
export interface RuleWeekday {
  /** Monday is 0. */
  weekday: number;
  ordinal: number | null;
}

/** A hand-off rule as read; null where a part is absent. Lists are sorted and hold no value twice. */
export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  bySecond: readonly number[] | null;
  byMinute: readonly number[] | null;
  byHour: readonly number[] | null;
  byDay: readonly RuleWeekday[] | null;
  byMonthDay: readonly number[] | null;
  byYearDay: readonly number[] | null;
  byWeekNumber: readonly number[] | null;
  byMonth: readonly number[] | null;
  bySetPosition: readonly number[] | null;
  /** Monday is 0, and the default. */
  weekStart: number;
}

export type RuleReading =
  { rule: RecurrenceRule; faults: readonly string[] } | { rule: null; faults: readonly string[] };

interface Range {
  least: number;
  most: number;
  /** Whether −1 may be written for the last. */
  fromTheEnd: boolean;
}

/** RFC 5545 §3.3.10. */
const RANGES = {
  BYSECOND: { least: 0, most: 60, fromTheEnd: false },
  BYMINUTE: { least: 0, most: 59, fromTheEnd: false },
  BYHOUR: { least: 0, most: 23, fromTheEnd: false },
  BYMONTHDAY: { least: 1, most: 31, fromTheEnd: true },
  BYYEARDAY: { least: 1, most: 366, fromTheEnd: true },
  BYWEEKNO: { least: 1, most: 53, fromTheEnd: true },
  BYMONTH: { least: 1, most: 12, fromTheEnd: false },
  BYSETPOS: { least: 1, most: 366, fromTheEnd: true },
} as const satisfies Record<string, Range>;

const PARTS = ['FREQ', 'INTERVAL', 'WKST', 'BYDAY', ...Object.keys(RANGES)];

const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  DTSTART: 'Leave DTSTART out of the rule: startsAt says when the rotation begins.',
  TZID: "Leave TZID out of the rule: it is read on the wall clock of the schedule's own time zone.",
  COUNT: 'Leave COUNT out of the rule: endsAt says when the rotation ends.',
  UNTIL: 'Leave UNTIL out of the rule: endsAt says when the rotation ends.',
};

/**
 * Reads an RFC 5545 RRULE value, strictly, and finds every fault of form in it: parts that are unknown, doubled,
 * out of range, said elsewhere (DTSTART, TZID, COUNT, UNTIL) or that the RFC forbids together.
 * @returns the rule, or null with at least one sentence that says what is wrong.
 */
export function readRecurrenceRule(text: string): RuleReading {
  const faults: string[] = [];
  const parts = splitParts(text, faults);
  const rule = faults.length === 0 ? readParts(parts, faults) : null;
  if (rule && faults.length === 0) faults.push(...forbiddenTogether(rule));
  return rule && faults.length === 0 ? { rule, faults } : { rule: null, faults };
}

function splitParts(text: string, faults: string[]): Map<string, string> {
  const parts = new Map<string, string>();
  if (/^RRULE:/i.test(text)) {
    faults.push('Write the rule without "RRULE:" in front of it.');
    return parts;
  }
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).toUpperCase();
    const elsewhere = SAID_ELSEWHERE[(equals < 0 ? part : name).split(/[:;]/)[0]?.toUpperCase() ?? ''];
    if (elsewhere) faults.push(elsewhere);
    else if (equals < 1 || equals === part.length - 1) {
      faults.push(
        `"${part}" cannot be read: a rule is NAME=VALUE parts joined by ";", such as FREQ=WEEKLY;BYDAY=MO.`,
      );
    } else if (!PARTS.includes(name)) {
      faults.push(
        `${part.slice(0, equals)} is not a part of a recurrence rule; the parts are ${PARTS.join(', ')}.`,
      );
    } else if (parts.has(name))
      faults.push(`${name} is written twice; write it once, with its values joined by ",".`);
    else parts.set(name, part.slice(equals + 1).toUpperCase());
  }
  return parts;
}

function readParts(parts: ReadonlyMap<string, string>, faults: string[]): RecurrenceRule | null {
  const numbers = (name: keyof typeof RANGES): readonly number[] | null => {
    const value = parts.get(name);
    return value === undefined ? null : readNumbers(name, value, faults);
  };
  const frequency = FREQUENCIES.find((each) => each === parts.get('FREQ'));
  if (!frequency) {
    faults.push(`FREQ must say how often: one of ${FREQUENCIES.join(', ')}.`);
    return null;
  }
  return {
    frequency,
    interval: readInterval(parts.get('INTERVAL') ?? '1', faults),
    bySecond: numbers('BYSECOND'),
    byMinute: numbers('BYMINUTE'),
    byHour: numbers('BYHOUR'),
    byDay: readWeekdays(parts.get('BYDAY'), faults),
    byMonthDay: numbers('BYMONTHDAY'),
    byYearDay: numbers('BYYEARDAY'),
    byWeekNumber: numbers('BYWEEKNO'),
    byMonth: numbers('BYMONTH'),
    bySetPosition: numbers('BYSETPOS'),
    weekStart: readWeekStart(parts.get('WKST') ?? 'MO', faults),
  };
}

function readInterval(text: string, faults: string[]): number {
  const interval = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (interval < 1) faults.push(`INTERVAL=${text}: it must be a whole number from 1 on.`);
  return interval;
}

function readWeekStart(text: string, faults: string[]): number {
  const weekStart = WEEKDAYS.findIndex((day) => day === text);
  if (weekStart < 0) faults.push(`WKST=${text}: the week must start on one of ${WEEKDAYS.join(', ')}.`);
  return weekStart;
}

function readNumbers(name: keyof typeof RANGES, text: string, faults: string[]): readonly number[] {
  const { least, most, fromTheEnd }: Range = RANGES[name];
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const value = /^[+-]?\d{1,3}$/.test(item) ? Number(item) : Number.NaN;
    const size = fromTheEnd ? Math.abs(value) : value;
    if (size >= least && size <= most && (fromTheEnd || !/^[+-]/.test(item))) values.add(value);
    else {
      const orBack = fromTheEnd ? `, or -${least} to -${most} counted from the end` : '';
      faults.push(`${name}=${item}: it must be a whole number from ${least} to ${most}${orBack}.`);
    }
  }
  return [...values].sort((left, right) => left - right);
}

function readWeekdays(text: string | undefined, faults: string[]): readonly RuleWeekday[] | null {
  if (text === undefined) return null;
  const days = new Map<string, RuleWeekday>();
  for (const item of text.split(',')) {
    const fields = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item);
    const weekday = WEEKDAYS.findIndex((day) => day === fields?.[2]);
    const ordinal = fields?.[1] === undefined ? null : Number(fields[1]);
    if (weekday >= 0 && (ordinal === null || (ordinal !== 0 && Math.abs(ordinal) <= 53))) {
      days.set(`${ordinal} ${weekday}`, { weekday, ordinal });
    } else {
      faults.push(
        `BYDAY=${item}: it must be one of ${WEEKDAYS.join(', ')}, with a number such as 2TU or -1FR if wanted.`,
      );
    }
  }
  return [...days.values()];
}

/** The combinations that RFC 5545 §3.3.10 says MUST NOT be used. */
function forbiddenTogether(rule: RecurrenceRule): string[] {
  const { frequency } = rule;
  const faults: string[] = [];
  const counted = rule.byDay?.some(({ ordinal }) => ordinal !== null) ?? false;
  if (counted && frequency !== 'MONTHLY' && frequency !== 'YEARLY') {
    faults.push(
      `BYDAY with a number, such as 2TU, works with FREQ=MONTHLY and FREQ=YEARLY, not with ${frequency}.`,
    );
  }
  if (counted && frequency === 'YEARLY' && rule.byWeekNumber) {
    faults.push('BYDAY with a number, such as 2TU, does not work together with BYWEEKNO.');
  }
  if (rule.byMonthDay && frequency === 'WEEKLY') faults.push('BYMONTHDAY does not work with FREQ=WEEKLY.');
  if (rule.byYearDay && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(frequency)) {
    faults.push(`BYYEARDAY does not work with FREQ=${frequency}.`);
  }
  if (rule.byWeekNumber && frequency !== 'YEARLY') faults.push('BYWEEKNO works only with FREQ=YEARLY.');
  const { bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNumber, byMonth } = rule;
  const others = [bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNumber, byMonth];
  if (rule.bySetPosition && others.every((part) => part === null)) {
    faults.push('BYSETPOS picks from what another BY… part lists, so one of those must be there too.');
  }
  return faults;
}
