import { describe, expect, it } from '@jest/globals';
import { nextOccurrence, occurrenceAt, windowInEffect, type MaintenanceTime } from './maintenance-time.js';

const WALL = (text: string): number => Date.parse(`${text}Z`);
const once: MaintenanceTime = {
  kind: 'once',
  start: new Date('2026-01-05T10:00:00Z'),
  end: new Date('2026-01-05T12:00:00Z'),
};
const rule = (
  recurrence: string,
  start: string,
  durationSeconds: number,
  more: { until?: number; timeZone?: string } = {},
): MaintenanceTime => ({
  kind: 'recurring',
  recurrence,
  start,
  durationSeconds,
  until: more.until ?? null,
  timeZone: more.timeZone ?? 'Europe/Berlin',
});
const HOUR = 3600;
const night = rule('FREQ=DAILY', '2026-01-01T22:00', 8 * HOUR);
const sunday = rule('FREQ=WEEKLY;BYDAY=SU', '2026-01-01T02:30', HOUR);
const weekend = rule('FREQ=WEEKLY;BYDAY=SA,SU', '2026-01-01T00:00', 24 * HOUR);
const twoDays = rule('FREQ=DAILY', '2026-01-01T00:00', 47 * HOUR, { until: WALL('2026-01-03T00:00') });

describe('a window is in effect', () => {
  it.each([
    ['before it starts', once, '2026-01-05T09:59:59.999Z', null],
    ['as it starts', once, '2026-01-05T10:00:00Z', '2026-01-05T12:00:00.000Z'],
    ['as it ends', once, '2026-01-05T12:00:00Z', null],
    ['before the rule begins', night, '2026-01-01T12:00:00Z', null],
    ['the first night', night, '2026-01-01T21:00:00Z', '2026-01-02T05:00:00.000Z'],
    ['by day', night, '2026-01-02T05:00:00Z', null],
    ['a night in summer', night, '2026-07-01T20:00:00Z', '2026-07-02T04:00:00.000Z'],
    ['a summer night before it', night, '2026-07-01T19:59:00Z', null],
    [
      'the night that lacks an hour ends at 06:00 all the same',
      night,
      '2026-03-29T03:59:00Z',
      '2026-03-29T04:00:00.000Z',
    ],
    [
      'the night with an hour twice ends at 06:00 too',
      night,
      '2026-10-25T04:59:00Z',
      '2026-10-25T05:00:00.000Z',
    ],
    [
      'a start that the clock skips is after the gap',
      sunday,
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:30:00.000Z',
    ],
    ['and not before it', sunday, '2026-03-29T00:59:59Z', null],
    ['a start that comes twice is the first', sunday, '2026-10-25T00:30:00Z', '2026-10-25T02:30:00.000Z'],
    ['two days that touch: the first', weekend, '2026-01-10T22:59:59Z', '2026-01-10T23:00:00.000Z'],
    ['two days that touch: the second', weekend, '2026-01-10T23:00:00Z', '2026-01-11T23:00:00.000Z'],
    [
      'days that overlap: the one that ends last',
      twoDays,
      '2026-01-02T12:00:00Z',
      '2026-01-03T22:00:00.000Z',
    ],
    ['the last before `until`, to its end', twoDays, '2026-01-03T21:59:00Z', '2026-01-03T22:00:00.000Z'],
    ['after `until`', twoDays, '2026-01-03T22:00:00Z', null],
  ])('%s', (_title, time, at, end) => {
    expect(occurrenceAt({ time, endedEarlyAt: null }, new Date(at))?.end.toISOString() ?? null).toBe(end);
  });
});

describe('a window that was ended early', () => {
  it.each([
    ['is over from then on', '2026-01-01T23:00:00Z', '2026-01-01T23:00:00Z', false],
    ['was in effect until then', '2026-01-01T23:00:00Z', '2026-01-01T22:59:00Z', true],
    ['is over where that was its first moment', '2026-01-01T21:00:00Z', '2026-01-01T21:30:00Z', false],
    ['comes again the next time', '2026-01-01T23:00:00Z', '2026-01-02T23:00:00Z', true],
    ['is not concerned by the end of another time', '2026-01-01T23:00:00Z', '2026-01-03T21:30:00Z', true],
  ])('%s', (_title, endedEarlyAt, at, expected) => {
    const window = { time: night, endedEarlyAt: new Date(endedEarlyAt) };
    expect(occurrenceAt(window, new Date(at)) !== null).toBe(expected);
  });
});

describe('the next occurrence', () => {
  it.each([
    ['of one stretch, before it', once, '2026-01-05T09:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['of one stretch, in it', once, '2026-01-05T10:00:00Z', null],
    ['of a rule', sunday, '2026-01-01T00:00:00Z', '2026-01-04T01:30:00.000Z'],
    ['of a rule, in one', sunday, '2026-01-04T01:30:00Z', '2026-01-11T01:30:00.000Z'],
    ['of a rule, after the change to summer', sunday, '2026-03-29T02:00:00Z', '2026-04-05T00:30:00.000Z'],
    ['of a rule that ends', twoDays, '2026-01-02T12:00:00Z', null],
  ])('%s', (_title, time, after, expected) => {
    expect(nextOccurrence(time, new Date(after))?.start.toISOString() ?? null).toBe(expected);
  });

  it('skips one that the clock leaves no time for', () => {
    const skipped = rule('FREQ=WEEKLY;BYDAY=SU', '2026-01-01T02:00', HOUR);
    const after = new Date('2026-03-28T00:00:00Z');
    expect(nextOccurrence(skipped, after)?.start.toISOString()).toBe('2026-04-05T00:00:00.000Z');
  });
});

describe('of several windows', () => {
  const windows = [
    { name: 'night', time: night, endedEarlyAt: null },
    { name: 'once', time: once, endedEarlyAt: null },
  ];
  it.each([
    ['2026-01-05T11:00:00Z', 'once'],
    ['2026-01-05T21:00:00Z', 'night'],
    ['2026-01-05T09:00:00Z', undefined],
  ])('at %s: %s', (at, expected) => {
    expect(windowInEffect(windows, new Date(at))?.name).toBe(expected);
  });
});
