import { describe, expect, it } from '@jest/globals';
import { daysFrom, instantOf, offsetText, wallClock, weekdayOf } from '../../web/src/design/wall-clock.js';

const BERLIN = 'Europe/Berlin';

describe('the wall clock of a zone', () => {
  it.each([
    // In March the clock goes from 02:00 to 03:00: what it skips is the first instant after.
    ['2026-03-29T01:59', BERLIN, '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:00', BERLIN, '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T02:30', BERLIN, '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T03:00', BERLIN, '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T09:00', BERLIN, '2026-03-29T07:00:00.000Z'],
    // In October it goes from 03:00 to 02:00: what occurs twice is its first time.
    ['2026-10-25T01:59', BERLIN, '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T02:30', BERLIN, '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:00', BERLIN, '2026-10-25T02:00:00.000Z'],
    ['2026-10-25T09:00', BERLIN, '2026-10-25T08:00:00.000Z'],
    // Half an hour, a day that does not begin at midnight, a day that never was, and no change at all.
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2026-11-16T09:00:30', 'UTC', '2026-11-16T09:00:30.000Z'],
    ['2026-11-16T09:00', 'Asia/Kolkata', '2026-11-16T03:30:00.000Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(instantOf(wall, zone).toISOString()).toBe(instant);
  });

  it.each([
    ['2026-03-29T00:59:59Z', BERLIN, '2026-03-29T01:59:59'],
    ['2026-03-29T01:00:00Z', BERLIN, '2026-03-29T03:00:00'],
    ['2026-10-25T00:30:00Z', BERLIN, '2026-10-25T02:30:00'],
    ['2026-10-25T01:30:00Z', BERLIN, '2026-10-25T02:30:00'],
    ['2026-01-01T00:00:00Z', 'America/New_York', '2025-12-31T19:00:00'],
  ])('at %s the clock of %s shows %s', (instant, zone, wall) => {
    expect(wallClock(new Date(instant), zone)).toBe(wall);
  });

  it('has days of 23 and 25 hours where the clock changes, and each begins where the one before ends', () => {
    const hours = (firstDay: string) =>
      daysFrom(firstDay, 3, BERLIN).map(({ start, end }) => (end.getTime() - start.getTime()) / 3_600_000);
    expect(hours('2026-03-28')).toEqual([24, 23, 24]);
    expect(hours('2026-10-24')).toEqual([24, 25, 24]);
    const days = daysFrom('2026-10-24', 3, BERLIN);
    expect(days.map(({ day }) => day)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
    expect(days[1]?.start).toEqual(days[0]?.end);
    expect(days.map(({ changeMs }) => changeMs)).toEqual([0, 3_600_000, 0]);
  });

  it('names offsets and weekdays', () => {
    expect(offsetText(new Date('2026-07-01T00:00:00Z'), BERLIN)).toBe('+02:00');
    expect(offsetText(new Date('2026-07-01T00:00:00Z'), 'America/St_Johns')).toBe('-02:30');
    expect([weekdayOf('2026-11-16'), weekdayOf('2026-11-22')]).toEqual([0, 6]);
  });
});
