import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLookUp,
  afterReceipt,
  afterSend,
  backoffSeconds,
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

describe('what is due for a page', () => {
  const usual = { isOutdated: false, methodIsUsable: true };
  const cases: [PageStatus, boolean, number, number, string][] = [
    ['waiting', true, 0, 0, 'attempt'],
    ['waiting', true, 0, 99_999, 'attempt'],
    ['waiting', true, 3, 60, 'attempt'],
    ['waiting', true, 3, PAGE_LIFETIME_SECONDS + 1, 'expire'],
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
    '%s, incident triggered %s, %d attempts, %d s old: %s',
    (status, triggered, attemptCount, ageSeconds, kind) => {
      const page = { ...usual, status, incidentIsTriggered: triggered, attemptCount, ageSeconds };
      expect(whatIsDue(page).kind).toBe(kind);
    },
  );

  it.each<[PageStatus, boolean, boolean, string]>([
    ['waiting', true, false, 'unusable'],
    ['waiting', false, false, 'cancel'],
    ['calling', true, false, 'look-up'],
    ['sent', true, false, 'no-receipt'],
  ])('%s, incident triggered %s, method usable %s: %s', (status, triggered, methodIsUsable, kind) => {
    const page = { ...usual, methodIsUsable, status, incidentIsTriggered: triggered };
    expect(whatIsDue({ ...page, attemptCount: 0, ageSeconds: 0 }).kind).toBe(kind);
  });

  it.each<[PageStatus, string]>([
    ['waiting', 'cancel'],
    ['calling', 'look-up'],
    ['sent', 'rest'],
  ])('%s, made before somebody acknowledged and escalated again: %s', (status, kind) => {
    const page = { ...usual, isOutdated: true, status, incidentIsTriggered: true };
    expect(whatIsDue({ ...page, attemptCount: 0, ageSeconds: 0 }).kind).toBe(kind);
  });
});

describe('after a call to the provider', () => {
  const refused = (consequence: 'next-channel' | 'disable-method' | 'opted-out' | 'tell-operators') =>
    ({ kind: 'refused', code: '21211', reason: 'no such number', consequence }) as const;
  it.each([
    ['sms', 1, { kind: 'accepted', providerId: 'SM1' }, 'attempt sent, page sent; again in 45'],
    ['voice', 1, { kind: 'accepted', providerId: 'CA1' }, 'attempt sent, page sent; again in 90'],
    ['email', 1, { kind: 'accepted', providerId: 'm1' }, 'attempt sent, page sent'],
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
    ['found', true, 1, 0, 'attempt sent, page sent; again in 45'],
    ['found', false, 1, 0, 'attempt sent, page sent'],
    ['absent', true, 1, 0, 'attempt failed, page failed; next channel'],
    ['absent', true, 0, 1, 'attempt failed, page waiting; again in 2'],
    ['unanswered', true, 0, 1, 'attempt unknown, page failed'],
    ['absent', true, 0, 0, 'attempt failed, page waiting; again in 2'],
    ['absent', false, 1, 0, 'attempt failed, page cancelled'],
    ['unanswered', true, 1, 0, 'attempt unknown, page failed; next channel'],
    ['unanswered', true, 0, 0, 'attempt unknown, page waiting; again in 2'],
  ] as const)(
    '%s, triggered %s, %d waiting, %d under way: %s',
    (kind, incidentIsTriggered, waiting, underWay, expected) => {
      const outcome =
        kind === 'found'
          ? { kind, providerId: 'SM1' }
          : kind === 'absent'
            ? { kind }
            : { kind, reason: 'down' };
      const page = {
        type: 'sms',
        attemptNumber: 1,
        incidentIsTriggered,
        others: { waiting, underWay },
      } as const;
      expect(told(afterLookUp(outcome, page))).toBe(expected);
    },
  );
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
    expect(told(afterReceipt(state, { status, disableReason: 'landline' }))).toBe(expected);
  });

  it('comes to the same end in whatever order and however often receipts come', () => {
    const state = fc.constantFrom('sent', 'delivered', 'failed' as const);
    fc.assert(
      fc.property(fc.array(state, { minLength: 1 }), (states) => {
        const end = (order: readonly ('sent' | 'delivered' | 'failed')[]): PageStatus =>
          order.reduce<PageStatus>(
            (status, each) => afterReceipt(each, { status, disableReason: null })?.page ?? status,
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
