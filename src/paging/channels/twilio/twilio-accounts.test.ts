import { describe, expect, it } from '@jest/globals';
import { accountsOf, markedWith } from './twilio-accounts.js';

const account = (accountSid: string, authToken: string) => ({
  accountSid,
  authToken,
  from: '+15005550006',
  apiUrl: null,
});
const two = { twilio: account('AC1', 'first'), secondTwilio: account('AC2', 'second') };
const shared = { twilio: account('AC1', 'first'), secondTwilio: account('AC1', 'first') };
const one = { twilio: account('AC1', 'first'), secondTwilio: null };

describe('whose token a request is checked with', () => {
  it.each([
    ['the first account', two, 'AC1', undefined, ['twilio']],
    ['the second', two, 'AC2', undefined, ['twilio-2']],
    ['the second, by an address that says so', two, 'AC2', 'twilio-2', ['twilio-2']],
    ['an address of the second, called by the first', two, 'AC1', 'twilio-2', []],
    ['one account under two addresses of the API', shared, 'AC1', 'twilio-2', ['twilio-2']],
    ['and its unmarked requests', shared, 'AC1', undefined, ['twilio', 'twilio-2']],
    ['an account of somebody else', two, 'AC3', undefined, []],
    ['no account named', two, undefined, undefined, ['twilio', 'twilio-2']],
    ['an empty name', two, '', undefined, []],
    ['two accounts named', two, ['AC1', 'AC2'], undefined, []],
    ['a second that is not set', one, 'AC2', undefined, []],
    ['a mark that nobody made', two, 'AC1', 'twilio-3', []],
  ])('%s', (_name, settings, accountSid, mark, providers) => {
    expect(accountsOf(settings, accountSid, mark).map(({ provider }) => provider)).toEqual(providers);
  });

  it('marks the addresses of the second account only', () => {
    expect(markedWith('twilio', 'https://r.example.org/twilio/status')).toBe(
      'https://r.example.org/twilio/status',
    );
    expect(markedWith('twilio-2', 'https://r.example.org/x')).toBe(
      'https://r.example.org/x?account=twilio-2',
    );
    expect(markedWith('twilio-2', 'https://r.example.org/x?turn=1')).toBe(
      'https://r.example.org/x?turn=1&account=twilio-2',
    );
  });
});
