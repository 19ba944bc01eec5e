import { readRecurrenceRule, type RecurrenceRule } from '../../../src/schedules/rendering/recurrence-rule.js';
import { WEEKDAYS } from '../../../src/schedules/rendering/schedule-definition.js';
import {
  listed,
  MONTH_NAMES,
  ordinal,
  rule as words,
  units,
  WEEKDAY_NAMES,
} from '../texts/schedule-words.js';
import { dateOf, timeOf, timeOfDay, weekdayOf } from './wall-clock-text.js';

/** More times a day than this are not listed one by one. */
const MOST_TIMES = 6;

/** A rule as a sentence goes on after "hands off", and what is wrong with it where it cannot be read. */
export interface RuleWords {
  readonly text: string;
  readonly faults: readonly string[];
}

/**
 * An RFC 5545 rule in English: `every 2 weeks on Monday and Thursday at 09:00`. What the rule leaves out comes from the
 * start of the layer, as in the RFC. Parts without words of their own stand as the rule has them, never left out.
 */
export function ruleInWords(handoff: string, startsAt: string): RuleWords {
  const { rule, faults } = readRecurrenceRule(handoff);
  if (rule === null) return { text: words.unreadable, faults };
  const rest = restOf(rule, handoff);
  const parts = [
    words.every(rule.interval, units[rule.frequency]),
    ...dayWords(rule, startsAt),
    ...monthWords(rule),
    ...timeWords(rule, startsAt),
  ];
  const text = parts.join(' ');
  return { text: rest === '' ? text : `${text}, ${words.restOfRule(rest)}`, faults };
}

/** Days by their names: `Monday to Friday` where they follow one another, else a list. */
export function daysInWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((left, right) => left - right);
  const [first, last] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (sorted.length > 2 && last - first === sorted.length - 1)
    return words.fromTo(weekdayName(first), weekdayName(last));
  return listed(sorted.map(weekdayName));
}

const weekdayName = (index: number): string => WEEKDAY_NAMES[WEEKDAYS[index] ?? 'MO'];

function dayWords(rule: RecurrenceRule, startsAt: string): string[] {
  const picked = isPicked(rule) ? (rule.bySetPosition ?? []) : [];
  const days = rule.byDay ?? [];
  if (picked.length > 0)
    return [words.placeOf(listed(picked.map(ordinal)), daysInWords(days.map(({ weekday }) => weekday)))];
  if (rule.byMonthDay !== null) {
    const dates = words.dayOfMonth(listed(rule.byMonthDay.map(words.day)));
    return days.length === 0 ? [dates] : [dates, words.whereItIs(weekdaysOf(rule))];
  }
  if (days.length > 0) {
    const isBare = days.every((day) => day.ordinal === null);
    return [
      rule.frequency === 'MONTHLY' && isBare ? words.onEvery(weekdaysOf(rule)) : words.on(weekdaysOf(rule)),
    ];
  }
  return impliedDay(rule, startsAt);
}

function weekdaysOf({ byDay }: RecurrenceRule): string {
  const days = byDay ?? [];
  if (days.every((day) => day.ordinal === null)) return daysInWords(days.map(({ weekday }) => weekday));
  return listed(
    days.map((day) =>
      day.ordinal === null
        ? weekdayName(day.weekday)
        : words.theDay(ordinal(day.ordinal), weekdayName(day.weekday)),
    ),
  );
}

/** The day that the rule takes from the layer's start. */
function impliedDay(rule: RecurrenceRule, startsAt: string): string[] {
  const [, month = 1, day = 1] = dateOf(startsAt).split('-').map(Number);
  const others = [rule.byYearDay, rule.byWeekNumber];
  if (others.some((part) => part !== null)) return [];
  if (rule.frequency === 'WEEKLY') return [words.on(WEEKDAY_NAMES[weekdayOf(startsAt)])];
  if (rule.frequency === 'MONTHLY') return [words.on(words.day(day))];
  if (rule.frequency !== 'YEARLY') return [];
  return rule.byMonth === null
    ? [words.dateInYear(day, MONTH_NAMES[month - 1] ?? '')]
    : [words.on(words.day(day))];
}

const monthWords = ({ byMonth }: RecurrenceRule): string[] =>
  byMonth === null ? [] : [words.inMonths(listed(byMonth.map((month) => MONTH_NAMES[month - 1] ?? '')))];

function timeWords(rule: RecurrenceRule, startsAt: string): string[] {
  const [hour = 0, minute = 0] = timeOf(startsAt).split(':').map(Number);
  if (['MINUTELY', 'SECONDLY'].includes(rule.frequency)) return [];
  if (rule.frequency === 'HOURLY') {
    const minutes = words.minutesPast(listed((rule.byMinute ?? [minute]).map(String)));
    return rule.byHour === null ? [minutes] : [minutes, words.inHours(listed(rule.byHour.map(String)))];
  }
  const times = timesOf(rule, hour, minute);
  return times.length > MOST_TIMES ? [] : [words.at(listed(times))];
}

const timesOf = (rule: RecurrenceRule, hour: number, minute: number): string[] =>
  (rule.byHour ?? [hour]).flatMap((each) => (rule.byMinute ?? [minute]).map((past) => timeOfDay(each, past)));

/** `BYSETPOS` with plain weekdays of a month picks some of them; that has words. */
const isPicked = ({
  frequency,
  bySetPosition,
  byDay,
  byMonthDay,
  byHour,
  byMinute,
}: RecurrenceRule): boolean =>
  frequency === 'MONTHLY' &&
  bySetPosition !== null &&
  byDay !== null &&
  byDay.every((day) => day.ordinal === null) &&
  byMonthDay === null &&
  (byHour?.length ?? 1) * (byMinute?.length ?? 1) === 1;

/** The parts of the rule that none of the words above tell, as the rule has them. */
function restOf(rule: RecurrenceRule, handoff: string): string {
  const isShort = ['MINUTELY', 'SECONDLY'].includes(rule.frequency);
  const untold = new Set<string>();
  const add = (name: string, isUntold: boolean) => {
    if (isUntold) untold.add(name);
  };
  add('BYYEARDAY', rule.byYearDay !== null);
  add('BYWEEKNO', rule.byWeekNumber !== null);
  add('BYSETPOS', rule.bySetPosition !== null && !isPicked(rule));
  add('BYSECOND', rule.bySecond !== null && !(rule.bySecond.length === 1 && rule.bySecond[0] === 0));
  const isLong = rule.frequency !== 'HOURLY' && !isShort && timesOf(rule, 0, 0).length > MOST_TIMES;
  add('BYHOUR', rule.byHour !== null && (isShort || isLong));
  add('BYMINUTE', rule.byMinute !== null && (isShort || isLong));
  add('WKST', rule.weekStart !== 0 && (rule.interval > 1 || rule.byWeekNumber !== null));
  return handoff
    .split(';')
    .filter((part) => untold.has(part.split('=')[0]?.toUpperCase() ?? ''))
    .join(';');
}
