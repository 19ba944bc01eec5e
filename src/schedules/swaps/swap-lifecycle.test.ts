import { describe, expect, it } from '@jest/globals';
import {
  statusAt,
  SWAP_STATUSES,
  transition,
  type SwapAction,
  type SwapParty,
  type SwapStatus,
} from './swap-lifecycle.js';

const party = (side: SwapParty['side'], rest: Partial<SwapParty> = {}): SwapParty => ({
  side,
  hasDeclined: false,
  hasAnswered: false,
  isLast: false,
  ...rest,
});
const PARTIES = {
  'the giver': party('giver'),
  'a stranger': party('other'),
  'the only one asked': party('asked', { isLast: true }),
  'one of several': party('asked'),
  'one of several who said no': party('asked', { hasDeclined: true }),
  'the last who is left': party('asked', { isLast: true }),
  'who accepted it': party('asked', { hasAnswered: true }),
  'who said the last no': party('asked', { hasDeclined: true, hasAnswered: true, isLast: true }),
};

const cases: [SwapStatus, SwapAction, keyof typeof PARTIES, string][] = [
  ['open', 'accept', 'the giver', 'forbidden: own-request'],
  ['open', 'accept', 'a stranger', 'forbidden: not-asked'],
  ['open', 'accept', 'the only one asked', 'accepted'],
  ['open', 'accept', 'one of several', 'accepted'],
  ['open', 'accept', 'one of several who said no', 'accepted'],
  ['open', 'decline', 'the giver', 'forbidden: own-request'],
  ['open', 'decline', 'a stranger', 'forbidden: not-asked'],
  ['open', 'decline', 'the only one asked', 'declined'],
  ['open', 'decline', 'one of several', 'note-decline'],
  ['open', 'decline', 'one of several who said no', 'unchanged'],
  ['open', 'decline', 'the last who is left', 'declined'],
  ['open', 'cancel', 'the giver', 'cancelled'],
  ['open', 'cancel', 'the only one asked', 'forbidden: not-giver'],
  ['open', 'cancel', 'a stranger', 'forbidden: not-giver'],

  ['accepted', 'accept', 'who accepted it', 'unchanged'],
  ['accepted', 'accept', 'one of several', 'too late: accepted'],
  ['accepted', 'accept', 'the giver', 'forbidden: own-request'],
  ['accepted', 'decline', 'who accepted it', 'too late: accepted'],
  ['accepted', 'decline', 'one of several who said no', 'too late: accepted'],
  ['accepted', 'cancel', 'the giver', 'too late: accepted'],
  ['accepted', 'cancel', 'who accepted it', 'forbidden: not-giver'],

  ['declined', 'accept', 'who said the last no', 'too late: declined'],
  ['declined', 'decline', 'who said the last no', 'unchanged'],
  ['declined', 'decline', 'one of several who said no', 'unchanged'],
  ['declined', 'cancel', 'the giver', 'too late: declined'],

  ['cancelled', 'accept', 'the only one asked', 'too late: cancelled'],
  ['cancelled', 'decline', 'the only one asked', 'too late: cancelled'],
  ['cancelled', 'cancel', 'the giver', 'unchanged'],
  ['cancelled', 'cancel', 'a stranger', 'forbidden: not-giver'],

  ['expired', 'accept', 'the only one asked', 'too late: expired'],
  ['expired', 'accept', 'a stranger', 'forbidden: not-asked'],
  ['expired', 'decline', 'one of several', 'too late: expired'],
  ['expired', 'cancel', 'the giver', 'too late: expired'],
];

describe('what a request to trade shifts may become', () => {
  it.each(cases)('%s + %s by %s: %s', (status, action, who, expected) => {
    const result = transition(status, action, PARTIES[who]);
    const told = {
      change: () => (result.kind === 'change' ? result.to : ''),
      'note-decline': () => 'note-decline',
      unchanged: () => 'unchanged',
      'too-late': () => (result.kind === 'too-late' ? `too late: ${result.why}` : ''),
      forbidden: () => (result.kind === 'forbidden' ? `forbidden: ${result.why}` : ''),
    };
    expect(told[result.kind]()).toBe(expected);
  });

  it('never leaves an end again, whoever does what', () => {
    for (const status of SWAP_STATUSES.filter((each) => each !== 'open'))
      for (const action of ['accept', 'decline', 'cancel'] as const)
        for (const who of Object.values(PARTIES))
          expect(['unchanged', 'too-late', 'forbidden']).toContain(transition(status, action, who).kind);
  });

  const begins = new Date('2026-01-05T09:00:00Z');
  it.each<[SwapStatus, string, SwapStatus]>([
    ['open', '2026-01-05T08:59:59.999Z', 'open'],
    ['open', '2026-01-05T09:00:00Z', 'expired'],
    ['open', '2026-02-05T09:00:00Z', 'expired'],
    ['accepted', '2026-01-05T09:00:00Z', 'accepted'],
    ['cancelled', '2026-02-05T09:00:00Z', 'cancelled'],
  ])('%s at %s is %s', (status, now, expected) => {
    expect(statusAt({ status, expiresAt: begins }, new Date(now))).toBe(expected);
  });
});
