import type { Answer, AskOptions } from '../support/rouse-client.js';
import type { RunningRouse } from '../support/rouse.js';
import { Passwords } from '../../src/access/passwords/passwords.js';

export const PASSWORD = 'nine muddy boots by the door';

/** A browser on a page of Rouse: keeps the cookie that it is given, and says that it is on the same site. */
export interface BrowserClient {
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form as its page would. `body` is the page that comes then: the same again, or the one that it leads to. */
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<FormAnswer>;
  signIn(email: string, password?: string): Promise<Answer>;
  /** As it would be sent: `rouse=…`; empty while there is none. */
  cookie: string;
}

interface FormAnswer {
  status: number;
  body: unknown;
}

export function browserOf(rouse: RunningRouse): BrowserClient {
  const take = (headers: Headers): void => {
    for (const set of headers.getSetCookie()) {
      const pair = set.split(';')[0] ?? '';
      browser.cookie = pair.endsWith('=') ? '' : pair;
    }
  };
  const browser: BrowserClient = {
    cookie: '',
    ask: async (method, path, body, headers = { 'sec-fetch-site': 'same-origin' }) => {
      const options: AskOptions = {
        token: null,
        headers: { ...(browser.cookie === '' ? {} : { cookie: browser.cookie }), ...headers },
      };
      const answer = await rouse.api(method, path, body, options);
      take(answer.headers);
      return answer;
    },
    submit: async (path, fields, headers = { 'sec-fetch-site': 'same-origin' }) => {
      const answer = await fetch(`${rouse.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...(browser.cookie === '' ? {} : { cookie: browser.cookie }), ...headers },
        body: new URLSearchParams(fields),
        signal: AbortSignal.timeout(20_000),
      });
      take(answer.headers);
      const leadsTo = answer.headers.get('location');
      if (leadsTo === null) return { status: answer.status, body: await answer.text() };
      const { body } = await browser.ask('GET', new URL(leadsTo, `${rouse.url}${path}`).pathname);
      return { status: answer.status, body };
    },
    signIn: (email, password = PASSWORD) => browser.ask('POST', '/api/v1/sessions', { email, password }),
  };
  return browser;
}

/** Gives somebody a password, as an invitation or a reset would. */
export const givePassword = (rouse: RunningRouse, userId: string, password = PASSWORD): Promise<void> =>
  rouse.dataSource.transaction((manager) =>
    rouse.app.get(Passwords, { strict: false }).set(manager, userId, password),
  );
