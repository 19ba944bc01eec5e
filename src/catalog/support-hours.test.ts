import { describe, expect, it } from '@jest/globals';
import { isSupportTime, nextSupportStart } from './support-hours.js';

const WORKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;
const EVERY_DAY = [...WORKDAYS, 'SA', 'SU'] as const;
const office = { weekdays: [...WORKDAYS], from: '09:00', to: '17:00' };
const night = { weekdays: [...WORKDAYS], from: '22:00', to: '06:00' };
const early = { weekdays: [...EVERY_DAY], from: '02:30', to: '04:00' };
const always = { weekdays: [...EVERY_DAY], from: '00:00', to: '00:00' };
const oneDay = { weekdays: ['SU' as const], from: '12:00', to: '12:00' };

describe('a moment is in the support hours', () => {
  it.each([
    ['before they begin', office, 'UTC', '2026-01-05T08:59:59.999Z', false],
    ['as they begin', office, 'UTC', '2026-01-05T09:00:00Z', true],
    ['just before they end', office, 'UTC', '2026-01-05T16:59:59.999Z', true],
    ['as they end', office, 'UTC', '2026-01-05T17:00:00Z', false],
    ['on a Saturday', office, 'UTC', '2026-01-10T12:00:00Z', false],
    ['in winter, an hour ahead of UTC', office, 'Europe/Berlin', '2026-01-05T08:00:00Z', true],
    ['in winter, before they begin', office, 'Europe/Berlin', '2026-01-05T07:59:00Z', false],
    ['in summer, two hours ahead', office, 'Europe/Berlin', '2026-07-06T07:00:00Z', true],
    ['in summer, as they end', office, 'Europe/Berlin', '2026-07-06T15:00:00Z', false],
    ['over midnight, on the evening', night, 'UTC', '2026-01-09T23:00:00Z', true],
    ['over midnight, the morning after Friday', night, 'UTC', '2026-01-10T05:59:00Z', true],
    ['over midnight, the evening of Saturday', night, 'UTC', '2026-01-10T23:00:00Z', false],
    ['over midnight, the morning of Monday', night, 'UTC', '2026-01-05T03:00:00Z', false],
    [
      'the clock skips their beginning: not before the gap',
      early,
      'Europe/Berlin',
      '2026-03-29T00:59:59Z',
      false,
    ],
    ['the clock skips their beginning: after the gap', early, 'Europe/Berlin', '2026-03-29T01:00:00Z', true],
    ['the hour twice: from its first 02:30', early, 'Europe/Berlin', '2026-10-25T00:30:00Z', true],
    ['the hour twice: on through its second pass', early, 'Europe/Berlin', '2026-10-25T01:10:00Z', true],
    ['the hour twice: to 04:00', early, 'Europe/Berlin', '2026-10-25T03:00:00Z', false],
    ['24 hours a day', always, 'Asia/Kolkata', '2026-01-04T18:30:00Z', true],
    ['24 hours from noon: the next morning', oneDay, 'UTC', '2026-01-05T11:59:00Z', true],
    ['24 hours from noon: the next noon', oneDay, 'UTC', '2026-01-05T12:00:00Z', false],
  ])('%s', (_title, hours, timeZone, at, expected) => {
    expect(isSupportTime(hours, timeZone, new Date(at))).toBe(expected);
  });
});

describe('the support hours begin next', () => {
  it.each([
    ['the same day', office, 'UTC', '2026-01-05T03:00:00Z', '2026-01-05T09:00:00.000Z'],
    [
      'the next day, where they have begun',
      office,
      'UTC',
      '2026-01-05T09:00:00Z',
      '2026-01-06T09:00:00.000Z',
    ],
    ['after the weekend', office, 'UTC', '2026-01-09T12:00:00Z', '2026-01-12T09:00:00.000Z'],
    [
      'over the change to summer',
      office,
      'Europe/Berlin',
      '2026-03-27T16:00:00Z',
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'over the change to winter',
      office,
      'Europe/Berlin',
      '2026-10-23T16:00:00Z',
      '2026-10-26T08:00:00.000Z',
    ],
    [
      'after the gap that skips them',
      early,
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    ['never, where they never end', always, 'Europe/Berlin', '2026-01-05T12:00:00Z', undefined],
    ['a week later', oneDay, 'UTC', '2026-01-04T12:00:00Z', '2026-01-11T12:00:00.000Z'],
  ])('%s', (_title, hours, timeZone, after, expected) => {
    expect(nextSupportStart(hours, timeZone, new Date(after))?.toISOString()).toBe(expected);
  });
});
