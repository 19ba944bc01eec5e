import type { Weekday } from '../../../src/schedules/rendering/schedule-definition.js';

/** The words of rules and hours. */

export const WEEKDAY_NAMES: Readonly<Record<Weekday, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

export const MONTH_NAMES: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** `first`, `last`, `second to last`, `6th`. */
export function ordinal(place: number): string {
  if (place === -1) return 'last';
  if (place < 0) return `${ordinal(-place)} to last`;
  return ORDINALS[place - 1] ?? `${String(place)}${ending(place)}`;
}

function ending(place: number): string {
  if (place % 100 >= 11 && place % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][place % 10] ?? 'th';
}

/** `Ana`, `Ana and Bo`, `Ana, Bo and Cy`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export const rule = {
  every: (interval: number, unit: string) =>
    interval === 1 ? `every ${unit}` : `every ${String(interval)} ${unit}s`,
  on: (days: string) => `on ${days}`,
  onEvery: (days: string) => `on every ${days}`,
  fromTo: (first: string, last: string) => `${first} to ${last}`,
  dayOfMonth: (days: string) => `on ${days}`,
  day: (day: number) => (day > 0 ? `day ${String(day)}` : `the ${ordinal(day)} day`),
  theDay: (place: string, day: string) => `the ${place} ${day}`,
  dateInYear: (day: number, month: string) => `on ${String(day)} ${month}`,
  whereItIs: (days: string) => `when it is a ${days}`,
  placeOf: (places: string, days: string) => `on the ${places} of ${days}`,
  inMonths: (months: string) => `in ${months}`,
  at: (times: string) => `at ${times}`,
  minutesPast: (minutes: string) => `at ${minutes} minutes past`,
  inHours: (hours: string) => `in the hours of ${hours}`,
  countedFrom: (start: string) => `counted from ${start}`,
  restOfRule: (parts: string) => `and only as ${parts} says`,
  unreadable: 'a rule that cannot be read yet',
} as const;

export const units = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
  SECONDLY: 'second',
} as const;

export const rotation = {
  weekly: (day: string, time: string) => `Weekly, hands off ${day} ${time}`,
  daily: (time: string) => `Daily, hands off ${time}`,
  custom: (rule: string) => `Hands off ${rule}`,
  shiftsOf: (rule: string, length: string) => `Shifts of ${length}, ${rule}`,
  only: (hours: string) => `only ${hours}`,
  everyDay: 'every day',
  hours: (days: string, from: string, to: string) => `${days} ${from}–${to}`,
  hoursEveryDay: (from: string, to: string) => `${from}–${to} every day`,
  wholeDays: (days: string, from: string) =>
    from === '00:00' ? `${days}, all day` : `${days} from ${from}, 24 h each`,
  or: ' or ',
} as const;

export const lengths = {
  part: (count: number, unit: string) => `${String(count)} ${unit}${count === 1 ? '' : 's'}`,
  years: 'year',
  months: 'month',
  weeks: 'week',
  days: 'day',
  hours: 'hour',
  minutes: 'minute',
  seconds: 'second',
} as const;

export const templates = {
  rotation: 'Rotation',
  weekdays: 'Weekdays',
  weekends: 'Weekends',
} as const;

export const openHours = {
  all: 'all of the time',
  span: (from: string, to: string) => `${from}–${to}`,
  times: (hours: string, count: number) => `${hours} (${String(count)} times in 4 weeks)`,
  andMore: (span: string, count: number) =>
    count === 1 ? `${span} and once more` : `${span} and ${String(count)} more times`,
  hours: (count: number) => `${String(count)} h`,
  minutes: (count: number) => `${String(count)} min`,
} as const;
