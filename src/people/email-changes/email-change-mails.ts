import type { AccountMail } from '../../access/account-mail.js';
import { mailLine, untilText } from '../account-links/mail-line.js';

type Content = Pick<AccountMail, 'subject' | 'text'>;

/** To the new address, which counts once the link was followed. */
export const confirmEmailMail = (change: {
  name: string;
  url: string;
  expiresAt: Date;
  timeZone: string;
}): Content => ({
  subject: 'Is this your address for Rouse?',
  text: [
    `Hello ${mailLine(change.name)},`,
    '',
    'this address was entered for your account at Rouse. Confirm it here:',
    '',
    change.url,
    '',
    `The link works once, until ${untilText(change.expiresAt, change.timeZone)}.`,
    'If you did not enter it, do nothing: nothing changes.',
  ].join('\n'),
});

/** To the old address, after the change. */
export const emailChangedMail = (name: string, newEmail: string): Content => ({
  subject: 'Your address for Rouse was changed',
  text: [
    `Hello ${mailLine(name)},`,
    '',
    `your account at Rouse has a new e-mail address: ${newEmail}. This one is not used any more.`,
    'If that was not you, tell an admin now.',
  ].join('\n'),
});
