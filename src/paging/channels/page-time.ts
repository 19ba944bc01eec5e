import { DateTime } from 'luxon';

/** Since when something is broken, and now; both by the database's clock. */
export interface Span {
  readonly since: Date;
  readonly now: Date;
}

/** "03:12 (5 min ago)" in the reader's zone; with the day where it is another one. */
export function timeAndAge(span: Span, timeZone: string): string {
  return `${wallTime(span, timeZone)} (${ageOf(span)})`;
}

/** "It began at 03:12, 5 minutes ago", for a call. */
export function spokenTime(span: Span, timeZone: string): string {
  return `It began at ${wallTime(span, timeZone)}, ${ageOf(span, SPOKEN)}`;
}

/** "03:12" in the reader's zone, with the day where it is not today. */
export function wallTime({ since, now }: Span, timeZone: string): string {
  const at = DateTime.fromJSDate(since, { zone: timeZone });
  const isToday = at.toISODate() === DateTime.fromJSDate(now, { zone: timeZone }).toISODate();
  return at.toFormat(isToday ? 'HH:mm' : 'ccc d LLL HH:mm', { locale: 'en-GB' });
}

const WRITTEN = { minute: ['min', 'min'], hour: ['h', 'h'], day: ['day', 'days'] } as const;
const SPOKEN = { minute: ['minute', 'minutes'], hour: ['hour', 'hours'], day: ['day', 'days'] } as const;

function ageOf({ since, now }: Span, words: typeof WRITTEN | typeof SPOKEN = WRITTEN): string {
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  const [count, unit] =
    minutes < 90
      ? ([minutes, 'minute'] as const)
      : minutes < 48 * 60
        ? ([Math.round(minutes / 60), 'hour'] as const)
        : ([Math.round(minutes / (24 * 60)), 'day'] as const);
  return `${count} ${words[unit][count === 1 ? 0 : 1]} ago`;
}
