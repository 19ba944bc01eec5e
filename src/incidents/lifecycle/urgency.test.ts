import { describe, expect, it } from '@jest/globals';
import {
  isMoreSevere,
  pagesAnew,
  raised,
  raisedByNew,
  urgencyOf,
  worseOf,
  type UrgencyRule,
} from './urgency.js';

const by = (urgency: 'high' | 'low' | 'severity'): UrgencyRule => ({ urgency, supportHours: null });
const hours = (during: 'high' | 'low' | 'severity', outside: 'high' | 'low' | 'severity'): UrgencyRule => ({
  urgency: 'support-hours',
  supportHours: { during, outside },
});

describe('urgency', () => {
  it.each([
    ['high', by('high'), 'info', false, 'high'],
    ['low', by('low'), 'critical', true, 'low'],
    ['severity', by('severity'), 'critical', false, 'high'],
    ['severity', by('severity'), 'error', false, 'high'],
    ['severity', by('severity'), 'warning', true, 'low'],
    ['severity', by('severity'), 'info', true, 'low'],
    ['support hours, during', hours('high', 'low'), 'info', true, 'high'],
    ['support hours, outside', hours('high', 'low'), 'critical', false, 'low'],
    ['support hours by severity, during', hours('severity', 'low'), 'error', true, 'high'],
    ['support hours by severity, during', hours('severity', 'low'), 'warning', true, 'low'],
    ['support hours by severity, outside', hours('high', 'severity'), 'critical', false, 'high'],
    ['support hours by severity, outside', hours('high', 'severity'), 'info', false, 'low'],
    ['hours kept for another time', { ...hours('low', 'low'), urgency: 'high' }, 'info', true, 'high'],
  ] as const)(
    '%s %j, severity %s, in the hours: %s: %s',
    (_title, rule, severity, isSupportTime, expected) => {
      expect(urgencyOf(rule, severity, isSupportTime)).toBe(expected);
    },
  );
});

it('wakes somebody rather than nobody where the support hours are not there', () => {
  expect(urgencyOf({ urgency: 'support-hours', supportHours: null }, 'info', false)).toBe('high');
});

describe('a severity is worse', () => {
  it.each([
    ['critical', 'error', true],
    ['error', 'warning', true],
    ['warning', 'info', true],
    ['critical', 'critical', false],
    ['info', 'warning', false],
  ] as const)('%s than %s: %s', (severity, than, expected) => {
    expect(isMoreSevere(severity, than)).toBe(expected);
  });
});

describe('an alert raises its incident', () => {
  const low = { severity: 'warning', urgency: 'low' } as const;
  it.each([
    ['not by the same severity', low, 'warning', by('severity'), null],
    ['not by a milder one', low, 'info', by('severity'), null],
    [
      'to the worse severity and its urgency',
      low,
      'error',
      by('severity'),
      { severity: 'error', urgency: 'high' },
    ],
    [
      'to the severity alone, where the service is low',
      low,
      'critical',
      by('low'),
      { severity: 'critical', urgency: 'low' },
    ],
    [
      'and never lowers it',
      { severity: 'warning', urgency: 'high' } as const,
      'error',
      by('low'),
      { severity: 'error', urgency: 'high' },
    ],
    ['by the hours', low, 'critical', hours('high', 'low'), { severity: 'critical', urgency: 'low' }],
  ] as const)('%s', (_title, incident, severity, rule, expected) => {
    expect(raised(incident, severity, rule, false)).toEqual(expected);
  });
});

describe('an alert that joins an incident', () => {
  const low = { severity: 'error', urgency: 'low' } as const;
  const urgent = { severity: 'error', urgency: 'high' } as const;
  it.each([
    ['as bad, where the urgency is fixed: nothing', low, 'error', by('high'), true, null],
    ['as bad, by severity: nothing', low, 'error', by('severity'), true, null],
    ['worse, by severity', low, 'critical', by('severity'), true, { severity: 'critical', urgency: 'high' }],
    ['as bad, in hours that are urgent', low, 'error', hours('high', 'low'), true, urgent],
    ['milder, in hours that are urgent', low, 'info', hours('high', 'low'), true, urgent],
    ['milder, in hours that go by severity', low, 'info', hours('severity', 'low'), true, null],
    ['as bad, in hours that go by severity', low, 'error', hours('severity', 'low'), true, urgent],
    ['as bad, outside of them', low, 'error', hours('high', 'low'), false, null],
    ['outside of them to what is urgent', urgent, 'error', hours('high', 'low'), false, null],
    [
      'worse, outside of them: the severity',
      low,
      'critical',
      hours('high', 'low'),
      false,
      { severity: 'critical', urgency: 'low' },
    ],
  ] as const)('%s', (_title, incident, severity, rule, isSupportTime, expected) => {
    expect(raisedByNew(incident, severity, rule, isSupportTime)).toEqual(expected);
  });
});

describe('two incidents that become one', () => {
  const mild = { severity: 'info', urgency: 'low' } as const;
  const bad = { severity: 'critical', urgency: 'high' } as const;
  it.each([
    [mild, bad, bad],
    [bad, mild, null],
    [mild, mild, null],
    [bad, bad, null],
    [{ severity: 'critical', urgency: 'low' }, { severity: 'info', urgency: 'high' }, bad],
    [
      { severity: 'info', urgency: 'high' },
      { severity: 'critical', urgency: 'low' },
      { severity: 'critical', urgency: 'high' },
    ],
    [mild, { severity: 'error', urgency: 'low' }, { severity: 'error', urgency: 'low' }],
  ] as const)('%j and %j: %j', (incident, other, expected) => {
    expect(worseOf(incident, other)).toEqual(expected);
  });
});

describe('people are paged anew', () => {
  it.each([
    ['triggered', 'low', 'high', true],
    ['triggered', 'high', 'high', false],
    ['triggered', 'high', 'low', false],
    ['triggered', 'low', 'low', false],
    ['acknowledged', 'low', 'high', false],
    ['resolved', 'low', 'high', false],
  ] as const)('%s, from %s to %s: %s', (status, before, now, expected) => {
    expect(pagesAnew({ status, urgency: before }, now)).toBe(expected);
  });
});
