import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import { escaped, LinkedPages, type LinkedPage } from '../../platform/http/linked-page.js';
import type { Fault } from '../../platform/http/problem.js';

const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f7; --surface: #fdfdfd; --line: #d5d9dd; --text: #1c2126; --soft: #59636e;
  --blue: #1f5fbf; --on-blue: #fdfdfd; --red: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --surface: #1b1f24; --line: #363d45; --text: #dfe3e8; --soft: #98a2ad;
    --blue: #7fb0f5; --on-blue: #10141a; --red: #f2938c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif;
}
main { max-width: 420px; margin: 0 auto; padding: 32px 16px; }
section {
  display: grid; gap: 16px; padding: 24px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 12px;
}
h1 { font-size: 22px; line-height: 1.3; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.fault { color: var(--red); font-weight: 600; }
form { display: grid; gap: 16px; }
label { display: grid; gap: 4px; }
input, select, button {
  font: inherit; width: 100%; min-height: 44px; padding: 0 12px; border-radius: 8px; border: 1px solid var(--line);
  background: var(--surface); color: var(--text);
}
button { background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600; cursor: pointer; }
a { color: var(--blue); }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
`;

const PAGES = new LinkedPages(STYLE);

/** A page for whoever signs in or has signed in. @param content HTML, whose texts are escaped already */
export const accountPage = (title: string, content: string, status = 200): LinkedPage => ({
  status,
  html: PAGES.html(title, `<section><h1>${escaped(title)}</h1>${content}</section>`),
});

/**
 * Sends it. Its address is no secret, and where browsers say nothing of the site that a form is sent from, they tell its
 * origin only to pages that let them.
 */
export function sendAccountPage(reply: FastifyReply, page: LinkedPage): string {
  const html = PAGES.send(reply, page);
  void reply.header('referrer-policy', 'same-origin');
  return html;
}

/** What was wrong with what a form said; empty at first. */
export const faultsOfForm = (
  faults: readonly Pick<Fault, 'message' | 'path'>[],
  names: Readonly<Record<string, string>>,
): string =>
  faults
    .map(({ path, message }) => {
      const name = names[path];
      return `<p class="fault" role="alert">${escaped(name === undefined ? message : `${name} ${message}`)}</p>`;
    })
    .join('');

/** What a form sent, by field; no field is there twice. */
export function formFields(body: unknown): Readonly<Record<string, string>> {
  const fields = z.record(z.string(), z.string()).safeParse(body ?? {});
  return fields.success ? fields.data : {};
}

/** 303: whoever is led there comes with GET, and a reload sends no form again (RFC 9110 section 15.4.4). */
export function leadTo(reply: FastifyReply, address: string): string {
  void reply.status(303).headers({ location: address, 'cache-control': 'no-store' });
  return '';
}
