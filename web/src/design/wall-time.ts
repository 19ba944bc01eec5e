import { instantOf, wallClock } from '../schedule-timeline/wall-clock';

/** What an `<input type="datetime-local">` holds, `2026-01-12T09:00`, for a time on the wall clock of a zone. */
export const toWallTime = (at: Date, zone: string): string => wallClock(at, zone).slice(0, 16);

/** The time that a wall clock of the zone shows so; null while it is not whole. By the same mapping as the server's schedules. */
export function fromWallTime(text: string, zone: string): Date | null {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(`${text}Z`));
  return isWhole ? instantOf(text, zone) : null;
}
