import { describe, expect, it } from '@jest/globals';
import { schedule, told, type LayerChange } from '../../../test/support/told-shifts.js';
import { renderSchedule } from './render-schedule.js';
import type { ScheduleDefinition } from './schedule-definition.js';

describe('the calendar', () => {
  it.each<[string, ScheduleDefinition, string, string, string[]]>([
    [
      'leap day: a yearly hand-off on 29 February',
      schedule('UTC', [{ startsAt: '2024-02-29T00:00', handoff: 'FREQ=YEARLY' }]),
      '2027-12-01T00:00Z',
      '2028-04-01T00:00Z',
      ['12-01 00:00 A0', '02-29 00:00 B1'],
    ],
    [
      'leap day: daily hand-offs in February 2028',
      schedule('UTC', [{ startsAt: '2028-02-27T00:00' }]),
      '2028-02-28T00:00Z',
      '2028-03-02T00:00Z',
      ['02-28 00:00 B1', '02-29 00:00 C2', '03-01 00:00 A3'],
    ],
    [
      'no leap day in 2100',
      schedule('UTC', [{ startsAt: '2100-02-27T00:00' }]),
      '2100-02-28T00:00Z',
      '2100-03-02T00:00Z',
      ['02-28 00:00 B1', '03-01 00:00 C2'],
    ],
    [
      'month end: months without a 31st are skipped, the shift goes on',
      schedule('UTC', [{ startsAt: '2026-01-31T12:00', handoff: 'FREQ=MONTHLY' }]),
      '2026-02-15T00:00Z',
      '2026-06-15T00:00Z',
      ['02-15 00:00 A0', '03-31 12:00 B1', '05-31 12:00 C2'],
    ],
    [
      'month end: the last day',
      schedule('UTC', [{ startsAt: '2026-01-31T12:00', handoff: 'FREQ=MONTHLY;BYMONTHDAY=-1' }]),
      '2026-02-15T00:00Z',
      '2026-05-01T00:00Z',
      ['02-15 00:00 A0', '02-28 12:00 B1', '03-31 12:00 C2', '04-30 12:00 A3'],
    ],
    [
      'year end: weekly hand-offs go through',
      schedule('Europe/Berlin', [{ startsAt: '2026-12-21T09:00', handoff: 'FREQ=WEEKLY' }]),
      '2026-12-28T08:00Z',
      '2027-01-12T00:00Z',
      ['12-28 08:00 B1', '01-04 08:00 C2', '01-11 08:00 A3'],
    ],
    [
      'year end: week 53',
      schedule('UTC', [{ startsAt: '2026-12-28T00:00', handoff: 'FREQ=YEARLY;BYWEEKNO=53,1;BYDAY=MO' }]),
      '2026-12-28T00:00Z',
      '2027-02-01T00:00Z',
      ['12-28 00:00 A0', '01-04 00:00 B1'],
    ],
  ])('%s', (_, of, from, to, expected) => {
    expect(told(of, from, to)).toEqual(expected);
  });
});

describe('rotations that teams really run', () => {
  const weekend: LayerChange = {
    handoff: 'FREQ=WEEKLY;BYDAY=MO',
    restrictions: [
      { days: ['FR'], from: '17:00', to: '00:00' },
      { days: ['SA'], from: '00:00', to: '00:00' },
      { days: ['SU'], from: '00:00', to: '09:00' },
    ],
  };

  it('weekends from Friday evening to Sunday morning are one shift', () => {
    expect(told(schedule('Europe/Berlin', [weekend]), '2026-03-23T00:00Z', '2026-04-01T00:00Z')).toEqual([
      '03-23 00:00 -',
      '03-27 16:00 C11',
      '03-29 07:00 -',
    ]);
  });

  it('a hand-off in the middle of a night is seen within the restriction', () => {
    const nights: LayerChange = {
      handoff: 'FREQ=DAILY',
      startsAt: '2026-11-20T00:00',
      restrictions: [{ days: ['SA', 'SU'], from: '22:00', to: '06:00' }],
    };
    expect(told(schedule('UTC', [nights]), '2026-11-21T12:00Z', '2026-11-23T12:00Z')).toEqual([
      '11-21 12:00 -',
      '11-21 22:00 B1',
      '11-22 00:00 C2',
      '11-22 06:00 -',
      '11-22 22:00 C2',
      '11-23 00:00 A3',
      '11-23 06:00 -',
    ]);
  });

  it('follow the sun: three zones, each in its own day, over the changes of two clocks', () => {
    const day = { handoff: 'FREQ=DAILY', startsAt: '2026-03-01T09:00', shiftDuration: 'PT8H' };
    const zones: [string, string][] = [
      ['Asia/Kolkata', 'I'],
      ['Europe/London', 'L'],
      ['America/New_York', 'N'],
    ];
    const shifts = zones.flatMap(([timeZone, user]) =>
      told(
        schedule(timeZone, [{ ...day, participants: [user] }]),
        '2026-03-06T00:00Z',
        '2026-04-01T00:00Z',
      ).filter((row) => !row.endsWith('-')),
    );
    const on = (date: string): string[] =>
      shifts
        .filter((row) => row.startsWith(date))
        .map((row) => row.slice(6, 13))
        .sort();
    expect(on('03-07')).toEqual(['03:30 I', '09:00 L', '14:00 N']);
    expect(on('03-08')).toEqual(['03:30 I', '09:00 L', '13:00 N']);
    expect(on('03-28')).toEqual(['03:30 I', '09:00 L', '13:00 N']);
    expect(on('03-29')).toEqual(['03:30 I', '08:00 L', '13:00 N']);
  });

  it('a shift longer than the distance to the next hand-off ends there', () => {
    expect(
      told(
        schedule('UTC', [{ startsAt: '2026-11-01T09:00', shiftDuration: 'P2DT1H' }]),
        '2026-11-02T00:00Z',
        '2026-11-03T12:00Z',
      ),
    ).toEqual(['11-02 00:00 A0', '11-02 09:00 B1', '11-03 09:00 C2']);
  });

  it.each(['P99999Y', 'P9999999999D'])('a shift of %s lasts until the next hand-off', (shiftDuration) => {
    const days: LayerChange = { startsAt: '2026-01-15T00:00', shiftDuration };
    expect(told(schedule('UTC', [days]), '2026-01-16T00:00Z', '2026-01-17T00:00Z')).toEqual([
      '01-16 00:00 B1',
    ]);
  });

  it('a shift of a month ends on the same date', () => {
    const months: LayerChange = {
      startsAt: '2026-01-15T00:00',
      handoff: 'FREQ=YEARLY',
      shiftDuration: 'P1M',
    };
    expect(told(schedule('UTC', [months]), '2026-01-01T00:00Z', '2026-04-01T00:00Z')).toEqual([
      '01-01 00:00 -',
      '01-15 00:00 A0',
      '02-15 00:00 -',
    ]);
  });
});

describe('layers, overrides and absences', () => {
  const from = '2026-11-16T00:00Z';
  const daily: LayerChange = { startsAt: '2026-11-16T00:00' };
  const window = (start: string, end: string) => ({
    start: new Date(`2026-11-${start}Z`),
    end: new Date(`2026-11-${end}Z`),
  });
  const over = (id: string, start: string, end: string, userId: string, replaces: string | null = null) => ({
    id,
    ...window(start, end),
    userId,
    replaces,
  });

  it('the later layer wins, and the earlier shows through', () => {
    const top: LayerChange = { participants: ['X'], startsAt: '2026-11-16T06:00', shiftDuration: 'PT6H' };
    expect(told(schedule('UTC', [daily, top]), from, '2026-11-17T12:00Z')).toEqual([
      '11-16 00:00 A0',
      '11-16 06:00 X0',
      '11-16 12:00 A0',
      '11-17 00:00 B1',
      '11-17 06:00 X1',
    ]);
  });

  it('layers begin and end on the wall clock', () => {
    const ends: LayerChange = { startsAt: '2026-11-16T06:00', endsAt: '2026-11-17T06:00' };
    expect(told(schedule('UTC', [ends]), from, '2026-11-18T00:00Z')).toEqual([
      '11-16 00:00 -',
      '11-16 06:00 A0',
      '11-17 06:00 -',
    ]);
    expect(
      told(schedule('UTC', [{ ...ends, endsAt: '2026-11-15T00:00' }]), from, '2026-11-18T00:00Z'),
    ).toEqual(['11-16 00:00 -']);
  });

  it.each<[string, ReturnType<typeof over>[], string[]]>([
    [
      'the one made last wins',
      [over('1', '16T06:00', '16T18:00', 'X'), over('2', '16T12:00', '16T20:00', 'Y')],
      ['11-16 00:00 A0', '11-16 06:00 X+', '11-16 12:00 Y+', '11-16 20:00 A0', '11-17 00:00 B1'],
    ],
    [
      'with replaces, only where that person is on call',
      [over('1', '16T18:00', '17T06:00', 'X', 'B')],
      ['11-16 00:00 A0', '11-17 00:00 X+', '11-17 06:00 B1'],
    ],
    [
      'with replaces, of what an earlier override made',
      [over('1', '16T06:00', '16T18:00', 'X'), over('2', '16T00:00', '17T12:00', 'Y', 'X')],
      ['11-16 00:00 A0', '11-16 06:00 Y+', '11-16 18:00 A0', '11-17 00:00 B1'],
    ],
    [
      'with replaces, of somebody who is not on call',
      [over('1', '16T06:00', '16T18:00', 'X', 'C')],
      ['11-16 00:00 A0', '11-17 00:00 B1'],
    ],
    [
      'two of one person that touch stay two',
      [over('1', '16T06:00', '16T12:00', 'X'), over('2', '16T12:00', '16T18:00', 'X')],
      ['11-16 00:00 A0', '11-16 06:00 X+', '11-16 12:00 X+', '11-16 18:00 A0', '11-17 00:00 B1'],
    ],
  ])('overrides: %s', (_, overrides, expected) => {
    expect(told(schedule('UTC', [daily], { overrides }), from, '2026-11-18T00:00Z')).toEqual(expected);
  });

  it.each<[string, LayerChange, { userId: string; start: Date; end: Date }[], string[]]>([
    [
      'the next in order covers',
      {},
      [{ userId: 'A', ...window('16T06:00', '16T12:00') }],
      ['11-16 00:00 A0', '11-16 06:00 B0', '11-16 12:00 A0', '11-17 00:00 B1'],
    ],
    [
      'whoever of the next is not away',
      {},
      [
        { userId: 'A', ...window('16T06:00', '16T12:00') },
        { userId: 'B', ...window('16T00:00', '16T09:00') },
      ],
      ['11-16 00:00 A0', '11-16 06:00 C0', '11-16 09:00 B0', '11-16 12:00 A0', '11-17 00:00 B1'],
    ],
    [
      'everyone away leaves nobody',
      { participants: ['A', 'B'] },
      [
        { userId: 'A', ...window('16T06:00', '16T12:00') },
        { userId: 'B', ...window('16T08:00', '16T10:00') },
      ],
      [
        '11-16 00:00 A0',
        '11-16 06:00 B0',
        '11-16 08:00 -',
        '11-16 10:00 B0',
        '11-16 12:00 A0',
        '11-17 00:00 B1',
      ],
    ],
    [
      'a gap where the layer says so',
      { onAbsence: 'gap' },
      [{ userId: 'A', ...window('16T06:00', '16T12:00') }],
      ['11-16 00:00 A0', '11-16 06:00 -', '11-16 12:00 A0', '11-17 00:00 B1'],
    ],
    [
      'absences that overlap are one',
      {},
      [
        { userId: 'A', ...window('16T06:00', '16T10:00') },
        { userId: 'A', ...window('16T08:00', '16T12:00') },
      ],
      ['11-16 00:00 A0', '11-16 06:00 B0', '11-16 12:00 A0', '11-17 00:00 B1'],
    ],
  ])('absences: %s', (_, change, absences, expected) => {
    expect(told(schedule('UTC', [{ ...daily, ...change }], { absences }), from, '2026-11-18T00:00Z')).toEqual(
      expected,
    );
  });

  it('absences do not touch overrides', () => {
    const overrides = [over('1', '16T00:00', '17T00:00', 'X')];
    const absences = [{ userId: 'X', ...window('16T00:00', '17T00:00') }];
    expect(told(schedule('UTC', [daily], { overrides, absences }), from, '2026-11-17T00:00Z')).toEqual([
      '11-16 00:00 X+',
    ]);
  });

  it('one participant has every turn, and no two turns are one', () => {
    expect(told(schedule('UTC', [{ ...daily, participants: ['A'] }]), from, '2026-11-18T00:00Z')).toEqual([
      '11-16 00:00 A0',
      '11-17 00:00 A1',
    ]);
  });

  it('a window of nothing holds nothing', () => {
    const at = new Date(from);
    expect(renderSchedule(schedule('UTC', [daily]), { from: at, to: at })).toEqual({ items: [], gaps: [] });
  });

  it('nobody at all is one gap', () => {
    expect(told(schedule('UTC', []), from, '2026-11-18T00:00Z')).toEqual(['11-16 00:00 -']);
    expect(told(schedule('UTC', [{ participants: [] }]), from, '2026-11-18T00:00Z')).toEqual([
      '11-16 00:00 -',
    ]);
  });

  it('refuses a window with more hand-offs than can be listed', () => {
    const seconds = schedule('UTC', [{ ...daily, handoff: 'FREQ=SECONDLY' }]);
    expect(() =>
      renderSchedule(seconds, { from: new Date(from), to: new Date('2026-12-16T00:00Z') }),
    ).toThrow('more than 600000 hand-offs');
  });
});
