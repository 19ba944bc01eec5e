import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLookUp,
  afterReceipt,
  afterSend,
  backoffSeconds,
  isWanted,
  MOST_ATTEMPTS,
  PAGE_LIFETIME_SECONDS,
  whatIsDue,
  type Consequence,
  type PageStatus,
} from './delivery-decision.js';

const told = (consequence: Consequence | null): string =>
  consequence === null
    ? 'nothing new'
    : [
        `attempt ${consequence.attempt}, page ${consequence.page}`,
        consequence.dueInSeconds === null ? [] : `again in ${consequence.dueInSeconds}`,
        consequence.moveOn ? 'next channel' : [],
        consequence.disableMethod === null ? [] : `off: ${consequence.disableMethod}`,
      ]
        .flat()
        .join('; ');

describe('whether a page is wanted', () => {
  it.each([
    ['triggered', false, null, true],
    ['acknowledged', false, null, false],
    ['resolved', false, null, false],
    // Somebody had acknowledged, and it was escalated or woke up again since.
    ['triggered', true, null, false],
    ['triggered', true, 'pending', true],
    ['acknowledged', true, 'pending', true],
    ['resolved', false, 'pending', false],
    ['triggered', false, 'accepted', false],
    ['triggered', false, 'declined', false],
    ['acknowledged', false, 'expired', false],
    ['acknowledged', false, 'cancelled', false],
  ] as const)(
    'incident %s, made before an acknowledgement %s, request for help %s: %s',
    (incidentStatus, isOutdated, requestStatus, expected) => {
      expect(isWanted({ incidentStatus, isOutdated, requestStatus })).toBe(expected);
    },
  );
});

describe('what is due for a page', () => {
  const cases: [PageStatus, boolean, number, number, string][] = [
    ['waiting', true, 0, 0, 'attempt'],
    ['waiting', true, 0, 99_999, 'attempt'],
    ['waiting', true, 3, 60, 'attempt'],
    ['waiting', true, 3, PAGE_LIFETIME_SECONDS, 'attempt'],
    ['waiting', true, 3, PAGE_LIFETIME_SECONDS + 1, 'expire'],
    ['waiting', true, MOST_ATTEMPTS - 1, 60, 'attempt'],
    ['waiting', true, MOST_ATTEMPTS, 60, 'expire'],
    ['waiting', false, 0, 0, 'cancel'],
    ['calling', true, 1, 20, 'look-up'],
    ['calling', false, 1, 20, 'look-up'],
    ['sent', true, 1, 45, 'no-receipt'],
    ['sent', false, 1, 45, 'rest'],
    ['delivered', true, 1, 45, 'rest'],
    ['unanswered', true, 1, 45, 'rest'],
    ['failed', true, 1, 45, 'rest'],
    ['cancelled', true, 1, 45, 'rest'],
  ];
  it.each(cases)(
    '%s, wanted %s, %d attempts, %d s old: %s',
    (status, wanted, attemptCount, ageSeconds, kind) => {
      const page = { methodIsUsable: true, status, isWanted: wanted, attemptCount, ageSeconds };
      expect(whatIsDue(page).kind).toBe(kind);
    },
  );

  it.each<[PageStatus, boolean, string]>([
    ['waiting', true, 'unusable'],
    ['waiting', false, 'cancel'],
    ['calling', true, 'look-up'],
    ['sent', true, 'no-receipt'],
  ])('%s, wanted %s, on a method that was turned off: %s', (status, wanted, kind) => {
    const page = { methodIsUsable: false, status, isWanted: wanted, attemptCount: 0, ageSeconds: 0 };
    expect(whatIsDue(page).kind).toBe(kind);
  });
});

describe('after a call to the provider', () => {
  const refused = (consequence: 'next-channel' | 'disable-method' | 'opted-out' | 'tell-operators') =>
    ({ kind: 'refused', code: '21211', reason: 'no such number', consequence }) as const;
  it.each([
    ['sms', 1, { kind: 'accepted', providerId: 'SM1' }, 'attempt sent, page sent; again in 45'],
    ['voice', 1, { kind: 'accepted', providerId: 'CA1' }, 'attempt sent, page sent; again in 90'],
    ['email', 1, { kind: 'accepted', providerId: 'm1' }, 'attempt sent, page sent'],
    [
      'webhook',
      1,
      { kind: 'accepted', providerId: 'w1', delivered: true },
      'attempt delivered, page delivered',
    ],
    // Nobody of this channel takes anything now: the next one does not wait for the repeat.
    [
      'sms',
      1,
      { kind: 'busy', code: 'circuit-open', retryAfterMs: 5000, elsewhere: true },
      'attempt failed, page waiting; again in 5; next channel',
    ],
    ['sms', 1, { kind: 'busy', code: '20429', retryAfterMs: 0 }, 'attempt failed, page waiting; again in 2'],
    [
      'sms',
      2,
      { kind: 'busy', code: '20429', retryAfterMs: 9000 },
      'attempt failed, page waiting; again in 9; next channel',
    ],
    [
      'sms',
      1,
      { kind: 'busy', code: '20429', retryAfterMs: 9e9 },
      'attempt failed, page waiting; again in 60',
    ],
    ['sms', 1, refused('next-channel'), 'attempt failed, page failed; next channel'],
    ['sms', 1, refused('disable-method'), 'attempt failed, page failed; next channel; off: no such number'],
    ['sms', 1, refused('opted-out'), 'attempt failed, page failed; next channel; off: no such number'],
    ['sms', 1, refused('tell-operators'), 'attempt failed, page failed; next channel'],
    ['sms', 1, { kind: 'unknown', reason: 'timeout' }, 'attempt unknown, page calling; again in 1'],
  ] as const)('%s, attempt %d, %j: %s', (type, attemptNumber, outcome, expected) => {
    expect(told(afterSend(outcome, { type, attemptNumber }))).toBe(expected);
  });
});

describe('after looking up what became of an attempt', () => {
  it.each([
    ['found', true, 1, 0, 1, 'attempt sent, page sent; again in 45'],
    ['found', false, 1, 0, 1, 'attempt sent, page sent'],
    ['absent', true, 1, 0, 1, 'attempt failed, page failed; next channel'],
    ['absent', true, 0, 1, 1, 'attempt failed, page waiting; again in 1'],
    ['unanswered', true, 0, 1, 1, 'attempt unknown, page failed'],
    ['absent', true, 0, 0, 1, 'attempt failed, page waiting; again in 1'],
    ['absent', true, 0, 0, 7.5, 'attempt failed, page waiting; again in 0'],
    ['absent', false, 1, 0, 1, 'attempt failed, page cancelled'],
    ['unanswered', true, 1, 0, 1, 'attempt unknown, page failed; next channel'],
    ['unanswered', true, 0, 0, 1, 'attempt unknown, page waiting; again in 1'],
  ] as const)('%s, wanted %s, %d waiting, %d under way, after %d s: %s', (...given) => {
    const [kind, wanted, waiting, underWay, ageSeconds, expected] = given;
    const outcome =
      kind === 'found'
        ? { kind, providerId: 'SM1' }
        : kind === 'absent'
          ? { kind }
          : { kind, reason: 'down' };
    const page = {
      type: 'sms',
      attemptNumber: 1,
      ageSeconds,
      isWanted: wanted,
      others: { waiting, underWay },
    } as const;
    expect(told(afterLookUp(outcome, page))).toBe(expected);
  });
});

describe('what a receipt changes', () => {
  it.each([
    ['sent', 'sent', 'nothing new'],
    ['delivered', 'sent', 'attempt delivered, page delivered'],
    ['delivered', 'calling', 'attempt delivered, page delivered'],
    ['sent', 'delivered', 'nothing new'],
    ['delivered', 'delivered', 'nothing new'],
    ['failed', 'sent', 'attempt failed, page failed; next channel; off: landline'],
    ['failed', 'failed', 'nothing new'],
    ['delivered', 'failed', 'nothing new'],
    ['unanswered', 'delivered', 'attempt unanswered, page unanswered; next channel'],
    ['unanswered', 'sent', 'attempt unanswered, page unanswered; next channel'],
    ['failed', 'cancelled', 'nothing new'],
    ['delivered', 'waiting', 'nothing new'],
  ] as const)('%s for a page that is %s: %s', (state, status, expected) => {
    const page = { status, disableReason: 'landline', errorCode: '30006', attemptCount: 1 };
    expect(told(afterReceipt(state, page))).toBe(expected);
  });

  it.each([
    ['30003', 1, 'attempt failed, page waiting; again in 60; next channel'],
    ['30003', 2, 'attempt failed, page failed; next channel'],
    ['30008', 1, 'attempt failed, page waiting; again in 15; next channel'],
    ['30008', 2, 'attempt failed, page failed; next channel'],
    ['30004', 1, 'attempt failed, page failed; next channel'],
    ['30005', 1, 'attempt failed, page failed; next channel'],
    ['30007', 1, 'attempt failed, page failed; next channel'],
    ['30034', 1, 'attempt failed, page failed; next channel'],
    [null, 1, 'attempt failed, page failed; next channel'],
  ])('undelivered with %s, attempt %d: %s', (errorCode, attemptCount, expected) => {
    const page = { status: 'sent', disableReason: null, errorCode, attemptCount } as const;
    expect(told(afterReceipt('failed', page))).toBe(expected);
  });

  it('filtered by one provider: the next one now, beside the next channel', () => {
    const page = { status: 'sent', disableReason: null, errorCode: '30007', attemptCount: 1 } as const;
    expect(told(afterReceipt('failed', { ...page, mayPassElsewhere: true }))).toBe(
      'attempt failed, page waiting; again in 0; next channel',
    );
  });

  it('comes to the same end in whatever order and however often receipts come', () => {
    const state = fc.constantFrom('sent', 'delivered', 'failed' as const);
    const receipt = { disableReason: null, errorCode: '30007', attemptCount: 1 };
    fc.assert(
      fc.property(fc.array(state, { minLength: 1 }), (states) => {
        const end = (order: readonly ('sent' | 'delivered' | 'failed')[]): PageStatus =>
          order.reduce<PageStatus>(
            (status, each) => afterReceipt(each, { ...receipt, status })?.page ?? status,
            'sent',
          );
        expect(end([...states].reverse())).toBe(end(states));
        expect(end([...states, ...states])).toBe(end(states));
      }),
    );
  });
});

it('backs off', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(backoffSeconds)).toEqual([2, 4, 8, 16, 32, 60, 60]);
});
