import { setImmediate as letOthersWork } from 'node:timers/promises';
import ical, { ICalAlarmType, ICalEventTransparency } from 'ical-generator';
import type { FeedEvent } from './feed-events.js';

const HOUR_SECONDS = 3_600;
/** The library folds lines character by character: so many events are some 20 ms, and then others have their turn. */
const EVENTS_AT_A_TIME = 100;

export interface Calendar {
  readonly name: string;
  readonly events: readonly FeedEvent[];
  /** When the calendar last changed: an event's DTSTAMP is that without a METHOD (RFC 5545 §3.8.7.2). */
  readonly changedAt: Date;
  /** Counts the changes. */
  readonly revision: number;
  /** Minutes before each shift at which to remind; null: no reminders. */
  readonly alarmMinutes: number | null;
}

const BEGIN = 'BEGIN:VEVENT\r\n';
const END = 'END:VCALENDAR';

/**
 * A calendar in the form of RFC 5545, with the refresh hints of RFC 7986 §5.7: UTC times, CRLF, lines of at most 75
 * octets. Names can hold anything; they stay text.
 */
export async function calendarText(calendar: Calendar): Promise<string> {
  const parts = [headText(calendar.name)];
  for (let from = 0; from < calendar.events.length; from += EVENTS_AT_A_TIME) {
    parts.push(eventsText(calendar, calendar.events.slice(from, from + EVENTS_AT_A_TIME)));
    await letOthersWork();
  }
  return `${parts.join('')}${END}\r\n`;
}

function headText(name: string): string {
  const head = ical({
    prodId: { company: 'Rouse', product: 'On call', language: 'EN' },
    // The library escapes the texts of events, but not the name of the calendar.
    name: escaped(oneLine(name)),
    ttl: HOUR_SECONDS,
  });
  return head.toString().slice(0, -END.length);
}

/** The events alone; what is around them here holds nobody's words. */
function eventsText({ changedAt, revision, alarmMinutes }: Calendar, events: readonly FeedEvent[]): string {
  const part = ical();
  for (const { uid, start, end, summary, isGap } of events) {
    const event = part.createEvent({
      id: uid,
      start,
      end,
      summary: oneLine(summary),
      stamp: changedAt,
      lastModified: changedAt,
      sequence: revision,
      // Being on call does not make somebody unavailable for a meeting.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
    if (alarmMinutes !== null && !isGap) {
      event.createAlarm({ type: ICalAlarmType.display, triggerBefore: alarmMinutes * 60 });
    }
  }
  const text = part.toString();
  return text.slice(text.indexOf(BEGIN), -END.length);
}

/** Control characters and line breaks are not text of RFC 5545 §3.3.11, and no part of a name. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** RFC 5545 §3.3.11. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (character) => `\\${character}`);
