import { describe, expect, it } from '@jest/globals';
import {
  RESPONDER_STATUSES,
  responderTransition,
  type ResponderAction,
  type ResponderStatus,
} from './responder-lifecycle.js';

const ASKED = { isAsked: true, mayCancel: false };
const ASKER = { isAsked: false, mayCancel: true };
const OTHER = { isAsked: false, mayCancel: false };

const told = (status: ResponderStatus, action: ResponderAction, party: typeof ASKED): string => {
  const result = responderTransition(status, action, party);
  if (result.kind === 'change') return result.to;
  return result.kind === 'unchanged' ? 'unchanged' : `${result.kind}: ${result.why}`;
};

describe('what a request for help may become', () => {
  it.each([
    ['pending', 'accept', 'accepted'],
    ['pending', 'decline', 'declined'],
    ['accepted', 'accept', 'unchanged'],
    ['accepted', 'decline', 'too-late: accepted'],
    ['declined', 'accept', 'too-late: declined'],
    ['declined', 'decline', 'unchanged'],
    ['expired', 'accept', 'too-late: expired'],
    ['expired', 'decline', 'too-late: expired'],
    ['cancelled', 'accept', 'too-late: cancelled'],
    ['cancelled', 'decline', 'too-late: cancelled'],
  ] as const)('%s + %s by the one who is asked: %s', (status, action, expected) => {
    expect(told(status, action, ASKED)).toBe(expected);
  });

  it.each([
    ['pending', 'cancelled'],
    ['accepted', 'too-late: accepted'],
    ['declined', 'too-late: declined'],
    ['expired', 'too-late: expired'],
    ['cancelled', 'unchanged'],
  ] as const)('%s + cancel by the one who asks: %s', (status, expected) => {
    expect(told(status, 'cancel', ASKER)).toBe(expected);
  });

  it.each(RESPONDER_STATUSES)('%s: nobody else answers it or takes it back', (status) => {
    for (const action of ['accept', 'decline'] as const) {
      expect(told(status, action, ASKER)).toBe('forbidden: not-asked');
      expect(told(status, action, OTHER)).toBe('forbidden: not-asked');
    }
    expect(told(status, 'cancel', ASKED)).toBe('forbidden: not-asker');
    expect(told(status, 'cancel', OTHER)).toBe('forbidden: not-asker');
  });
});
