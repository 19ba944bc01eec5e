import { clockTime, dayAndMonth } from './times';

/** `Mon 12 Jan, 09:00–17:00`, or `Mon 12 Jan 09:00 – Tue 13 Jan 09:00` where it ends on another day; always dated. */
export function spanText(start: Date, end: Date, now: Date, zone: string): string {
  const day = (at: Date) => `${weekday(at, zone)} ${dayAndMonth(at, now, zone)}`;
  const [first, last] = [day(start), day(end)];
  const [from, to] = [clock(start, zone), clock(end, zone)];
  return first === last ? `${first}, ${from}–${to}` : `${first} ${from} – ${last} ${to}`;
}

/** `Mon 09:00 – 17:00` of a stretch that is near, the shorter form for sentences. */
export const shortSpanText = (start: Date, end: Date, now: Date, zone: string): string =>
  weekday(start, zone) === weekday(end, zone) && end.getTime() - start.getTime() < 86_400_000
    ? `${clockTime(start, now, zone)}–${clock(end, zone)}`
    : `${clockTime(start, now, zone)} – ${clockTime(end, now, zone)}`;

const clock = (at: Date, zone: string) =>
  at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

const weekday = (at: Date, zone: string) =>
  at.toLocaleDateString('en-GB', { timeZone: zone, weekday: 'short' });
