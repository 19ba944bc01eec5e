import { z } from 'zod';

/** A time that comes in: ISO 8601 with an offset, given on as a Date. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with an offset, such as 2026-01-05T09:00:00Z' })
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), 'is a time that does not exist');

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
