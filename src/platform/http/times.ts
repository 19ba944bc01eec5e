import { DateTime } from 'luxon';
import { z } from 'zod';

const NO_TIME = 'must be an ISO 8601 time with an offset, such as 2026-01-05T09:00:00Z';

/** A date, a time and an offset from UTC; which of them exist is the calendar's business. */
const WITH_OFFSET = /^[\dW+-]{4,12}T[\d:.,]{2,30}(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/i;

/** A time that comes in: any ISO 8601 with an offset, given on as a Date. Seconds may be left out. */
export const instantSchema = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const time = WITH_OFFSET.test(text) ? DateTime.fromISO(text, { zone: 'utc' }) : null;
    if (time?.isValid !== true) context.addIssue(NO_TIME);
    // An offset can carry a time out of the years that four digits can write.
    else if (time.year < 0 || time.year > 9999) context.addIssue('is not a time of the years 0000 to 9999');
    else return time.toJSDate();
    // The issue aborts, so checks of the object around never meet the text that was no time.
    return z.NEVER;
  });

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
