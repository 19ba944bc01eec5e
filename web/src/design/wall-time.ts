import { DateTime } from 'luxon';

/** What an `<input type="datetime-local">` holds, `2026-01-12T09:00`, for a time on the wall clock of a zone. */
export const toWallTime = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

/** The time that a wall clock of the zone shows so; null while it is not whole. An hour that the clock skips is moved on. */
export function fromWallTime(text: string, zone: string): Date | null {
  const time = DateTime.fromISO(text, { zone });
  return time.isValid ? time.toJSDate() : null;
}
