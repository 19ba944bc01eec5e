import { describe, expect, it } from '@jest/globals';
import { consequenceOfErrorCode, outcomeOfFault, readFault, type TwilioFault } from './twilio-fault.js';

const refused = (consequence: string) => expect.objectContaining({ kind: 'refused', consequence });
const unknown = expect.objectContaining({ kind: 'unknown' });

const answers: [name: string, status: number, code: number | null, outcome: unknown][] = [
  ['no such number', 400, 21211, refused('disable-method')],
  ['not a mobile number', 400, 21614, refused('disable-method')],
  ['opted out', 400, 21610, refused('opted-out')],
  ['region not permitted', 403, 21408, refused('tell-operators')],
  ['sender is not ours', 400, 21606, refused('tell-operators')],
  ['wrong credentials', 401, 20003, refused('tell-operators')],
  ['wrong credentials without a code', 401, null, refused('tell-operators')],
  ['wrong base address', 404, null, refused('tell-operators')],
  ['moved', 301, null, refused('tell-operators')],
  ['loop guard', 400, 14107, refused('next-channel')],
  ['unknown code, 4xx', 400, 99999, refused('next-channel')],
  ['too many requests', 429, 20429, { kind: 'busy', code: '20429', retryAfterMs: 1500 }],
  ['too many requests without a code', 429, null, { kind: 'busy', code: 'HTTP 429', retryAfterMs: 1500 }],
  ["the sender's queue is full", 400, 21611, { kind: 'busy', code: '21611', retryAfterMs: 1500 }],
  ['server error', 500, 20500, unknown],
  ['gateway', 503, null, unknown],
  ['an answer without a sid', 201, null, unknown],
];

const connections: [error: string, outcome: unknown][] = [
  ['ECONNABORTED', unknown],
  ['ETIMEDOUT', unknown],
  ['ECONNRESET', unknown],
  ['EPIPE', unknown],
  ['ECONNREFUSED', { kind: 'busy', code: 'ECONNREFUSED', retryAfterMs: 3000 }],
  ['ENOTFOUND', { kind: 'busy', code: 'ENOTFOUND', retryAfterMs: 3000 }],
];

describe('what a failed call to Twilio means', () => {
  it.each(answers)('%s', (_name, status, code, outcome) => {
    expect(outcomeOfFault({ status, code, connection: null, message: 'said so' }, 0.5)).toEqual(outcome);
  });
  it.each(connections)('%s', (connection, outcome) => {
    expect(outcomeOfFault({ status: null, code: null, connection, message: 'said so' }, 0.5)).toEqual(
      outcome,
    );
  });
  it('understands nothing: it may have happened', () => {
    expect(outcomeOfFault(readFault('?'), 0)).toEqual(unknown);
  });
});

describe('error codes of status callbacks', () => {
  it.each([
    ['30006', 'disable-method'],
    ['21610', 'opted-out'],
    ['30003', 'next-channel'],
    ['30004', 'next-channel'],
    ['30005', 'next-channel'],
    ['30007', 'next-channel'],
    ['30008', 'next-channel'],
    ['30034', 'next-channel'],
    ['77777', 'next-channel'],
    ['', 'next-channel'],
  ])('%s is %s', (code, consequence) => {
    expect(consequenceOfErrorCode(code)).toBe(consequence);
  });
});

describe('reading what the SDK throws', () => {
  const cases: [error: unknown, fault: Omit<TwilioFault, 'message'>][] = [
    [
      Object.assign(new Error('x'), { status: 400, code: 21211 }),
      { status: 400, code: 21211, connection: null },
    ],
    [
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      { status: null, code: null, connection: 'ECONNRESET' },
    ],
    [new Error('x'), { status: null, code: null, connection: null }],
    [null, { status: null, code: null, connection: null }],
  ];
  it.each(cases)('%p', (error, fault) => {
    expect(readFault(error)).toMatchObject(fault);
  });
});
