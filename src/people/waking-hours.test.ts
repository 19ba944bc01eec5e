import { describe, expect, it } from '@jest/globals';
import { nextAwake, WEEKDAYS, type WakingHours } from './waking-hours.js';

const BERLIN = 'Europe/Berlin';
const day: WakingHours = { from: '07:00', to: '22:30', weekdays: WEEKDAYS };
const night: WakingHours = { from: '18:00', to: '04:00', weekdays: WEEKDAYS };
const weekdays: WakingHours = { ...day, weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'] };
const onlyMonday: WakingHours = { ...day, weekdays: ['MO'] };
const inTheGap: WakingHours = { from: '02:30', to: '12:00', weekdays: WEEKDAYS };

const cases: [name: string, at: string, hours: WakingHours, timeZone: string, expected: string][] = [
  ['awake: now', '2026-01-05T12:00:00Z', day, BERLIN, '2026-01-05T12:00:00Z'],
  ['before the hours: this morning', '2026-01-05T03:00:00Z', day, BERLIN, '2026-01-05T06:00:00Z'],
  ['the first moment counts', '2026-01-05T06:00:00Z', day, BERLIN, '2026-01-05T06:00:00Z'],
  ['the last does not', '2026-01-05T21:30:00Z', day, BERLIN, '2026-01-06T06:00:00Z'],
  ['late: tomorrow morning', '2026-01-05T22:00:00Z', day, BERLIN, '2026-01-06T06:00:00Z'],
  ['another zone, another morning', '2026-01-05T03:00:00Z', day, 'Asia/Tokyo', '2026-01-05T03:00:00Z'],
  ['half an hour from UTC', '2026-01-05T20:00:00Z', day, 'Asia/Kolkata', '2026-01-06T01:30:00Z'],
  ['a night worker after midnight', '2026-01-05T02:00:00Z', night, BERLIN, '2026-01-05T02:00:00Z'],
  ['a night worker at noon', '2026-01-05T11:00:00Z', night, BERLIN, '2026-01-05T17:00:00Z'],
  ['the weekend waits for Monday', '2026-01-03T12:00:00Z', weekdays, BERLIN, '2026-01-05T06:00:00Z'],
  ['Friday night waits for Monday', '2026-01-02T22:00:00Z', weekdays, BERLIN, '2026-01-05T06:00:00Z'],
  ['Monday night waits a week', '2026-01-05T22:00:00Z', onlyMonday, BERLIN, '2026-01-12T06:00:00Z'],
  // The clock goes forward on 2026-03-29 at 02:00 (01:00Z), and back on 2026-10-25 at 03:00 (01:00Z).
  ['the night that is an hour shorter', '2026-03-28T23:00:00Z', day, BERLIN, '2026-03-29T05:00:00Z'],
  ['the night that is an hour longer', '2026-10-24T22:00:00Z', day, BERLIN, '2026-10-25T06:00:00Z'],
  ['a beginning that is skipped', '2026-03-29T00:00:00Z', inTheGap, BERLIN, '2026-03-29T01:00:00Z'],
  ['a beginning that occurs twice', '2026-10-24T23:00:00Z', inTheGap, BERLIN, '2026-10-25T00:30:00Z'],
  ['between the two', '2026-10-25T01:00:00Z', inTheGap, BERLIN, '2026-10-25T01:00:00Z'],
  // Midnight itself is skipped: the clock goes from 23:59:59 to 01:00.
  [
    'a day without its midnight',
    '2026-09-06T03:30:00Z',
    { ...day, from: '00:00' },
    'America/Santiago',
    '2026-09-06T04:00:00Z',
  ],
];

describe('nextAwake', () => {
  it.each(cases)('%s', (_name, at, hours, timeZone, expected) => {
    expect(nextAwake(new Date(at), hours, timeZone)).toEqual(new Date(expected));
  });

  it('never goes back, and stands still while awake', () => {
    const start = Date.parse('2026-03-27T00:00:00Z');
    for (let minutes = 0; minutes < 4 * 24 * 60; minutes += 7) {
      const at = new Date(start + minutes * 60_000);
      const awake = nextAwake(at, weekdays, BERLIN);
      expect(awake.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(nextAwake(awake, weekdays, BERLIN)).toEqual(awake);
    }
  });
});
