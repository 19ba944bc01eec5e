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
 * The accounts whose token may have signed a request of Twilio's; none where it names an account that Rouse does not
 * have. Twilio names the account in every request; where nothing is named the signature alone tells.
 * @param accountSid the form's `AccountSid`; whoever lies about it does not have the token that fits
 * @param mark the account in the address, which the signature covers too
 */
export function accountsOf(
  settings: Pick<Settings, 'twilio' | 'secondTwilio'>,
  accountSid: unknown,
  mark: unknown,
): { provider: TwilioProvider; authToken: string }[] {
  const accounts = [
    { provider: 'twilio', account: settings.twilio },
    { provider: 'twilio-2', account: settings.secondTwilio },
  ] as const;
  return accounts.flatMap(({ provider, account }) => {
    const isMeant =
      (accountSid === undefined || account?.accountSid === accountSid) &&
      (mark === undefined || mark === provider);
    return account !== null && isMeant ? [{ provider, authToken: account.authToken }] : [];
  });
}
