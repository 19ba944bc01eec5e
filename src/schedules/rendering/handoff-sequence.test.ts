import { describe, expect, it } from '@jest/globals';
import { handoffSequence, HandoffSequence } from './handoff-sequence.js';
import { readRecurrenceRule, type RecurrenceRule } from './recurrence-rule.js';
import { parseWallClock } from './wall-clock.js';

function ruleOf(text: string): RecurrenceRule {
  const { rule, faults } = readRecurrenceRule(text);
  if (!rule) throw new Error(faults.join(' '));
  return rule;
}

function wallOf(text: string): number {
  const wall = parseWallClock(text);
  if (wall === null) throw new Error(text);
  return wall;
}

function firstOf(sequence: HandoffSequence, count: number): (string | null)[] {
  return Array.from({ length: count }, (_, index) => {
    const wall = sequence.timeOf(index);
    return wall === null ? null : new Date(wall).toISOString().slice(0, 19).replace(/:00$/, '');
  });
}

describe('hand-offs by rule', () => {
  it.each([
    [
      'FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TU,SU',
      '1997-08-05T09:00',
      '1997-08-05 1997-08-10 1997-08-19 1997-08-24',
    ],
    [
      'FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU,SU',
      '1997-08-05T09:00',
      '1997-08-05 1997-08-17 1997-08-19 1997-08-31',
    ],
    ['FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04T09:00', '1997-09-04 1997-10-07 1997-11-06'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997-09-29T09:00', '1997-09-29 1997-10-30 1997-11-27'],
    [
      'FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12',
      '1997-09-10T09:00',
      '1997-09-10 1997-09-11 1997-09-12 1999-03-10',
    ],
    [
      'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200',
      '1997-01-01T09:00',
      '1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09',
    ],
    ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19T09:00', '1997-05-19 1998-05-18 1999-05-17'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12T09:00', '1997-05-12 1998-05-11 1999-05-17'],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05T09:00',
      '1996-11-05 2000-11-07 2004-11-02',
    ],
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1997-09-02T09:00',
      '1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13',
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30', '2007-01-15T09:00', '2007-01-15 2007-01-30 2007-02-15 2007-03-15'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2096-02-29T09:00', '2096-02-29 2104-02-29 2108-02-29'],
    ['FREQ=MONTHLY;BYDAY=MO,1TU', '2026-11-01T09:00', '2026-11-02 2026-11-03 2026-11-09 2026-11-16'],
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1', '2026-11-18T09:00', '2026-11-20 2026-11-27 2026-12-04'],
    [
      'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA,SU',
      '2020-01-01T09:00',
      '2021-01-02 2021-01-03 2027-01-02 2027-01-03',
    ],
    ['FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU', '2020-12-01T09:00', '2021-01-03 2022-01-02 2023-01-01 2023-12-31'],
  ])('%s from %s', (rule, start, days) => {
    const expected = days.split(' ').map((day) => `${day}T09:00`);
    expect(firstOf(new HandoffSequence(ruleOf(rule), wallOf(start), false), expected.length)).toEqual(
      expected,
    );
  });

  it.each([
    [
      'FREQ=HOURLY;INTERVAL=7;BYHOUR=9',
      '2026-01-01T09:00',
      '2026-01-01T09:00 2026-01-08T09:00 2026-01-15T09:00',
    ],
    [
      'FREQ=MINUTELY;INTERVAL=90;BYHOUR=9,10',
      '2026-01-01T09:30',
      '2026-01-01T09:30 2026-01-02T09:30 2026-01-03T09:30',
    ],
    [
      'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9',
      '2026-01-01T09:00',
      '2026-01-01T09:00 2026-01-01T09:20 2026-01-01T09:40 2026-01-02T09:00',
    ],
    ['FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=-1', '2026-01-01T09:00', '2026-01-01T09:30 2026-01-01T10:30'],
    [
      'FREQ=SECONDLY;INTERVAL=45',
      '2026-01-01T09:00',
      '2026-01-01T09:00 2026-01-01T09:00:45 2026-01-01T09:01:30',
    ],
    [
      'FREQ=DAILY;BYHOUR=6,14,22;BYSETPOS=1,-1',
      '2026-01-01T09:00',
      '2026-01-01T22:00 2026-01-02T06:00 2026-01-02T22:00',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR;BYHOUR=17;BYMINUTE=30',
      '2026-01-01T09:15',
      '2026-01-30T17:30 2026-02-27T17:30',
    ],
    [
      'FREQ=HOURLY;INTERVAL=36;BYDAY=SA,SU',
      '2026-01-01T00:00',
      '2026-01-04T00:00 2026-01-10T00:00 2026-01-11T12:00',
    ],
    ['FREQ=YEARLY', '2024-02-29T00:00', '2024-02-29T00:00 2028-02-29T00:00'],
  ])('%s from %s', (rule, start, expected) => {
    const times = expected.split(' ');
    expect(firstOf(new HandoffSequence(ruleOf(rule), wallOf(start), false), times.length)).toEqual(times);
  });

  it.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01T00:00'],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29', '2025-01-01T00:00'],
    ['FREQ=HOURLY;INTERVAL=2;BYHOUR=3', '2026-01-01T00:00'],
    ['FREQ=MINUTELY;INTERVAL=1440;BYMINUTE=7', '2026-01-01T00:00'],
    ['FREQ=MONTHLY;BYDAY=6MO', '2026-01-01T00:00'],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=2', '2026-01-01T00:00'],
    ['FREQ=DAILY;BYSECOND=60', '2026-01-01T00:00'],
    ['FREQ=YEARLY;INTERVAL=999999999', '2026-01-01T00:00'],
  ])('%s from %s never fires again', (rule, start) => {
    expect(new HandoffSequence(ruleOf(rule), wallOf(start), true).timeOf(1)).toBeNull();
  });

  it('fires once in 400 years where that is the rule', () => {
    const sequence = new HandoffSequence(
      ruleOf('FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29'),
      wallOf('2000-02-29T00:00'),
      false,
    );
    expect(firstOf(sequence, 3)).toEqual(['2000-02-29T00:00', '2400-02-29T00:00', '2800-02-29T00:00']);
  });

  it('names every second of every day of a year at no cost', () => {
    const numbers = (length: number): string => Array.from({ length }, (_, index) => index).join(',');
    const days = 'BYDAY=MO,TU,WE,TH,FR,SA,SU';
    const rule = ruleOf(
      `FREQ=YEARLY;${days};BYHOUR=${numbers(24)};BYMINUTE=${numbers(60)};BYSECOND=${numbers(60)}`,
    );
    const sequence = new HandoffSequence(rule, wallOf('2000-01-01T00:00'), false);
    expect(sequence.numberAt(wallOf('2400-01-01T00:00'))).toBe(146_097 * 86_400);
    expect(sequence.timeOf(146_097 * 86_400)).toBe(wallOf('2400-01-01T00:00'));
  });

  it('counts the start as hand-off 0 whether or not the rule matches it', () => {
    const rule = ruleOf('FREQ=WEEKLY;BYDAY=MO');
    expect(firstOf(new HandoffSequence(rule, wallOf('2026-11-18T10:00'), true), 3)).toEqual([
      '2026-11-18T10:00',
      '2026-11-23T10:00',
      '2026-11-30T10:00',
    ]);
    expect(firstOf(new HandoffSequence(rule, wallOf('2026-11-16T10:00'), true), 2)).toEqual([
      '2026-11-16T10:00',
      '2026-11-23T10:00',
    ]);
    expect(firstOf(new HandoffSequence(rule, wallOf('2026-11-18T10:00'), false), 2)).toEqual([
      '2026-11-23T10:00',
      '2026-11-30T10:00',
    ]);
  });

  it('are kept between calls, but no more of them than there is memory for', () => {
    const rare = () => handoffSequence('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01T09:00', true);
    const kept = rare();
    const expected = firstOf(kept, 3);
    expect(rare()).toBe(kept);
    // Four million days of which hardly one is like another; somebody's drafts may be full of such rules.
    for (const time of ['00:10', '00:11', '00:12']) {
      const sequence = handoffSequence('FREQ=MINUTELY;INTERVAL=997;BYMONTH=3', `0001-01-01T${time}`, true);
      expect(sequence.numberAt(wallOf('9998-01-01T00:00'))).toBeGreaterThan(400_000);
    }
    expect(rare()).not.toBe(kept);
    expect(firstOf(rare(), 3)).toEqual(expected);
  });
});
