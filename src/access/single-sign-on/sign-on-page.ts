import { escaped, type LinkedPage } from '../../platform/http/linked-page.js';
import { plainPage } from '../../platform/http/plain-page.js';
import type { RefusalReason } from './sign-on-refusal.js';

interface Told {
  readonly status: number;
  readonly text: string;
  /** Whether beginning again may help. */
  readonly again: boolean;
}

const TOLD: Readonly<Record<RefusalReason | 'not-set-up', Told>> = {
  'not-set-up': { status: 404, text: 'Single sign-on is not set up here.', again: false },
  'provider-away': {
    status: 503,
    text: 'The identity provider does not answer. Try again in a moment; an admin can sign in with a password.',
    again: true,
  },
  'provider-refused': { status: 403, text: 'The identity provider did not let you in.', again: true },
  'untrusted-answer': {
    status: 403,
    text: 'The answer of the identity provider could not be trusted. If that happens again, tell an admin: the log says what was wrong.',
    again: true,
  },
  'unknown-attempt': {
    status: 400,
    text: 'This sign-in is over, took too long, or was begun in another browser.',
    again: true,
  },
  'no-role': {
    status: 403,
    text: 'None of your groups may use Rouse. Ask an admin which group you need.',
    again: false,
  },
  'no-email': {
    status: 403,
    text: 'The identity provider did not tell your e-mail address, without which there is no account.',
    again: false,
  },
  'email-not-verified': {
    status: 403,
    text: 'There is an account with your e-mail address, but the identity provider has not verified that the address is yours.',
    again: false,
  },
  'email-of-another': {
    status: 403,
    text: 'The account with your e-mail address belongs to somebody else at the identity provider. Ask an admin.',
    again: false,
  },
  left: {
    status: 403,
    text: 'This account was taken out of Rouse. Ask an admin if you should be let in again.',
    again: false,
  },
};

/** What somebody sees who does not get in: why, in words, and nothing of what was sent. */
export function refusalPage(
  reason: RefusalReason | 'not-set-up',
  addresses: { begin: string; start: string },
): LinkedPage {
  const { status, text, again } = TOLD[reason];
  const link = (address: string, label: string): string =>
    `<p><a href="${escaped(address)}">${label}</a></p>`;
  const links = [
    ...(again ? [link(addresses.begin, 'Try again')] : []),
    link(addresses.start, 'Back to Rouse'),
  ];
  return plainPage('Not signed in', [`<p>${escaped(text)}</p>`, ...links].join('\n  '), status);
}
