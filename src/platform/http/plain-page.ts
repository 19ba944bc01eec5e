import type { FastifyReply } from 'fastify';
import { escaped, LinkedPages, type LinkedPage } from './linked-page.js';

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
input, select, button, .button {
  font: inherit; width: 100%; min-height: 44px; padding: 0 12px; border-radius: 8px; border: 1px solid var(--line);
  background: var(--surface); color: var(--text);
}
a { color: var(--blue); }
button, .button {
  display: grid; place-content: center; text-align: center; text-decoration: none; cursor: pointer;
  background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600;
}
.quiet { background: var(--surface); border-color: var(--line); color: var(--text); font-weight: 400; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
`;

const PAGES = new LinkedPages(STYLE);

/** One card with a heading. @param content HTML, whose texts are escaped already */
export const plainPage = (title: string, content: string, status = 200): LinkedPage => ({
  status,
  html: PAGES.html(title, `<section><h1>${escaped(title)}</h1>${content}</section>`),
});

/** Sets status and headers, and gives the body. */
export const sendPlainPage = (reply: FastifyReply, page: LinkedPage): string => PAGES.send(reply, page);
