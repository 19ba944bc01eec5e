import { describe, expect, it } from '@jest/globals';
import { layerLimitFaults } from './layer-limits.js';

const count = (upTo: number): string => Array.from({ length: upTo }, (_, index) => index).join(',');
const EVERY_MINUTE = `BYHOUR=${count(24)};BYMINUTE=${count(60)}`;

const faultyPaths = (handoff: string, shiftDuration: string | null = null): string[] =>
  layerLimitFaults({ handoff, shiftDuration }).map(({ path }) => path.join('.'));

describe('layerLimitFaults', () => {
  it.each([
    ['a weekly rule', 'FREQ=WEEKLY;BYDAY=MO'],
    [
      'every five minutes of a month',
      `FREQ=MONTHLY;BYHOUR=${count(24)};BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55`,
    ],
    ['every minute of a week', `FREQ=WEEKLY;${EVERY_MINUTE}`],
    ['every minute of a year', `FREQ=YEARLY;${EVERY_MINUTE};BYDAY=MO`],
    ['every minute, by the day', `FREQ=DAILY;${EVERY_MINUTE}`],
    ['every second', 'FREQ=SECONDLY'],
    ['a rule that cannot be read, which is told elsewhere', 'FREQ=SOMETIMES'],
  ])('lets pass %s', (_title, handoff) => {
    expect(faultyPaths(handoff)).toEqual([]);
  });

  it.each([
    ['every second of a month', `FREQ=MONTHLY;${EVERY_MINUTE};BYSECOND=${count(60)};BYDAY=MO;BYSETPOS=1`],
    ['every second of a week', `FREQ=WEEKLY;${EVERY_MINUTE};BYSECOND=${count(60)}`],
  ])('refuses %s', (_title, handoff) => {
    expect(faultyPaths(handoff)).toEqual(['handoff']);
  });

  it.each([
    ['no duration', null, []],
    ['twelve hours', 'PT12H', []],
    ['a hundred years', 'P100Y', []],
    ['a number of days that no calendar has', 'P9999999999D', ['shiftDuration']],
    ['years past the end of time', 'P300000Y', ['shiftDuration']],
    ['no duration at all, which is told elsewhere', 'soon', []],
  ])('%s', (_title, shiftDuration, expected) => {
    expect(faultyPaths('FREQ=DAILY', shiftDuration)).toEqual(expected);
  });
});
