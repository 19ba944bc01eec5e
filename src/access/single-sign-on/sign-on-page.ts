import { escaped, LinkedPages, type LinkedPage } from '../../platform/http/linked-page.js';
import type { RefusalReason } from './sign-on-refusal.js';

const STYLE = `
:root { color-scheme: light dark; --ground: #f5f6f7; --surface: #fdfdfd; --line: #d5d9dd; --text: #1c2126; --blue: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171a; --surface: #1b1f24; --line: #363d45; --text: #dfe3e8; --blue: #7fb0f5; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif;
}
main {
  display: grid; gap: 16px; max-width: 480px; margin: 24px auto; padding: 20px;
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
}
@media (max-width: 512px) { main { margin: 16px; } }
h1 { font-size: 20px; margin: 0; }
p { margin: 0; }
a { color: var(--blue); }
`;

export const SIGN_ON_PAGES = new LinkedPages(STYLE);

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
  const content = ['<h1>Not signed in</h1>', `<p>${escaped(text)}</p>`, ...links].join('\n  ');
  return { status, html: SIGN_ON_PAGES.html('Not signed in', content) };
}
