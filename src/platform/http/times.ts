import { z } from 'zod';

/**
 * A time that comes in: ISO 8601 with an offset, given on as a Date. It aborts, so that checks of the object around
 * it never meet the text that was no time.
 */
export const instantSchema = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'must be an ISO 8601 time with an offset, such as 2026-01-05T09:00:00Z',
  })
  .transform((text) => new Date(text))
  .refine(isWritableTime, { abort: true, error: 'is not a time of the years 0000 to 9999' });

/** An offset can carry a time out of the years that four digits can write. */
function isWritableTime(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999;
}

/** A time that goes out: UTC, `…Z`. */
export const utcTimeSchema = z.iso.datetime();

/** Whether a name is an IANA time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

export const timeZoneSchema = z.string().refine(isTimeZone, 'is not an IANA time zone such as Europe/Berlin');
