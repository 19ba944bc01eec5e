import { readRecurrenceRule } from '../../../src/schedules/rendering/recurrence-rule.js';
import { WEEKDAYS, type Weekday } from '../../../src/schedules/rendering/schedule-definition.js';
import { lengths, rotation, WEEKDAY_NAMES } from '../texts/schedule-words.js';
import { daysInWords, ruleInWords } from './rule-in-words.js';
import type { HoursDraft, LayerDraft } from './schedule-draft.js';
import { dateOf, lastWeekday, plusDays, timeOf, weekdayOf } from './wall-clock-text.js';

/** How a layer rotates, as one chooses it: the two that most teams have, and everything else. */
export type RotationPattern =
  | { readonly kind: 'weekly'; readonly day: Weekday; readonly time: string }
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'custom' };

type Rotation = Pick<LayerDraft, 'handoff' | 'startsAt' | 'shiftDuration'>;

/** Which of the patterns a layer's rule is. */
export function patternOf({ handoff, startsAt, shiftDuration }: Rotation): RotationPattern {
  const time = timeOf(startsAt);
  if (shiftDuration !== null) return { kind: 'custom' };
  if (/^FREQ=DAILY$/i.test(handoff)) return { kind: 'daily', time };
  const named = /^FREQ=WEEKLY(?:;BYDAY=([A-Z]{2}))?$/i.exec(handoff);
  if (named === null) return { kind: 'custom' };
  const day =
    named[1] === undefined ? weekdayOf(startsAt) : WEEKDAYS.find((each) => each === named[1]?.toUpperCase());
  return day === undefined ? { kind: 'custom' } : { kind: 'weekly', day, time };
}

/**
 * A layer with another pattern. Where the weekday of a weekly one moves, its start moves along, so that nobody's turn is
 * skipped and the order of turns stays: to the same week, or to the week before where that would lie ahead of `today`.
 */
export function withPattern<Layer extends Rotation>(
  layer: Layer,
  pattern: Exclude<RotationPattern, { kind: 'custom' }>,
  today: string,
): Layer {
  const date = dateOf(layer.startsAt);
  if (pattern.kind === 'daily')
    return { ...layer, handoff: 'FREQ=DAILY', shiftDuration: null, startsAt: `${date}T${pattern.time}` };
  return {
    ...layer,
    handoff: `FREQ=WEEKLY;BYDAY=${pattern.day}`,
    shiftDuration: null,
    startsAt: `${movedTo(pattern.day, date, today)}T${pattern.time}`,
  };
}

function movedTo(day: Weekday, date: string, today: string): string {
  const same = plusDays(lastWeekday('MO', date), WEEKDAYS.indexOf(day));
  return date <= today && same > today ? plusDays(same, -7) : same;
}

/** `Weekly, hands off Monday 09:00`; `Hands off every 2 weeks on Friday at 17:00, only Monday to Friday 09:00–17:00`. */
export function layerInWords(layer: Rotation & Pick<LayerDraft, 'restrictions'>): string {
  const hours = layer.restrictions.map(hoursInWords);
  const sentence = rotationInWords(layer);
  return hours.length === 0 ? sentence : `${sentence}, ${rotation.only(hours.join(rotation.or))}`;
}

function rotationInWords(layer: Rotation): string {
  const pattern = patternOf(layer);
  if (pattern.kind === 'weekly') return rotation.weekly(WEEKDAY_NAMES[pattern.day], pattern.time);
  if (pattern.kind === 'daily') return rotation.daily(pattern.time);
  const { text } = ruleInWords(layer.handoff, layer.startsAt);
  return layer.shiftDuration === null
    ? rotation.custom(text)
    : rotation.shiftsOf(text, durationInWords(layer.shiftDuration));
}

/** `Monday to Friday 09:00–17:00`, `every day 22:00–06:00`. */
export function hoursInWords({ days, from, to }: HoursDraft): string {
  const isEveryDay = days === undefined || days.length === 0 || days.length === 7;
  if (isEveryDay && from !== to) return rotation.hoursEveryDay(from, to);
  const which = isEveryDay ? rotation.everyDay : daysInWords(days.map((day) => WEEKDAYS.indexOf(day)));
  return from === to ? rotation.wholeDays(which, from) : rotation.hours(which, from, to);
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;

/** `PT12H` as `12 hours`; what cannot be read stands as it is. */
export function durationInWords(duration: string): string {
  const fields = DURATION.exec(duration);
  const parts = UNITS.flatMap((unit, index) => {
    const count = Number(fields?.[index + 1] ?? 0);
    return count === 0 ? [] : [lengths.part(count, lengths[unit])];
  });
  return parts.length === 0 ? duration : parts.join(' ');
}

/** How many days of preview hold about so many hand-offs of a rule; between 2 and 400. */
export function daysForHandoffs(handoff: string, handoffs: number): number {
  const { rule } = readRecurrenceRule(handoff);
  if (rule === null) return 28;
  const days = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7, DAILY: 1, HOURLY: 1 / 24, MINUTELY: 0, SECONDLY: 0 };
  // A day that only some months have is skipped in the others.
  const sparse = rule.byMonthDay !== null || rule.byMonth !== null ? 3 : 1;
  const wanted = Math.ceil(days[rule.frequency] * rule.interval * sparse * (handoffs + 1));
  return Math.min(400, Math.max(2, wanted));
}
