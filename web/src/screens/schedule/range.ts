import { addDays, weekdayOf } from '../../design/wall-clock';

/** How much of a schedule is shown at once. */
export type Span = 'week' | 'fortnight' | 'month';

/** What is shown: from a day on. A month begins on the first, the others on a Monday or today. */
export interface Range {
  readonly span: Span;
  /** `2026-11-16`. */
  readonly firstDay: string;
}

/** The range of this length in which a day lies. */
export const rangeAround = (day: string, span: Span): Range => ({
  span,
  firstDay: span === 'month' ? `${day.slice(0, 7)}-01` : addDays(day, -weekdayOf(day)),
});

/** The range that begins today: what is over is of no use on a phone. A month is always a whole one. */
export const rangeFrom = (today: string, span: Span): Range =>
  span === 'month' ? rangeAround(today, span) : { span, firstDay: today };

/** The next range, or the one before. */
export function stepped({ span, firstDay }: Range, by: 1 | -1): Range {
  if (span !== 'month') return { span, firstDay: addDays(firstDay, by * daysIn({ span, firstDay })) };
  return rangeAround(by === 1 ? addDays(firstDay, 31) : addDays(firstDay, -1), span);
}

/** How many days it has. */
export function daysIn({ span, firstDay }: Range): number {
  if (span === 'week') return 7;
  if (span === 'fortnight') return 14;
  const [year = 0, month = 1] = firstDay.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** `16 – 29 Nov 2026`, `November 2026`. */
export function rangeName(range: Range): string {
  const day = (text: string) => new Date(`${text}T12:00:00Z`);
  if (range.span === 'month')
    return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      day(range.firstDay),
    );
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatRange(day(range.firstDay), day(addDays(range.firstDay, daysIn(range) - 1)));
}
