import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { calendarText, type Calendar } from './calendar-text.js';

const CALENDAR: Calendar = {
  name: 'On call: Primary',
  events: [
    {
      uid: 'S-0-1@rouse',
      start: new Date('2026-01-05T09:00:00Z'),
      end: new Date('2026-01-12T09:00:00Z'),
      summary: 'Ana: Primary',
      isGap: false,
    },
  ],
  changedAt: new Date('2026-01-01T00:00:00Z'),
  revision: 3,
  alarmMinutes: null,
};

const withSummary = (summary: string): Calendar => ({
  ...CALENDAR,
  events: CALENDAR.events.map((event) => ({ ...event, summary })),
});

/** Names that try to be more than names, and what a reader is to see of them. */
const NAMES: [string, string][] = [
  ['Ana, Bo; and \\ Cy', 'Ana, Bo; and \\ Cy'],
  ['Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT', 'Ana END:VEVENT BEGIN:VEVENT'],
  ['Ana\nATTENDEE:mailto:x@example.org', 'Ana ATTENDEE:mailto:x@example.org'],
  ['Ana\rX', 'Ana X'],
  ['Ana\u2028X\u0085Y\u0007Z', 'Ana X Y Z'],
  ['Ana 👩🏽‍🚒 – 当番', 'Ana 👩🏽‍🚒 – 当番'],
  ['a\\nb', 'a\\nb'],
  ['"quoted" : {x}', '"quoted" : {x}'],
];

function read(text: string) {
  const calendar = ICAL.Component.fromString(text);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) };
}

describe('a calendar in text', () => {
  it('says what RFC 5545 asks for', async () => {
    expect((await calendarText({ ...CALENDAR, alarmMinutes: 30 })).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Rouse//On call//EN',
      'NAME:On call: Primary',
      'X-WR-CALNAME:On call: Primary',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'BEGIN:VEVENT',
      'UID:S-0-1@rouse',
      'SEQUENCE:3',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260105T090000Z',
      'DTEND:20260112T090000Z',
      'SUMMARY:Ana: Primary',
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT30M',
      'DESCRIPTION:Ana: Primary',
      'END:VALARM',
      'LAST-MODIFIED:20260101T000000Z',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it.each(NAMES)('keeps %j text, in a summary', async (name, seen) => {
    const { events } = read(await calendarText(withSummary(name)));
    expect(events.map(({ summary }) => summary)).toEqual([seen]);
  });

  it.each(NAMES)('keeps %j text, in the name of the calendar', async (name, seen) => {
    const { calendar, events } = read(await calendarText({ ...CALENDAR, name }));
    // The reader leaves the values of properties that it does not know as they are.
    const value = String(calendar.getFirstPropertyValue('x-wr-calname'));
    expect(value.replace(/\\([\\;,])/g, '$1')).toBe(seen);
    expect(events).toHaveLength(1);
  });

  it('folds lines at 75 octets, never inside a character', async () => {
    const long = 'Zażółć gęślą jaźń 当番 👩🏽‍🚒 '.repeat(20).trim();
    const text = await calendarText({ ...withSummary(long), name: long });
    const lines = text.split('\r\n');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(lines.filter((line) => line.includes('\n') || line.includes('\ufffd'))).toEqual([]);
    expect(read(text).events[0]?.summary).toBe(long);
  });

  it('is one calendar, however many events it holds', async () => {
    const events = Array.from({ length: 250 }, (_each, index) =>
      CALENDAR.events.map((event) => ({ ...event, uid: `${String(index)}@rouse` })),
    ).flat();
    const written = read(await calendarText({ ...CALENDAR, events }));
    expect(written.events.map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid));
    expect(read(await calendarText({ ...CALENDAR, events: [] })).events).toEqual([]);
  });

  it('reminds of no gap', async () => {
    const gap = CALENDAR.events.map((event) => ({ ...event, isGap: true }));
    expect(await calendarText({ ...CALENDAR, events: gap, alarmMinutes: 30 })).not.toContain('VALARM');
  });
});
