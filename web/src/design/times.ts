/** Times as people read them: relative within a day, always with a weekday, the zone named where it is not the reader's. */

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
}

/** `Mon 09:00` in the coming or past six days, `Mon 12 Jan 09:00` else, with the year when it is another. */
export function clockTime(at: Date, now: Date, zone: string): string {
  const time = format(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
  const weekday = format(zone, { weekday: 'short' }).format(at);
  if (Math.abs(at.getTime() - now.getTime()) < 6 * DAY_MS) return `${weekday} ${time}`;
  return `${weekday} ${dayAndMonth(at, now, zone)} ${time}`;
}

/** `Mon 09:00–17:00` within a day, `Mon 09:00 – Tue 09:00` else. */
export function stretchTime(start: Date, end: Date, now: Date, zone: string): string {
  const [first, last] = [start, end].map((time) => format(zone, { dateStyle: 'short' }).format(time));
  if (first !== last) return `${clockTime(start, now, zone)} – ${clockTime(end, now, zone)}`;
  return `${clockTime(start, now, zone)}–${format(zone, { hour: '2-digit', minute: '2-digit' }).format(end)}`;
}

/** `12 Jan`, and `12 Jan 2027` when it is another year. */
export function dayAndMonth(at: Date, now: Date, zone: string): string {
  const year = (time: Date) => format(zone, { year: 'numeric' }).format(time);
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return format(zone, year(at) === year(now) ? options : { ...options, year: 'numeric' }).format(at);
}

/** `Mon 12 January 2026, 09:00:05 CET`: for hover and for who wants it exactly. */
export function exactTime(at: Date, zone: string): string {
  return format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** `03:07:02`, for the lines of a story. */
export const secondsTime = (at: Date, zone: string): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

/** `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`: how long something takes or took. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return parts([hours, 'h'], [minutes % 60, 'min']);
  return parts([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

const parts = (...all: [number, string][]): string =>
  all
    .filter(([count], place) => place === 0 || count > 0)
    .map(([count, unit]) => `${String(count)} ${unit}`)
    .join(' ');

/** `3:12`, `1:02:05`: what is left until something happens, never below 0:00. */
export function countdown(until: Date, now: Date): string {
  const seconds = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const two = (count: number) => String(count).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${end}` : `${String(minutes)}:${end}`;
}

/** `12 min ago`, `in 3 h`, `just now`; after a day the clock time. */
export function relativeTime(at: Date, now: Date, zone: string): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) >= DAY_MS) return clockTime(at, now, zone);
  if (Math.abs(ms) < 10_000) return 'just now';
  return ms < 0 ? `${duration(-ms)} ago` : `in ${duration(ms)}`;
}

/** `CET`, `GMT+2`: what the zone calls itself at that time; for times in a zone that is not the reader's. */
export const zoneName = (zone: string, at: Date): string =>
  format(zone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;
