import type { FastifyReply } from 'fastify';
import { escaped, LinkedPages, type LinkedPage } from './linked-page.js';

const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f8; --surface: #fdfdfe; --line: #dadee3; --edge: #878f99; --text: #1a1f24; --soft: #59636e;
  --blue: #1f5fbf; --on-blue: #ffffff; --fault: #6b2a8c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --surface: #1b1f24; --line: #343b43; --edge: #76808b; --text: #dfe3e8; --soft: #9ba5b0;
    --blue: #7fb0f5; --on-blue: #10141a; --fault: #d8a6f0;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif;
}
main { max-width: 432px; margin: 0 auto; padding: 16px 16px 32px; }
@media (min-width: 480px) { main { padding-top: 10vh; } }
.brand { display: flex; gap: 12px; align-items: center; margin: 0 0 16px 4px; font-size: 20px; font-weight: 650; }
section {
  display: grid; gap: 20px; padding: 24px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 12px;
}
h1 { font-size: 28px; font-weight: 650; line-height: 1.25; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.fault { color: var(--fault); font-weight: 600; }
label .soft { font-size: 14px; font-weight: 400; }
form { display: grid; gap: 16px; }
label { display: grid; gap: 4px; font-size: 14px; font-weight: 550; }
input, select, button, .button {
  font: inherit; font-size: 16px; font-weight: 400; width: 100%; min-height: 44px; padding: 0 12px;
  border: 1px solid var(--edge); border-radius: 8px; background: var(--surface); color: var(--text);
}
a { color: var(--blue); }
button, .button {
  display: grid; place-content: center; text-align: center; text-decoration: none; cursor: pointer;
  background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600;
}
button:hover, .button:hover { filter: brightness(1.08); }
.quiet { background: var(--surface); border-color: var(--edge); color: var(--text); font-weight: 550; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
`;

/** The product, as its icon shows it. */
const BRAND = `<p class="brand"><svg width="32" height="32" viewBox="0 0 512 512" aria-hidden="true">
  <rect width="512" height="512" rx="112" fill="#1b2027"/>
  <path d="M144 320h224c-24-24-32-56-32-104 0-52-34-88-80-88s-80 36-80 88c0 48-8 80-32 104zM224 348a34 34 0 0 0 64 0z" fill="#7fb0f5"/>
  <path d="M112 212c0-52 20-92 52-120M400 212c0-52-20-92-52-120" fill="none" stroke="#eab65c" stroke-width="26" stroke-linecap="round"/>
</svg>Rouse</p>`;

const PAGES = new LinkedPages(STYLE);

/** One card with a heading. @param content HTML, whose texts are escaped already */
export const plainPage = (title: string, content: string, status = 200): LinkedPage => ({
  status,
  html: PAGES.html(title, `${BRAND}<section><h1>${escaped(title)}</h1>${content}</section>`),
});

/** Sets status and headers, and gives the body. */
export const sendPlainPage = (reply: FastifyReply, page: LinkedPage): string => PAGES.send(reply, page);
