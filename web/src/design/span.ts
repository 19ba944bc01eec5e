import { dayAndMonth } from './times';

const HALF_A_YEAR_MS = 183 * 86_400_000;

/** `Mon 12 Jan, 09:00–17:00`, or `Mon 12 Jan 09:00 – Tue 13 Jan 09:00` where it ends on another day; always dated. */
export function spanText(start: Date, end: Date, now: Date, zone: string): string {
  const day = (at: Date) => `${weekday(at, zone)} ${dayText(at, now, zone)}`;
  const [first, last] = [day(start), day(end)];
  const [from, to] = [clock(start, zone), clock(end, zone)];
  return first === last ? `${first}, ${from}–${to}` : `${first} ${from} – ${last} ${to}`;
}

/** The year is said where the reader could be wrong about it: not yet of the next January. */
const dayText = (at: Date, now: Date, zone: string) =>
  dayAndMonth(at, Math.abs(at.getTime() - now.getTime()) < HALF_A_YEAR_MS ? at : now, zone);

const clock = (at: Date, zone: string) =>
  at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

const weekday = (at: Date, zone: string) =>
  at.toLocaleDateString('en-GB', { timeZone: zone, weekday: 'short' });
