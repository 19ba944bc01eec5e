import { clockTime } from '../design/times.js';
import { openHours as words } from '../texts/schedule-words.js';

const DAY_MS = 86_400_000;

/** A time that nobody covers, as the API tells it. */
interface Gap {
  readonly start: string;
  readonly end: string;
}

/** What of `gaps` was not in `before`, in order. */
export function newGaps(before: readonly Gap[], gaps: readonly Gap[]): Gap[] {
  return gaps.flatMap((gap) => {
    let open = [{ start: Date.parse(gap.start), end: Date.parse(gap.end) }];
    for (const old of before) {
      const [start, end] = [Date.parse(old.start), Date.parse(old.end)];
      open = open.flatMap((piece) =>
        [
          { start: piece.start, end: Math.min(piece.end, start) },
          { start: Math.max(piece.start, end), end: piece.end },
        ].filter((left) => left.end > left.start),
      );
    }
    return open.map(({ start, end }) => ({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    }));
  });
}

/**
 * Gaps in a few words, on the clock of a zone: `22:00–06:00` where they come again and again, `all of the time` where
 * they fill the window, else the first one and how many more there are.
 */
export function gapsInWords(
  gaps: readonly Gap[],
  window: { from: string; to: string },
  zone: string,
): string {
  const [first] = gaps;
  if (first === undefined) return '';
  const isAll =
    Date.parse(first.start) <= Date.parse(window.from) && Date.parse(first.end) >= Date.parse(window.to);
  if (isAll) return words.all;
  const regular = regularHours(gaps, window, zone);
  if (regular !== null) return words.times(regular, gaps.length);
  const now = new Date(window.from);
  const span = words.span(
    clockTime(new Date(first.start), now, zone),
    clockTime(new Date(first.end), now, zone),
  );
  return gaps.length === 1 ? span : words.andMore(span, gaps.length - 1);
}

/** The hours of gaps that are the same each time, such as `22:00–06:00`; null where they are not. */
export function regularHours(
  gaps: readonly Gap[],
  window: { from: string; to: string },
  zone: string,
): string | null {
  // The window may cut the first and the last one.
  const whole = gaps.filter(
    ({ start, end }) =>
      Date.parse(start) > Date.parse(window.from) && Date.parse(end) < Date.parse(window.to),
  );
  const spans = new Set(whole.map(({ start, end }) => words.span(hourOf(start, zone), hourOf(end, zone))));
  const [same] = spans;
  const isShort = whole.every(({ start, end }) => Date.parse(end) - Date.parse(start) <= DAY_MS);
  return whole.length > 1 && spans.size === 1 && isShort && same !== undefined ? same : null;
}

const hourOf = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  );

/** `+14 h`, `−30 min`, `+1 h 30 min`: in hours also where they are many, since shifts are counted in hours. */
export function signedHours(seconds: number): string {
  return `${seconds < 0 ? '−' : '+'}${hours(Math.abs(seconds))}`;
}

/** `14 h`, `30 min`, `1 h 30 min`. */
export function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (whole === 0) return words.minutes(rest);
  return rest === 0 ? words.hours(whole) : `${words.hours(whole)} ${words.minutes(rest)}`;
}
