import { describe, expect, it } from '@jest/globals';
import { outcomeOfMailFault, readMailFault, type MailFault } from './mail-fault.js';

const refused = (consequence: string) => expect.objectContaining({ kind: 'refused', consequence });
const busy = expect.objectContaining({ kind: 'busy' });

const cases: [name: string, fault: Partial<MailFault>, outcome: unknown][] = [
  ['wrong password', { code: 'EAUTH', responseCode: 535 }, refused('tell-operators')],
  ['no such mailbox', { code: 'EENVELOPE', responseCode: 550 }, refused('disable-method')],
  ['mailbox full', { code: 'EENVELOPE', responseCode: 552 }, refused('next-channel')],
  ['greylisted', { code: 'EENVELOPE', responseCode: 451 }, busy],
  ['taken for spam', { code: 'EMESSAGE', responseCode: 554 }, refused('next-channel')],
  ['no recipient', { code: 'EENVELOPE' }, refused('next-channel')],
  ['nobody listens', { code: 'ESOCKET', systemCall: 'connect' }, busy],
  ['no such host', { code: 'EDNS' }, busy],
  ['lost after the mail', { code: 'ECONNECTION' }, expect.objectContaining({ kind: 'unknown' })],
  ['silence', { code: 'ETIMEDOUT' }, expect.objectContaining({ kind: 'unknown' })],
];

describe('what a failed mail means', () => {
  it.each(cases)('%s', (_name, fault, outcome) => {
    expect(
      outcomeOfMailFault({ code: null, responseCode: null, systemCall: null, message: '', ...fault }),
    ).toEqual(outcome);
  });
  it('says nothing of whom the mail was for', () => {
    const message =
      'all recipients were rejected: 550 5.1.1 <ana.b@example.org>: unknown, rcpt=bo@example.net';
    const fault = { code: 'EENVELOPE', responseCode: 550, systemCall: null, message };
    expect(outcomeOfMailFault(fault)).toMatchObject({
      reason: 'all recipients were rejected: 550 5.1.1 <…@example.org>: unknown, rcpt=…@example.net',
    });
    expect(outcomeOfMailFault({ ...fault, code: null, responseCode: null })).toEqual({
      kind: 'unknown',
      reason: expect.not.stringContaining('ana.b'),
    });
  });
  it('reads what nodemailer throws', () => {
    const error = Object.assign(new Error('no'), {
      code: 'EENVELOPE',
      responseCode: 550,
      systemCall: null,
    });
    expect(readMailFault(error)).toEqual({
      code: 'EENVELOPE',
      responseCode: 550,
      systemCall: null,
      message: 'no',
    });
  });
});
