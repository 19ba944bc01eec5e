/**
 * Times on the wall clock of a zone, and back to instants by the same mapping as the server's schedules: a time that the
 * clock skips is the first instant after the gap, a time that occurs twice is its first occurrence.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: Date, zone: string): number {
  const whole = Math.floor(instant.getTime() / 1000) * 1000;
  return utcOf(wallClock(new Date(whole), zone)) - whole;
}

/** `2026-03-29T09:00:00`: what the clock of the zone shows at an instant. */
export function wallClock(instant: Date, zone: string): string {
  const part = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? '00';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

/** The instant at which the clock of the zone shows `2026-03-29T09:00` (with or without seconds; a day alone is its begin). */
export function instantOf(wall: string, zone: string): Date {
  const asUtc = utcOf(wall);
  const before = offsetAt(new Date(asUtc - DAY_MS), zone);
  const after = offsetAt(new Date(asUtc + DAY_MS), zone);
  const found = [asUtc - before, asUtc - after]
    .filter((time) => time + offsetAt(new Date(time), zone) === asUtc)
    .sort((left, right) => left - right);
  const [first] = found;
  return new Date(first ?? changeBetween(asUtc - after, asUtc - before, zone));
}

/** `2026-03-29` and so many days on. */
export const addDays = (day: string, count: number): string =>
  new Date(utcOf(day) + count * DAY_MS).toISOString().slice(0, 10);

/** `2026-03-29`: the day that it is in the zone. */
export const dayOf = (instant: Date, zone: string): string => wallClock(instant, zone).slice(0, 10);

/** 0 Monday to 6 Sunday. */
export const weekdayOf = (day: string): number => (new Date(utcOf(day)).getUTCDay() + 6) % 7;

/** A day of a calendar: when it begins and ends, and how much longer or shorter than 24 hours the clock makes it. */
export interface CalendarDay {
  readonly day: string;
  readonly start: Date;
  readonly end: Date;
  /** 0 on most days; −1 hour where the clock goes forward, +1 hour where it goes back, in milliseconds. */
  readonly changeMs: number;
}

/** The days of a window, in order. */
export function daysFrom(firstDay: string, count: number, zone: string): CalendarDay[] {
  return Array.from({ length: count }, (_, place) => {
    const day = addDays(firstDay, place);
    const [start, end] = [instantOf(day, zone), instantOf(addDays(day, 1), zone)];
    return { day, start, end, changeMs: end.getTime() - start.getTime() - DAY_MS };
  });
}

/** `+01:00`: the zone's offset at an instant. */
export function offsetText(instant: Date, zone: string): string {
  const minutes = Math.round(offsetAt(instant, zone) / 60_000);
  const two = (count: number) => String(count).padStart(2, '0');
  const whole = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

function utcOf(wall: string): number {
  const [day = '', time = '00:00'] = wall.split('T');
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return Date.UTC(year, month - 1, date, hour, minute, second);
}

/** What an `<input type="datetime-local">` holds, `2026-01-12T09:00`, for a time on the wall clock of a zone. */
export const toWallTime = (at: Date, zone: string): string => wallClock(at, zone).slice(0, 16);

/** The time that a wall clock of the zone shows so; null while it is not whole. By the same mapping as the server's schedules. */
export function fromWallTime(text: string, zone: string): Date | null {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(`${text}Z`));
  return isWhole ? instantOf(text, zone) : null;
}

/** The instant between two at which the zone changes its offset. */
function changeBetween(from: number, to: number, zone: string): number {
  let [low, high] = [Math.min(from, to), Math.max(from, to)];
  const late = offsetAt(new Date(high), zone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(new Date(middle), zone) === late) high = middle;
    else low = middle;
  }
  return high;
}
