import type { ReceivedMail, TestMailServer } from '../support/mail-server.js';
import type { RunningRouse } from '../support/rouse.js';

export const PASSWORD = 'seven quiet lamps in a row';

/** What of a mail people read, without its transfer encoding. */
export const textOf = ({ data }: ReceivedMail): string =>
  data
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** The last mail to somebody; an error where there is none yet. */
export function lastMailTo(server: TestMailServer, email: string): ReceivedMail {
  const mail = server.mails.findLast(({ to }) => to === email);
  if (!mail) throw new Error(`no mail to ${email}`);
  return mail;
}

/** The secret at the end of the first link of this kind in a text. */
export function secretIn(text: string, kind: 'invitations' | 'password-resets' | 'email-changes'): string {
  const secret = new RegExp(`/${kind}/([A-Za-z0-9_-]{43})`).exec(text)?.[1];
  if (secret === undefined) throw new Error(`no link in ${text}`);
  return secret;
}

/** What a page answered to a form, as a browser without scripts sends one. */
export interface FormAnswer {
  status: number;
  html: string;
  location: string | null;
  cookie: string;
}

/** Posts a form; redirects are not followed. */
export async function postForm(
  rouse: RunningRouse,
  path: string,
  fields: Record<string, string>,
  site = 'same-origin',
): Promise<FormAnswer> {
  const response = await fetch(new URL(path, rouse.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': site },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(20_000),
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('location'),
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}
