import { describe, expect, it } from '@jest/globals';
import { transition, type IncidentAction, type IncidentStatus } from './incident-lifecycle.js';

const cases: [IncidentStatus, IncidentAction, 'same' | 'other', string][] = [
  ['triggered', 'acknowledge', 'other', 'acknowledged, stop'],
  ['triggered', 'resolve', 'other', 'resolved, stop'],
  ['triggered', 'escalate', 'other', 'triggered, next-step'],
  ['acknowledged', 'acknowledge', 'same', 'unchanged'],
  ['acknowledged', 'acknowledge', 'other', 'too late: acknowledged'],
  ['acknowledged', 'resolve', 'same', 'resolved, stop'],
  ['acknowledged', 'resolve', 'other', 'resolved, stop'],
  ['acknowledged', 'escalate', 'same', 'triggered, next-step'],
  ['acknowledged', 'escalate', 'other', 'triggered, next-step'],
  ['resolved', 'acknowledge', 'same', 'too late: resolved'],
  ['resolved', 'acknowledge', 'other', 'too late: resolved'],
  ['resolved', 'resolve', 'same', 'unchanged'],
  ['resolved', 'resolve', 'other', 'too late: resolved'],
  ['resolved', 'escalate', 'other', 'too late: resolved'],
];

describe('what an incident may become', () => {
  it.each(cases)('%s + %s by the %s person: %s', (status, action, who, expected) => {
    const result = transition(status, action, who === 'same');
    const told =
      result.kind === 'change'
        ? `${result.to}, ${result.escalation}`
        : result.kind === 'unchanged'
          ? 'unchanged'
          : `too late: ${result.why}`;
    expect(told).toBe(expected);
  });
});
