import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseReply, type Reply } from './reply-grammar.js';

const acknowledge = (code: string | null): Reply => ({ kind: 'acknowledge', code });
const resolve = (code: string | null): Reply => ({ kind: 'resolve', code });
const escalate = (code: string | null): Reply => ({ kind: 'escalate', code });
const unclear: Reply = { kind: 'unclear' };

const cases: [text: string, reply: Reply][] = [
  ['ack', acknowledge(null)],
  ['ACK', acknowledge(null)],
  [' Ack \n', acknowledge(null)],
  ['a', acknowledge(null)],
  ['A.', acknowledge(null)],
  ['4', acknowledge(null)],
  ['４', acknowledge(null)],
  ['acknowledge', acknowledge(null)],
  ['417 ack', acknowledge('417')],
  ['417ack', acknowledge('417')],
  ['ack 417', acknowledge('417')],
  ['ack417', acknowledge('417')],
  ['417a', acknowledge('417')],
  ['417 A', acknowledge('417')],
  ['a417', acknowledge('417')],
  ['a 417', acknowledge('417')],
  ['  4 1 7   a c k ', acknowledge('417')],
  ['#417 ack!', acknowledge('417')],
  ['"417 ack"', acknowledge('417')],
  ['4 417', acknowledge('417')],
  ['417 4', acknowledge('417')],
  ['123456 ack', acknowledge('123456')],
  ['ack all', { kind: 'acknowledge-all' }],
  ['ACKALL', { kind: 'acknowledge-all' }],
  ['a all', { kind: 'acknowledge-all' }],
  ['resolve', resolve(null)],
  ['r', resolve(null)],
  ['6', resolve(null)],
  ['r417', resolve('417')],
  ['417 resolve', resolve('417')],
  ['Resolve 417', resolve('417')],
  ['6 417', resolve('417')],
  ['417 6', resolve('417')],
  ['escalate', escalate(null)],
  ['E', escalate(null)],
  ['417e', escalate('417')],
  ['escalate 417', escalate('417')],
  ['who', { kind: 'who' }],
  ['Who?', { kind: 'who' }],
  ['yes 417', { kind: 'answer-request', agrees: true, code: '417' }],
  ['417 YES', { kind: 'answer-request', agrees: true, code: '417' }],
  ['no417', { kind: 'answer-request', agrees: false, code: '417' }],
  ['ok 417', { kind: 'answer-test', code: '417' }],
  ['417 OK', { kind: 'answer-test', code: '417' }],
  ['Okay417', { kind: 'answer-test', code: '417' }],
  ['ok', { kind: 'answer-test', code: null }],
  ['help', { kind: 'help' }],
  ['INFO', { kind: 'help' }],
  ['STOP', { kind: 'stop' }],
  ['stop all', { kind: 'stop' }],
  ['Unsubscribe', { kind: 'stop' }],
  ['cancel', { kind: 'stop' }],
  ['End', { kind: 'stop' }],
  ['quit', { kind: 'stop' }],
  ['opt out', { kind: 'stop' }],
  ['START', { kind: 'start' }],
  ['unstop', { kind: 'start' }],
  ['', unclear],
  ['   ', unclear],
  ['417', unclear],
  ['5', unclear],
  ['4417', unclear],
  ['12 ack', unclear],
  ['417 ack 418', unclear],
  ['ack all of them please', unclear],
  ['resolve all', unclear],
  ['yes', unclear],
  ['no', unclear],
  ['constructor', unclear],
  ['__proto__', unclear],
  ['who is this', unclear],
  ['I am driving, call Bo', unclear],
  ['👍', unclear],
  ['4 6', unclear],
  [`ack ${'1'.repeat(10)}`, unclear],
  [`${' '.repeat(5000)}ack`, acknowledge(null)],
  ['stop paging me about checkout you silly machine', unclear],
];

describe('a reply by SMS', () => {
  it.each(cases)('%j', (text, reply) => {
    expect(parseReply(text)).toEqual(reply);
  });

  it('never throws, and never makes a code up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const reply = parseReply(text);
        if ('code' in reply && reply.code !== null) expect(reply.code).toMatch(/^\d{3,9}$/);
      }),
    );
  });

  it('does not care about case, spaces and order', () => {
    const spaces = fc.stringMatching(/^[ \t\n]{0,3}$/);
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999999 }),
        spaces,
        spaces,
        fc.boolean(),
        fc.boolean(),
        (code, s1, s2, codeFirst, loud) => {
          const word = loud ? 'ACK' : 'ack';
          const text = codeFirst ? `${s1}${code}${s2}${word}` : `${s1}${word}${s2}${code}`;
          expect(parseReply(text)).toEqual(acknowledge(String(code)));
        },
      ),
    );
  });
});
