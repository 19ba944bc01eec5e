import { describe, expect, it } from '@jest/globals';
import { transition, type Holder, type IncidentAction, type IncidentStatus } from './incident-lifecycle.js';

/** Every status, every action; by whoever acknowledged or resolved it, by another one, or where no person did. */
const cases: [IncidentStatus, IncidentAction, Holder, string][] = [
  ['triggered', 'acknowledge', 'same', 'acknowledged, stop'],
  ['triggered', 'acknowledge', 'other', 'acknowledged, stop'],
  ['triggered', 'acknowledge', 'nobody', 'acknowledged, stop'],
  ['triggered', 'resolve', 'same', 'resolved, stop'],
  ['triggered', 'resolve', 'other', 'resolved, stop'],
  ['triggered', 'resolve', 'nobody', 'resolved, stop'],
  ['triggered', 'escalate', 'same', 'triggered, next-step'],
  ['triggered', 'escalate', 'other', 'triggered, next-step'],
  ['triggered', 'escalate', 'nobody', 'triggered, next-step'],
  ['triggered', 'snooze', 'same', 'acknowledged, stop'],
  ['triggered', 'snooze', 'other', 'acknowledged, stop'],
  ['triggered', 'snooze', 'nobody', 'acknowledged, stop'],
  ['triggered', 'reassign', 'same', 'triggered, restart'],
  ['triggered', 'reassign', 'other', 'triggered, restart'],
  ['triggered', 'reassign', 'nobody', 'triggered, restart'],
  ['triggered', 'merge', 'same', 'resolved, stop'],
  ['triggered', 'merge', 'other', 'resolved, stop'],
  ['triggered', 'merge', 'nobody', 'resolved, stop'],
  ['triggered', 'change', 'same', 'triggered, keep'],
  ['triggered', 'change', 'other', 'triggered, keep'],
  ['triggered', 'change', 'nobody', 'triggered, keep'],
  ['triggered', 'wake', 'same', 'unchanged'],
  ['triggered', 'wake', 'other', 'unchanged'],
  ['triggered', 'wake', 'nobody', 'unchanged'],
  ['acknowledged', 'acknowledge', 'same', 'unchanged, sign of life'],
  ['acknowledged', 'acknowledge', 'other', 'too late: acknowledged'],
  ['acknowledged', 'acknowledge', 'nobody', 'acknowledged, stop'],
  ['acknowledged', 'resolve', 'same', 'resolved, stop'],
  ['acknowledged', 'resolve', 'other', 'resolved, stop'],
  ['acknowledged', 'resolve', 'nobody', 'resolved, stop'],
  ['acknowledged', 'escalate', 'same', 'triggered, next-step'],
  ['acknowledged', 'escalate', 'other', 'triggered, next-step'],
  ['acknowledged', 'escalate', 'nobody', 'triggered, next-step'],
  ['acknowledged', 'snooze', 'same', 'acknowledged, stop'],
  ['acknowledged', 'snooze', 'other', 'acknowledged, stop'],
  ['acknowledged', 'snooze', 'nobody', 'acknowledged, stop'],
  ['acknowledged', 'reassign', 'same', 'triggered, restart'],
  ['acknowledged', 'reassign', 'other', 'triggered, restart'],
  ['acknowledged', 'reassign', 'nobody', 'triggered, restart'],
  ['acknowledged', 'merge', 'same', 'resolved, stop'],
  ['acknowledged', 'merge', 'other', 'resolved, stop'],
  ['acknowledged', 'merge', 'nobody', 'resolved, stop'],
  ['acknowledged', 'change', 'same', 'acknowledged, keep'],
  ['acknowledged', 'change', 'other', 'acknowledged, keep'],
  ['acknowledged', 'change', 'nobody', 'acknowledged, keep'],
  ['acknowledged', 'wake', 'same', 'triggered, restart'],
  ['acknowledged', 'wake', 'other', 'triggered, restart'],
  ['acknowledged', 'wake', 'nobody', 'triggered, restart'],
  ['resolved', 'acknowledge', 'same', 'too late: resolved'],
  ['resolved', 'acknowledge', 'other', 'too late: resolved'],
  ['resolved', 'acknowledge', 'nobody', 'too late: resolved'],
  ['resolved', 'resolve', 'same', 'unchanged'],
  ['resolved', 'resolve', 'other', 'too late: resolved'],
  ['resolved', 'resolve', 'nobody', 'too late: resolved'],
  ['resolved', 'escalate', 'same', 'too late: resolved'],
  ['resolved', 'escalate', 'other', 'too late: resolved'],
  ['resolved', 'escalate', 'nobody', 'too late: resolved'],
  ['resolved', 'snooze', 'same', 'too late: resolved'],
  ['resolved', 'snooze', 'other', 'too late: resolved'],
  ['resolved', 'snooze', 'nobody', 'too late: resolved'],
  ['resolved', 'reassign', 'same', 'too late: resolved'],
  ['resolved', 'reassign', 'other', 'too late: resolved'],
  ['resolved', 'reassign', 'nobody', 'too late: resolved'],
  ['resolved', 'merge', 'same', 'too late: resolved'],
  ['resolved', 'merge', 'other', 'too late: resolved'],
  ['resolved', 'merge', 'nobody', 'too late: resolved'],
  ['resolved', 'change', 'same', 'too late: resolved'],
  ['resolved', 'change', 'other', 'too late: resolved'],
  ['resolved', 'change', 'nobody', 'too late: resolved'],
  ['resolved', 'wake', 'same', 'unchanged'],
  ['resolved', 'wake', 'other', 'unchanged'],
  ['resolved', 'wake', 'nobody', 'unchanged'],
];

describe('what an incident may become', () => {
  it.each(cases)('%s + %s, held by %s: %s', (status, action, holder, expected) => {
    const result = transition(status, action, holder);
    const told = {
      change: () => (result.kind === 'change' ? `${result.to}, ${result.escalation}` : ''),
      unchanged: () =>
        result.kind === 'unchanged' && result.isSignOfLife ? 'unchanged, sign of life' : 'unchanged',
      'too-late': () => (result.kind === 'too-late' ? `too late: ${result.why}` : ''),
    }[result.kind]();
    expect(told).toBe(expected);
  });

  it('is told for every status, action and holder', () => {
    expect(new Set(cases.map(([status, action, holder]) => `${status} ${action} ${holder}`)).size).toBe(
      3 * 8 * 3,
    );
  });
});
