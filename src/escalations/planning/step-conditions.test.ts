import { describe, expect, it } from '@jest/globals';
import type { StepConditions } from '../policy-snapshot.js';
import { nextTurnOfHours, whyNotUsed } from './step-conditions.js';

const INCIDENT = { urgency: 'high', severity: 'error' } as const;
const moment = (now: string, timeZone = 'UTC') => ({ incident: INCIDENT, timeZone, now: new Date(now) });

/** 2026-06-01 is a Monday. */
const MONDAY_NOON = moment('2026-06-01T12:00:00Z');
const OFFICE = { hours: { from: '09:00', to: '17:00' } };
const NIGHT = { hours: { from: '22:00', to: '06:00' } };

describe('when a step is used', () => {
  it.each<[string, StepConditions | undefined, ReturnType<typeof moment>, string | null]>([
    ['always without conditions', undefined, MONDAY_NOON, null],
    ['for its urgency', { urgency: 'high' }, MONDAY_NOON, null],
    [
      'not for the other',
      { urgency: 'low' },
      MONDAY_NOON,
      'the step is for low urgency, and the incident has high',
    ],
    ['for its severities', { severities: ['critical', 'error'] }, MONDAY_NOON, null],
    [
      'not for others',
      { severities: ['critical', 'info'] },
      MONDAY_NOON,
      'the step is for critical or info, and the incident is error',
    ],
    ['in its hours', OFFICE, MONDAY_NOON, null],
    ['from their beginning on', OFFICE, moment('2026-06-01T09:00:00Z'), null],
    [
      'not before it',
      OFFICE,
      moment('2026-06-01T08:59:59.999Z'),
      'the step is used from 09:00 to 17:00 (UTC) only',
    ],
    ['up to their end', OFFICE, moment('2026-06-01T16:59:59.999Z'), null],
    ['not at it', OFFICE, moment('2026-06-01T17:00:00Z'), 'the step is used from 09:00 to 17:00 (UTC) only'],
    ['by the clock of the service', OFFICE, moment('2026-06-01T07:30:00Z', 'Europe/Berlin'), null],
    [
      'whatever other clocks show',
      OFFICE,
      moment('2026-06-01T07:30:00Z', 'America/New_York'),
      'the step is used from 09:00 to 17:00 (America/New_York) only',
    ],
    ['at night before midnight', NIGHT, moment('2026-06-01T23:00:00Z'), null],
    ['at night after midnight', NIGHT, moment('2026-06-01T05:59:00Z'), null],
    [
      'not between two nights',
      NIGHT,
      moment('2026-06-01T06:00:00Z'),
      'the step is used from 22:00 to 06:00 (UTC) only',
    ],
    ['on its days', { weekdays: ['MO'] }, moment('2026-06-01T00:00:00Z'), null],
    [
      'not on others',
      { weekdays: ['MO', 'SU'] },
      moment('2026-06-02T00:00:00Z'),
      'the step is used on MO, SU (UTC) only',
    ],
    ['on the day that it is there', { weekdays: ['TU'] }, moment('2026-06-01T15:00:00Z', 'Asia/Tokyo'), null],
    [
      'in the night that begins on its day',
      { ...NIGHT, weekdays: ['MO'] },
      moment('2026-06-02T05:00:00Z'),
      null,
    ],
    [
      'not in the one that ends on it',
      { ...NIGHT, weekdays: ['MO'] },
      moment('2026-06-01T05:00:00Z'),
      'the step is used from 22:00 to 06:00 on MO (UTC) only',
    ],
    [
      'where all hold, the first that does not is told',
      { urgency: 'high', severities: ['info'], ...OFFICE },
      moment('2026-06-01T03:00:00Z'),
      'the step is for info, and the incident is error',
    ],
    // In the night to 29 March 2026 Berlin's clocks go from 02:00 to 03:00.
    [
      'an hour that a clock leaves out is no hour of use',
      { hours: { from: '02:00', to: '03:00' } },
      moment('2026-03-29T01:00:00Z', 'Europe/Berlin'),
      'the step is used from 02:00 to 03:00 (Europe/Berlin) only',
    ],
  ])('%s', (_title, conditions, at, expected) => {
    expect(whyNotUsed(conditions, at)).toBe(expected);
  });

  it.each<[string, StepConditions | undefined, string, string | null]>([
    ['never where there are none', undefined, '2026-06-01T12:00:00Z', null],
    ['never for urgency', { urgency: 'high' }, '2026-06-01T12:00:00Z', null],
    ['at the end of hours that run', OFFICE, '2026-06-01T12:00:00Z', '2026-06-01T17:00:00Z'],
    ['at the beginning of those to come', OFFICE, '2026-06-01T17:00:00Z', '2026-06-02T09:00:00Z'],
    ['days ahead', { ...OFFICE, weekdays: ['SU'] }, '2026-06-01T12:00:00Z', '2026-06-07T09:00:00Z'],
    [
      'never where each day is meant',
      { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] },
      '2026-06-01T12:00:00Z',
      null,
    ],
  ])('changes %s', (_title, conditions, now, expected) => {
    expect(nextTurnOfHours(conditions, moment(now))).toEqual(expected === null ? null : new Date(expected));
  });
});
