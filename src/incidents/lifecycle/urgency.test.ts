import { describe, expect, it } from '@jest/globals';
import { isMoreSevere, raised, urgencyOf, type UrgencyRule } from './urgency.js';

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
