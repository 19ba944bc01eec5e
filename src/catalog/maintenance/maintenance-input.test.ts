import { describe, expect, it } from '@jest/globals';
import { readMaintenanceTime, type WrittenTime } from './maintenance-input.js';

const NOW = new Date('2026-01-05T12:00:00Z');
const nothing = { end: null, recurrence: null, durationSeconds: null, timeZone: null, until: null };
const once = (more: Partial<WrittenTime> = {}): WrittenTime => ({
  ...nothing,
  start: '2026-01-06T10:00:00Z',
  end: '2026-01-06T12:00:00+01:00',
  ...more,
});
const weekly = (more: Partial<WrittenTime> = {}): WrittenTime => ({
  ...nothing,
  start: '2026-01-04T02:00',
  recurrence: 'FREQ=WEEKLY;BYDAY=SU',
  durationSeconds: 7200,
  timeZone: 'Europe/Berlin',
  ...more,
});

describe('the time of a window', () => {
  it('is one stretch', () => {
    expect(readMaintenanceTime(once(), NOW).time).toEqual({
      kind: 'once',
      start: new Date('2026-01-06T10:00:00Z'),
      end: new Date('2026-01-06T11:00:00Z'),
    });
  });

  it.each([
    ['by its length', weekly()],
    ['by the end of the first', weekly({ durationSeconds: null, end: '2026-01-04T04:00' })],
  ])('is a rule, %s', (_title, written) => {
    expect(readMaintenanceTime(written, NOW).time).toEqual({
      kind: 'recurring',
      recurrence: 'FREQ=WEEKLY;BYDAY=SU',
      start: '2026-01-04T02:00',
      durationSeconds: 7200,
      until: null,
      timeZone: 'Europe/Berlin',
    });
  });

  it.each([
    ['30 days', once({ end: '2026-02-05T10:00:00Z' })],
    ['that has begun', once({ start: '2026-01-01T00:00:00Z' })],
    [
      'of a rule whose last occurrence is now',
      weekly({ start: '2026-01-04T02:00', durationSeconds: 2_000_000, until: '2026-01-05T00:00' }),
    ],
    [
      'of a rule that makes whole weekends',
      weekly({ recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU', durationSeconds: 86_400 }),
    ],
    [
      'of a rule that comes once in four years',
      weekly({ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', durationSeconds: 86_400 * 30 }),
    ],
    ['of hours', weekly({ recurrence: 'FREQ=HOURLY;BYHOUR=1,2,3', durationSeconds: 3600 })],
  ])('may be one %s', (_title, written) => {
    expect(readMaintenanceTime(written, NOW).faults).toEqual([]);
  });

  it.each<[string, WrittenTime, string[]]>([
    ['no end', once({ end: null }), ['end is required']],
    ['an end before the start', once({ end: '2026-01-06T09:00:00Z' }), ['end must be after the start']],
    ['an end that is the start', once({ end: '2026-01-06T10:00:00Z' }), ['end must be after the start']],
    [
      'more than 30 days',
      once({ end: '2026-02-05T10:00:01Z' }),
      ['end must be at most 30 days after the start'],
    ],
    [
      'a time that is over',
      once({ start: '2026-01-01T00:00:00Z', end: '2026-01-05T12:00:00Z' }),
      ['end must be in the future'],
    ],
    [
      'a start without an offset',
      once({ start: '2026-01-06T10:00' }),
      ['start must be an ISO 8601 time with an offset, such as 2026-01-05T09:00:00Z'],
    ],
    [
      'a date that does not exist',
      once({ end: '2026-02-30T10:00:00Z' }),
      ['end must be an ISO 8601 time with an offset, such as 2026-01-05T09:00:00Z'],
    ],
    [
      'what goes with rules only',
      once({ durationSeconds: 60, timeZone: 'UTC', until: '2026-02-01T00:00' }),
      [
        'durationSeconds goes with recurrence only',
        'timeZone goes with recurrence only',
        'until goes with recurrence only',
      ],
    ],
    ['a rule without a zone', weekly({ timeZone: null }), ['timeZone is required with recurrence']],
    [
      'a rule without a length',
      weekly({ durationSeconds: null }),
      ['durationSeconds is required, or the end of the first occurrence as end'],
    ],
    [
      'a rule with two lengths',
      weekly({ end: '2026-01-04T04:00' }),
      ['end must be left out where durationSeconds is given'],
    ],
    [
      'a local end before the start',
      weekly({ durationSeconds: null, end: '2026-01-04T01:00' }),
      ['end must be after the start'],
    ],
    [
      'a local start with an offset',
      weekly({ start: '2026-01-04T02:00:00Z' }),
      ['start must be a time on the wall clock of timeZone, without an offset, such as 2026-01-05T02:00'],
    ],
    [
      '31 days each time',
      weekly({ recurrence: 'FREQ=YEARLY', durationSeconds: 31 * 86_400 }),
      ['durationSeconds must be at most 30 days'],
    ],
    [
      'a rule that cannot be read',
      weekly({ recurrence: 'FREQ=SOMETIMES' }),
      [
        'recurrence FREQ must say how often: one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY.',
      ],
    ],
    [
      'a rule with COUNT',
      weekly({ recurrence: 'FREQ=DAILY;COUNT=3' }),
      ['recurrence Leave COUNT out of the rule: until says when it ends.'],
    ],
    [
      'a rule of minutes',
      weekly({ recurrence: 'FREQ=MINUTELY' }),
      ['recurrence FREQ=MINUTELY: maintenance recurs hourly at most.'],
    ],
    [
      'a rule that never fires',
      weekly({ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
      [
        'recurrence FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 never happens after 2026-01-04T02:00; no such date or time comes.',
      ],
    ],
    [
      'an end before the first time',
      weekly({ until: '2026-01-04T02:00' }),
      ['until must be after the first occurrence'],
    ],
    [
      'a rule that is over',
      weekly({ start: '2025-01-05T02:00', until: '2025-06-01T00:00' }),
      ['until is over already: no occurrence comes any more'],
    ],
    [
      'a rule that never lets up',
      weekly({ recurrence: 'FREQ=DAILY', durationSeconds: 86_400 }),
      ['recurrence runs from one occurrence into the next for more than 30 days'],
    ],
    [
      'a rule that never lets up from a month far from the first time on',
      weekly({ recurrence: 'FREQ=DAILY;BYMONTH=12', durationSeconds: 86_400 }),
      ['recurrence runs from one occurrence into the next for more than 30 days'],
    ],
    [
      'an hourly rule that never lets up',
      weekly({ recurrence: 'FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50', durationSeconds: 600 }),
      ['recurrence runs from one occurrence into the next for more than 30 days'],
    ],
    [
      'one that never lets up, a minute at a time',
      weekly({
        recurrence: `FREQ=HOURLY;BYMINUTE=${Array.from({ length: 60 }, (_none, minute) => minute).join(',')}`,
        durationSeconds: 60,
      }),
      ['recurrence runs from one occurrence into the next for more than 30 days'],
    ],
  ])('cannot be: %s', (_title, written, expected) => {
    const { time, faults } = readMaintenanceTime(written, NOW);
    expect(time).toBeNull();
    expect(faults.map(({ path, message }) => `${path} ${message}`)).toEqual(expected);
  });
});
