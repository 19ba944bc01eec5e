import type { AccountMail } from '../../access/account-mail.js';
import { mailLine, untilText } from '../account-links/mail-line.js';

type Content = Pick<AccountMail, 'subject' | 'text'>;

interface ResetLink {
  name: string;
  url: string;
  expiresAt: Date;
  timeZone: string;
}

/** What a mail with a reset link says. @param madeBy the admin who made it; null where somebody asked for it by address */
export function passwordResetMail(
  { name, url, expiresAt, timeZone }: ResetLink,
  madeBy: string | null,
): Content {
  const why =
    madeBy === null
      ? 'Somebody, probably you, asked for a new password for your account at Rouse.'
      : `${mailLine(madeBy)} made a link for you with which you can choose a new password at Rouse.`;
  return {
    subject: 'A new password for Rouse',
    text: [
      `Hello ${mailLine(name)},`,
      '',
      why,
      'Choose it here:',
      '',
      url,
      '',
      `The link works once, until ${untilText(expiresAt, timeZone)}. It is yours alone.`,
      'If you do not want a new password, do nothing: the one you have stays.',
    ].join('\n'),
  };
}

/** What the person is told after the change, so that somebody else's change does not stay unseen. */
export function passwordChangedMail(name: string, publicUrl: string): Content {
  return {
    subject: 'Your password for Rouse was changed',
    text: [
      `Hello ${mailLine(name)},`,
      '',
      `your password for Rouse at ${publicUrl} was changed by a reset link, and all your sessions were ended.`,
      'If that was not you, tell an admin now.',
    ].join('\n'),
  };
}
