import { describe, expect, it } from '@jest/globals';
import type { OutboundAnswer } from '../../../platform/outbound/outbound-http.js';
import { afterSend } from '../../delivery/delivery-decision.js';
import { outcomeOfWebhook } from './webhook-outcome.js';

const answered = (status: number): OutboundAnswer => ({ kind: 'answered', status });
const failed = (mayHaveArrived: boolean): OutboundAnswer => ({
  kind: 'failed',
  reason: 'no',
  mayHaveArrived,
});

const cases: [name: string, answer: OutboundAnswer, outcome: object, page: object][] = [
  ['200', answered(200), { kind: 'accepted', delivered: true }, { page: 'delivered', dueInSeconds: null }],
  ['204', answered(204), { kind: 'accepted', delivered: true }, { page: 'delivered' }],
  ['no choice', answered(300), { kind: 'refused', consequence: 'next-channel' }, { moveOn: true }],
  ['a redirect', answered(302), { kind: 'refused', consequence: 'next-channel' }, { moveOn: true }],
  ['the last of success', answered(299), { kind: 'accepted', delivered: true }, { page: 'delivered' }],
  ['404', answered(404), { kind: 'refused', consequence: 'next-channel' }, { disableMethod: null }],
  ['gone', answered(410), { kind: 'refused' }, { disableMethod: 'The webhook answered that it is gone.' }],
  ['too much', answered(429), { kind: 'busy', retryAfterMs: 7_500 }, { page: 'waiting', dueInSeconds: 7.5 }],
  ['500', answered(500), { kind: 'unknown' }, { page: 'calling' }],
  ['503', answered(503), { kind: 'unknown' }, { attempt: 'unknown' }],
  ['silence', failed(true), { kind: 'unknown' }, { page: 'calling' }],
  ['nobody there', failed(false), { kind: 'busy', retryAfterMs: 3_000 }, { page: 'waiting' }],
  [
    'an inside address',
    { kind: 'refused', reason: 'The address is not allowed.' },
    { kind: 'refused', consequence: 'next-channel' },
    { moveOn: true, disableMethod: null },
  ],
];

describe('what an answer of a webhook means', () => {
  it.each(cases)('%s', (_name, answer, outcome, page) => {
    const got = outcomeOfWebhook(answer, 'attempt', 0.5);
    expect(got).toMatchObject(outcome);
    expect(afterSend(got, { type: 'webhook', attemptNumber: 1 })).toMatchObject(page);
  });
});
