import { describe, expect, it } from '@jest/globals';
import type { SendOutcome } from '../channels/channel.js';
import {
  afterCall,
  MOST_TRIES,
  noticeStep,
  type NoticeAttempt,
  type NoticeAttemptStatus,
  type NoticeMethod,
} from './notice-decision.js';

const SMS: NoticeMethod = { id: 'sms', type: 'sms', address: '+15550000001' };
const OTHER_SMS: NoticeMethod = { id: 'sms2', type: 'sms', address: '+15550000002' };
const MAIL: NoticeMethod = { id: 'mail', type: 'email', address: 'ana@example.org' };

const tried = (...tries: [string, NoticeAttemptStatus][]): NoticeAttempt[] =>
  tries.map(([contactMethodId, status]) => ({ contactMethodId, status }));

describe('a notice that is due', () => {
  it.each<[string, NoticeMethod[], NoticeAttempt[], string]>([
    ['goes by SMS first', [MAIL, SMS], [], 'sms'],
    ['goes by mail where there is no phone', [MAIL], [], 'mail'],
    ['goes to the first phone first', [OTHER_SMS, SMS], [], 'sms'],
    ['goes to the other phone after a refusal', [SMS, OTHER_SMS, MAIL], tried(['sms', 'refused']), 'sms2'],
    ['goes by mail after a refusal', [SMS, MAIL], tried(['sms', 'refused']), 'mail'],
    ['goes by mail while SMS is busy', [SMS, MAIL], tried(['sms', 'busy']), 'mail'],
    [
      'comes back to SMS while mail is busy too',
      [SMS, MAIL],
      tried(['sms', 'busy'], ['mail', 'busy']),
      'sms',
    ],
    ['is repeated where its sender died', [SMS], tried(['sms', 'calling']), 'sms'],
    ['is repeated where nobody knows', [SMS], tried(['sms', 'unknown']), 'sms'],
    ['never asks again where it was refused', [SMS], tried(['sms', 'refused']), 'unreachable'],
    ['has nowhere to go', [], [], 'unreachable'],
    [
      'is given up after enough tries',
      [SMS],
      tried(...Array.from({ length: MOST_TRIES }, (): [string, 'busy'] => ['sms', 'busy'])),
      'failed',
    ],
  ])('%s', (_case, methods, attempts, expected) => {
    const step = noticeStep({ isExpired: false, ringsFirst: false, attempts, methods });
    expect(step.kind === 'send' ? step.method.id : step.end).toBe(expected);
  });

  it.each<[string, NoticeAttempt[], string]>([
    ['rings first', [], 'call'],
    ['goes by SMS where the call is refused', tried(['call', 'refused']), 'sms'],
  ])('that is to wake somebody %s', (_case, attempts, expected) => {
    const methods: NoticeMethod[] = [MAIL, SMS, { id: 'call', type: 'voice', address: '+15550000001' }];
    const step = noticeStep({ isExpired: false, ringsFirst: true, attempts, methods });
    expect(step).toMatchObject({ kind: 'send', method: { id: expected } });
  });

  it('is not sent once it is too late to help', () => {
    expect(noticeStep({ isExpired: true, ringsFirst: false, attempts: [], methods: [SMS] })).toEqual({
      kind: 'end',
      end: 'expired',
    });
  });
});

describe('after a call', () => {
  const refused = (consequence: Extract<SendOutcome, { kind: 'refused' }>['consequence']): SendOutcome => ({
    kind: 'refused',
    code: '1',
    reason: 'no',
    consequence,
  });
  it.each<[string, SendOutcome, number, ReturnType<typeof afterCall>]>([
    [
      'it is sent',
      { kind: 'accepted', providerId: 'x' },
      1,
      { attempt: 'sent', tryAgainInSeconds: null, disableMethod: null },
    ],
    [
      'a refusal goes on at once',
      refused('next-channel'),
      1,
      { attempt: 'refused', tryAgainInSeconds: 0, disableMethod: null },
    ],
    [
      'a phone that is none is turned off',
      refused('disable-method'),
      1,
      { attempt: 'refused', tryAgainInSeconds: 0, disableMethod: 'no' },
    ],
    [
      'a phone that said stop is turned off',
      refused('opted-out'),
      1,
      { attempt: 'refused', tryAgainInSeconds: 0, disableMethod: 'no' },
    ],
    [
      'a busy provider is asked later',
      { kind: 'busy', code: '429', retryAfterMs: 1000 },
      1,
      { attempt: 'busy', tryAgainInSeconds: 5, disableMethod: null },
    ],
    [
      'a busy provider says when',
      { kind: 'busy', code: '429', retryAfterMs: 60_000 },
      1,
      { attempt: 'busy', tryAgainInSeconds: 60, disableMethod: null },
    ],
    [
      'what nobody knows is repeated later each time',
      { kind: 'unknown', reason: 'time-out' },
      4,
      { attempt: 'unknown', tryAgainInSeconds: 40, disableMethod: null },
    ],
    [
      'a quarter of an hour at most',
      { kind: 'unknown', reason: 'time-out' },
      11,
      { attempt: 'unknown', tryAgainInSeconds: 900, disableMethod: null },
    ],
  ])('%s', (_case, outcome, attemptNumber, expected) => {
    expect(afterCall(outcome, attemptNumber)).toEqual(expected);
  });
});
