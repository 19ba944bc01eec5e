import type { FastifyReply } from 'fastify';
import { escaped, LinkedPages, type LinkedPage } from '../../platform/http/linked-page.js';
import type { Fault } from '../../platform/http/problem.js';
import { LINK_IS_OVER } from './account-links.js';

/** Blue is the way on, red what is to be mended; the same colours as elsewhere, in light and dark. */
const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f7; --surface: #fdfdfd; --line: #858e98; --text: #1c2126; --soft: #59636e;
  --blue: #1f5fbf; --on-blue: #fdfdfd; --red: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --surface: #1b1f24; --line: #7a8590; --text: #dfe3e8; --soft: #98a2ad;
    --blue: #7fb0f5; --on-blue: #10141a; --red: #f2a29b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main {
  display: grid; gap: 16px; max-width: 480px; margin: 24px auto; padding: 20px;
  background: var(--surface); border-radius: 12px;
}
@media (max-width: 512px) { main { margin: 16px; } }
h1 { font-size: 20px; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
.hint { color: var(--soft); font-size: 14px; }
.fault { color: var(--red); font-weight: 600; }
form, label { display: grid; gap: 4px; }
form { gap: 16px; }
input, select, button {
  font: inherit; min-height: 48px; width: 100%; border-radius: 8px; border: 1px solid var(--line); padding: 0 12px;
  background: var(--surface); color: var(--text);
}
button {
  cursor: pointer; background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600;
}
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
`;

const PAGES = new LinkedPages(STYLE);

/**
 * Sends a page. Browsers tell nobody else where they come from, but they tell Rouse: its forms must be known to be its
 * own, also by browsers without `Sec-Fetch-Site`.
 */
export function sendPage(reply: FastifyReply, page: LinkedPage): string {
  const html = PAGES.send(reply, page);
  void reply.header('referrer-policy', 'same-origin');
  return html;
}

/** To the start, for somebody who has just come in. */
export function leadHome(reply: FastifyReply, publicUrl: string): string {
  void reply.status(303).headers({ location: `${publicUrl}/`, 'cache-control': 'no-store' });
  return '';
}

/** A page that says something and asks nothing. */
export const tellingPage = (title: string, text: string, status = 200): LinkedPage => ({
  status,
  html: PAGES.html(title, `<h1>${escaped(title)}</h1>\n  <p>${escaped(text)}</p>`),
});

/** For every link that is not good. */
export const overPage = (): LinkedPage => tellingPage('Nothing here', LINK_IS_OVER, 404);

/** Something to fill in. Texts of people are escaped here. */
export type Field =
  | { kind: 'text'; name: string; label: string; value: string; autocomplete: string; most: number }
  | { kind: 'email'; name: string; label: string }
  | { kind: 'new-password'; name: string; label: string; hint: string }
  | { kind: 'choice'; name: string; label: string; value: string; choices: readonly string[] }
  /** What a password belongs to, for programs that keep passwords; nobody sees it. */
  | { kind: 'account'; email: string };

export interface Form {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly Field[];
  readonly button: string;
}

/** A form that posts to the address at which it is shown. @param faults of what was sent before, which answer 422 */
export function formPage({ title, text, fields, button }: Form, faults: readonly Fault[] = []): LinkedPage {
  const html = PAGES.html(
    title,
    `<h1>${escaped(title)}</h1>
  <p>${escaped(text)}</p>
  ${strayFaults(fields, faults)}<form method="post">
    ${fields.map((field) => fieldHtml(field, faults)).join('\n    ')}
    <button>${escaped(button)}</button>
  </form>`,
  );
  return { status: faults.length === 0 ? 200 : 422, html };
}

/** What is wrong and belongs to no field that is shown. */
const strayFaults = (fields: readonly Field[], faults: readonly Fault[]): string =>
  faults
    .filter(({ path }) => !fields.some((field) => 'name' in field && field.name === path))
    .map(
      ({ path, message }) => `<p class="fault" role="alert">${escaped(`${path} ${message}`.trim())}</p>\n  `,
    )
    .join('');

function fieldHtml(field: Field, faults: readonly Fault[]): string {
  if (field.kind === 'account')
    return `<input type="email" value="${escaped(field.email)}" autocomplete="username" readonly hidden>`;
  const { name, label } = field;
  const fault = faults.find(({ path }) => path === name);
  const told = fault === undefined ? '' : `<span class="fault" role="alert">${escaped(fault.message)}</span>`;
  return `<label>${escaped(label)}${told}${controlHtml(field)}</label>`;
}

function controlHtml(field: Exclude<Field, { kind: 'account' }>): string {
  const name = `name="${escaped(field.name)}" required`;
  switch (field.kind) {
    case 'text':
      return `<input ${name} value="${escaped(field.value)}" maxlength="${String(field.most)}" autocomplete="${field.autocomplete}">`;
    case 'email':
      return `<input ${name} type="email" maxlength="254" autocomplete="username">`;
    case 'new-password':
      return `<input ${name} type="password" autocomplete="new-password"><span class="hint">${escaped(field.hint)}</span>`;
    case 'choice':
      return `<select ${name}>${field.choices
        .map((choice) => {
          const selected = choice === field.value ? ' selected' : '';
          return `<option${selected}>${escaped(choice)}</option>`;
        })
        .join('')}</select>`;
  }
}
