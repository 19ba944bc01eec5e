import { escaped, LinkedPages } from '../../../platform/http/linked-page.js';

/** Blue is the way on, grey is past; the same colours as elsewhere, in light and dark. */
const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f7; --surface: #fdfdfd; --line: #d5d9dd; --text: #1c2126; --soft: #59636e;
  --blue: #1f5fbf; --on-blue: #fdfdfd; --sunken: #eceef0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --surface: #1b1f24; --line: #363d45; --text: #dfe3e8; --soft: #98a2ad;
    --blue: #7fb0f5; --on-blue: #10141a; --sunken: #262b31;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main {
  display: grid; gap: 16px; max-width: 480px; margin: 24px auto; padding: 20px;
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
}
@media (max-width: 512px) { main { margin: 16px; } }
h1 { font-size: 20px; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.hint { color: var(--soft); font-size: 14px; }
.buttons { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
form { display: grid; }
button {
  font: inherit; min-height: 48px; border-radius: 8px; border: 1px solid var(--line); cursor: pointer;
  background: var(--surface); color: var(--text); padding: 0 12px;
}
button:hover { background: var(--sunken); }
button.primary, button.primary:hover {
  background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600;
}
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
`;

/** How they look, and how they are sent. */
export const ANSWER_PAGES = new LinkedPages(STYLE);

/** What is asked, and two buttons; only pressing one does something. */
export function askingPage(token: string, text: string): string {
  const button = (action: 'accept' | 'decline', label: string, style: string): string =>
    `<form method="post" action="${escaped(encodeURIComponent(token))}/${action}"><button${style}>${label}</button></form>`;
  return page(
    'A request for you',
    `<p>${escaped(text)}</p>
  <div class="buttons">
    ${button('accept', 'Accept', ' class="primary"')}
    ${button('decline', 'Decline', '')}
  </div>
  <p class="hint">The link is yours alone: whoever has it answers in your name.</p>`,
  );
}

/** What became of it, or why nothing can. */
export const tellingPage = (title: string, text: string): string => page(title, `<p>${escaped(text)}</p>`);

function page(title: string, content: string): string {
  return ANSWER_PAGES.html(title, `<h1>${escaped(title)}</h1>\n  ${content}`);
}
