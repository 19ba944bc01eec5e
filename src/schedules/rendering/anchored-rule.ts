import type { RecurrenceRule, RuleWeekday } from './recurrence-rule.js';
import { dayOf, DAY, HOUR, MINUTE, modulo, SECOND, weekdayOf, type WallTime } from './wall-clock.js';

/**
 * A rule in which nothing is left for its start to say: what RFC 5545 §3.3.10 derives from DTSTART is written out.
 * From here on the start may be moved without changing what the rule means.
 */
export interface AnchoredRule extends RecurrenceRule {
  start: WallTime;
}

/**
 * Writes out what the rule leaves to its start: the time of day below the frequency, and the day of the week, month
 * or year where no part names days. (With BYWEEKNO alone that is every day of the week, as the rrule package has it.)
 */
export function anchorRule(rule: RecurrenceRule, start: WallTime): AnchoredRule {
  const { frequency } = rule;
  const timeOfDay = modulo(start, DAY);
  const second = Math.floor(modulo(timeOfDay, MINUTE) / SECOND);
  const minute = Math.floor(modulo(timeOfDay, HOUR) / MINUTE);
  const hour = Math.floor(timeOfDay / HOUR);
  const daily = frequency !== 'HOURLY' && frequency !== 'MINUTELY' && frequency !== 'SECONDLY';
  return {
    ...rule,
    ...daysFromStart(rule, start),
    bySecond: rule.bySecond ?? (frequency === 'SECONDLY' ? null : [second]),
    byMinute: rule.byMinute ?? (frequency === 'SECONDLY' || frequency === 'MINUTELY' ? null : [minute]),
    byHour: rule.byHour ?? (daily ? [hour] : null),
    start,
  };
}

function daysFromStart(rule: RecurrenceRule, start: WallTime): Partial<RecurrenceRule> {
  if (rule.byDay || rule.byMonthDay || rule.byYearDay || rule.byWeekNumber) return {};
  const date = new Date(dayOf(start) * DAY);
  const weekday: RuleWeekday = { weekday: weekdayOf(dayOf(start)), ordinal: null };
  switch (rule.frequency) {
    case 'YEARLY':
      return { byMonth: rule.byMonth ?? [date.getUTCMonth() + 1], byMonthDay: [date.getUTCDate()] };
    case 'MONTHLY':
      return { byMonthDay: [date.getUTCDate()] };
    case 'WEEKLY':
      return { byDay: [weekday] };
    default:
      return {};
  }
}
