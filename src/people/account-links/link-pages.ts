import { accountPage, faultsOfForm } from '../../access/sessions/account-pages.js';
import { escaped, type LinkedPage } from '../../platform/http/linked-page.js';
import type { Fault } from '../../platform/http/problem.js';
import { LINK_IS_OVER } from './account-links.js';

/** A page that says something and asks nothing. */
export const tellingPage = (title: string, text: string, status = 200): LinkedPage =>
  accountPage(title, `<p>${escaped(text)}</p>`, status);

/** For every link that is not good. */
export const overPage = (): LinkedPage => tellingPage('Nothing here', LINK_IS_OVER, 404);

/** Something to fill in. */
export type Field =
  | { kind: 'text'; name: string; label: string; value: string; autocomplete: string }
  | { kind: 'email'; name: string; label: string }
  | { kind: 'new-password'; name: string; label: 'Password' | 'New password' }
  | { kind: 'choice'; name: string; label: string; value: string; choices: readonly string[] }
  /** What a password belongs to, for programs that keep passwords; nobody sees it. */
  | { kind: 'account'; email: string };

/** A form as data; its texts may come from people. */
export interface Form {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly Field[];
  readonly button: string;
}

/** A form that posts to the address at which it is shown. @param faults of what was sent before, which answer 422 */
export function formPage({ title, text, fields, button }: Form, faults: readonly Fault[] = []): LinkedPage {
  const names = Object.fromEntries(
    fields.flatMap((field) => ('name' in field ? [[field.name, field.label]] : [])),
  );
  const content = `<p class="soft">${escaped(text)}</p>
    ${faultsOfForm(faults, names)}
    <form method="post">
      ${fields.map(fieldHtml).join('\n      ')}
      <button>${escaped(button)}</button>
    </form>`;
  return accountPage(title, content, faults.length === 0 ? 200 : 422);
}

function fieldHtml(field: Field): string {
  switch (field.kind) {
    case 'account':
      return `<input type="email" value="${escaped(field.email)}" autocomplete="username" readonly hidden>`;
    case 'text':
      return labelled(
        field,
        `<input ${named(field)} value="${escaped(field.value)}" autocomplete="${field.autocomplete}">`,
      );
    case 'email':
      return labelled(field, `<input ${named(field)} type="email" autocomplete="username">`);
    case 'new-password':
      return labelled(
        field,
        `<input ${named(field)} type="password" minlength="12" autocomplete="new-password">
      <span class="soft">At least 12 characters; a few words are easy to keep.</span>`,
      );
    case 'choice':
      return labelled(field, `<select ${named(field)}>${optionsHtml(field.choices, field.value)}</select>`);
  }
}

const labelled = ({ label }: { label: string }, control: string): string =>
  `<label>${escaped(label)} ${control}</label>`;

const named = ({ name }: { name: string }): string => `name="${escaped(name)}" required`;

const optionsHtml = (choices: readonly string[], chosen: string): string =>
  choices
    .map((choice) => `<option${choice === chosen ? ' selected' : ''}>${escaped(choice)}</option>`)
    .join('');
