import type { Settings } from '../../../platform/config/settings.js';

export type TwilioProvider = 'twilio' | 'twilio-2';

/** Which account Rouse has marked an address with; absent: the first. */
export const ACCOUNT_MARK = 'account';

/** An address of Rouse's for Twilio to call. That of the second account says so: two may share an AccountSid. */
export function markedWith(provider: TwilioProvider, address: string): string {
  if (provider === 'twilio') return address;
  return `${address}${address.includes('?') ? '&' : '?'}${ACCOUNT_MARK}=${provider}`;
}

/**
 * The account that a request of Twilio's belongs to, and the token to check its signature with; null where it names
 * an account that Rouse does not have.
 * @param accountSid the form's `AccountSid`; whoever lies about it does not have the token that fits
 * @param mark the account in the address, which the signature covers too
 */
export function accountOf(
  settings: Pick<Settings, 'twilio' | 'secondTwilio'>,
  accountSid: unknown,
  mark: unknown,
): { provider: TwilioProvider; authToken: string } | null {
  const accounts = [
    { provider: 'twilio', account: settings.twilio },
    { provider: 'twilio-2', account: settings.secondTwilio },
  ] as const;
  const found = accounts.find(
    ({ provider, account }) =>
      account?.accountSid === accountSid && (mark === undefined || mark === provider),
  );
  return found?.account ? { provider: found.provider, authToken: found.account.authToken } : null;
}
