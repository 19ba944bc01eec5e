import { describe, expect, it } from '@jest/globals';
import { schedule, told } from '../../../test/support/told-shifts.js';
import { renderSchedule } from './render-schedule.js';
import type { ScheduleDefinition } from './schedule-definition.js';

describe('both changes of the clock', () => {
  it.each<[string, ScheduleDefinition, string, string, string[]]>([
    [
      'New York, spring: the daily hand-off stays at nine',
      schedule('America/New_York', [{ startsAt: '2026-03-06T09:00' }]),
      '2026-03-06T14:00Z',
      '2026-03-10T00:00Z',
      ['03-06 14:00 A0', '03-07 14:00 B1', '03-08 13:00 C2', '03-09 13:00 A3'],
    ],
    [
      'New York, spring: 02:30 does not exist and is 03:00',
      schedule('America/New_York', [{ startsAt: '2026-03-06T02:30' }]),
      '2026-03-07T07:30Z',
      '2026-03-10T00:00Z',
      ['03-07 07:30 B1', '03-08 07:00 C2', '03-09 06:30 A3'],
    ],
    [
      'New York, spring: hourly hand-offs inside the gap have no length, their turns count',
      schedule('America/New_York', [{ startsAt: '2026-03-08T00:00', handoff: 'FREQ=HOURLY' }]),
      '2026-03-08T05:00Z',
      '2026-03-08T09:00Z',
      ['03-08 05:00 A0', '03-08 06:00 B1', '03-08 07:00 A3', '03-08 08:00 B4'],
    ],
    [
      'New York, spring: every twenty minutes',
      schedule('America/New_York', [{ startsAt: '2026-03-08T01:20', handoff: 'FREQ=MINUTELY;INTERVAL=20' }]),
      '2026-03-08T06:20Z',
      '2026-03-08T07:40Z',
      ['03-08 06:20 A0', '03-08 06:40 B1', '03-08 07:00 C5', '03-08 07:20 A6'],
    ],
    [
      'New York, autumn: 01:30 is its first occurrence',
      schedule('America/New_York', [{ startsAt: '2026-10-30T01:30' }]),
      '2026-10-31T05:30Z',
      '2026-11-03T00:00Z',
      ['10-31 05:30 B1', '11-01 05:30 C2', '11-02 06:30 A3'],
    ],
    [
      'New York, autumn: the hour that occurs twice belongs to the shift of its first pass',
      schedule('America/New_York', [{ startsAt: '2026-11-01T00:00', handoff: 'FREQ=HOURLY' }]),
      '2026-11-01T04:00Z',
      '2026-11-01T08:00Z',
      ['11-01 04:00 A0', '11-01 05:00 B1', '11-01 07:00 C2'],
    ],
    [
      'New York, autumn: a window that begins in the second pass',
      schedule('America/New_York', [{ startsAt: '2026-11-01T00:00', handoff: 'FREQ=MINUTELY;INTERVAL=30' }]),
      '2026-11-01T06:10Z',
      '2026-11-01T07:30Z',
      ['11-01 06:10 A3', '11-01 07:00 B4'],
    ],
    [
      'London, spring: a night shift ends at nine',
      schedule('Europe/London', [{ startsAt: '2026-03-27T21:00', shiftDuration: 'PT12H' }]),
      '2026-03-28T00:00Z',
      '2026-03-30T12:00Z',
      [
        '03-28 00:00 A0',
        '03-28 09:00 -',
        '03-28 21:00 B1',
        '03-29 08:00 -',
        '03-29 20:00 C2',
        '03-30 08:00 -',
      ],
    ],
    [
      'London, autumn: P1D is a day of the wall clock',
      schedule('Europe/London', [
        { startsAt: '2026-10-24T09:00', handoff: 'FREQ=WEEKLY', shiftDuration: 'P1D' },
      ]),
      '2026-10-24T08:00Z',
      '2026-10-26T00:00Z',
      ['10-24 08:00 A0', '10-25 09:00 -'],
    ],
    [
      'London, autumn: a restriction over the hour that occurs twice',
      schedule('Europe/London', [{ handoff: 'FREQ=YEARLY', restrictions: [{ from: '01:00', to: '02:00' }] }]),
      '2026-10-24T00:00Z',
      '2026-10-26T12:00Z',
      [
        '10-24 00:00 A0',
        '10-24 01:00 -',
        '10-25 00:00 A0',
        '10-25 02:00 -',
        '10-26 01:00 A0',
        '10-26 02:00 -',
      ],
    ],
    [
      'London, spring: a restriction inside the gap has no length',
      schedule('Europe/London', [{ handoff: 'FREQ=YEARLY', restrictions: [{ from: '01:00', to: '02:00' }] }]),
      '2026-03-28T00:00Z',
      '2026-03-30T12:00Z',
      ['03-28 00:00 -', '03-28 01:00 A0', '03-28 02:00 -', '03-30 00:00 A0', '03-30 01:00 -'],
    ],
    [
      'Lord Howe, spring: the gap is half an hour',
      schedule('Australia/Lord_Howe', [{ startsAt: '2026-10-03T02:15' }]),
      '2026-10-02T15:45Z',
      '2026-10-05T00:00Z',
      ['10-02 15:45 A0', '10-03 15:30 B1', '10-04 15:15 C2'],
    ],
    [
      'Lord Howe, autumn: half an hour occurs twice',
      schedule('Australia/Lord_Howe', [
        { startsAt: '2026-04-05T01:00', handoff: 'FREQ=MINUTELY;INTERVAL=30' },
      ]),
      '2026-04-04T14:00Z',
      '2026-04-04T16:30Z',
      ['04-04 14:00 A0', '04-04 14:30 B1', '04-04 15:30 C2', '04-04 16:00 A3'],
    ],
  ])('%s', (_, of, from, to, expected) => {
    expect(told(of, from, to)).toEqual(expected);
  });
});

describe('clocks of past years', () => {
  it.each<[string, ScheduleDefinition, string, string, string[]]>([
    [
      'São Paulo, November 2018: midnight does not exist',
      schedule('America/Sao_Paulo', [{ startsAt: '2018-11-02T00:00' }]),
      '2018-11-02T03:00Z',
      '2018-11-06T00:00Z',
      ['11-02 03:00 A0', '11-03 03:00 B1', '11-04 03:00 C2', '11-05 02:00 A3'],
    ],
    [
      'São Paulo, February 2018: 23:30 occurs twice',
      schedule('America/Sao_Paulo', [{ startsAt: '2018-02-16T23:30' }]),
      '2018-02-17T01:30Z',
      '2018-02-20T00:00Z',
      ['02-17 01:30 A0', '02-18 01:30 B1', '02-19 02:30 C2'],
    ],
    [
      'Tehran, March 2021: midnight does not exist',
      schedule('Asia/Tehran', [{ startsAt: '2021-03-20T00:00' }]),
      '2021-03-19T20:30Z',
      '2021-03-23T00:00Z',
      ['03-19 20:30 A0', '03-20 20:30 B1', '03-21 20:30 C2', '03-22 19:30 A3'],
    ],
    [
      'Tehran, September 2021: the hour before midnight occurs twice',
      schedule('Asia/Tehran', [{ startsAt: '2021-09-21T21:00', handoff: 'FREQ=HOURLY' }]),
      '2021-09-21T18:00Z',
      '2021-09-21T22:00Z',
      ['09-21 18:00 B1', '09-21 18:30 C2', '09-21 20:30 A3', '09-21 21:30 B4'],
    ],
    [
      'Tehran, 2023: no change any more',
      schedule('Asia/Tehran', [{ startsAt: '2023-03-21T00:00' }]),
      '2023-03-20T20:30Z',
      '2023-03-23T00:00Z',
      ['03-20 20:30 A0', '03-21 20:30 B1', '03-22 20:30 C2'],
    ],
    [
      'Samoa skips 30 December 2011: that turn has no length and counts',
      schedule('Pacific/Apia', [{ startsAt: '2011-12-28T09:00' }]),
      '2011-12-28T19:00Z',
      '2012-01-01T00:00Z',
      ['12-28 19:00 A0', '12-29 19:00 B1', '12-30 10:00 C2', '12-30 19:00 A3', '12-31 19:00 B4'],
    ],
    [
      'Samoa: a window that begins right behind the day that was skipped',
      schedule('Pacific/Apia', [{ startsAt: '2011-12-28T09:00', handoff: 'FREQ=HOURLY' }]),
      '2011-12-30T10:00Z',
      '2011-12-30T12:00Z',
      ['12-30 10:00 A63', '12-30 11:00 B64'],
    ],
  ])('%s', (_, of, from, to, expected) => {
    expect(told(of, from, to)).toEqual(expected);
  });

  it.each([
    ['1900', 'America/New_York', '1900-06-01T12:00', '1900-06-01T17:00Z'],
    ['2200', 'America/New_York', '2200-07-01T12:00', '2200-07-01T16:00Z'],
  ])('the year %s', (_, timeZone, startsAt, instant) => {
    const from = new Date(instant);
    const { items } = renderSchedule(schedule(timeZone, [{ startsAt }]), {
      from: new Date(from.getTime() - 86_400_000),
      to: new Date(from.getTime() + 86_400_000),
    });
    expect(items.map(({ start }) => start.toISOString())).toEqual([from.toISOString()]);
  });
});
