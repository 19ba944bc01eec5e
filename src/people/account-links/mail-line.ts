import { DateTime } from 'luxon';

/**
 * A text of people as a part of one line of a mail, so that a name cannot write paragraphs of its own into what Rouse
 * says.
 */
export const mailLine = (text: string): string => text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();

/** Until when, as the reader's clock will show it: `Sat 28 Nov 2026, 10:30 (Europe/Berlin)`. */
export const untilText = (time: Date, timeZone: string): string =>
  `${DateTime.fromJSDate(time, { zone: timeZone }).setLocale('en').toFormat('ccc d LLL yyyy, HH:mm')} (${timeZone})`;
