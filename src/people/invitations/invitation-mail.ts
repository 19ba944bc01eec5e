import type { AccountMail } from '../../access/account-mail.js';
import { mailLine, untilText } from '../account-links/mail-line.js';

/** What an invitation says. Names come from people and stay on their line. */
export function invitationMail(invitation: {
  name: string;
  invitedBy: string;
  url: string;
  expiresAt: Date;
  timeZone: string;
}): Pick<AccountMail, 'subject' | 'text'> {
  const { name, invitedBy, url, expiresAt, timeZone } = invitation;
  return {
    subject: 'Your invitation to Rouse',
    text: [
      `Hello ${mailLine(name)},`,
      '',
      `${mailLine(invitedBy)} invites you to Rouse, which finds the person on call when something breaks.`,
      'Choose a password here:',
      '',
      url,
      '',
      `The link works once, until ${untilText(expiresAt, timeZone)}.`,
      'It is yours alone: whoever has it can sign in as you. If you did not expect it, do nothing.',
    ].join('\n'),
  };
}
