import { escaped, LinkedPages } from '../../../platform/http/linked-page.js';
import { timeAndAge, wallTime } from '../../channels/page-time.js';
import { actionsOf, wordsOf, type LinkAction, type LinkedIncident } from './linked-incident.js';

/** The colours of the web app (web/src/design/tokens.css), with its meaning: red is triggered, amber acknowledged, green resolved. */
const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f8; --surface: #fdfdfe; --line: #dadee3; --text: #1a1f24; --soft: #59636e; --sunken: #eceef0;
  --blue: #1f5fbf; --on-blue: #ffffff; --red: #b3261e; --amber: #855400; --green: #1b6e3c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --surface: #1b1f24; --line: #343b43; --text: #dfe3e8; --soft: #9ba5b0; --sunken: #282d33;
    --blue: #7fb0f5; --on-blue: #10141a; --red: #f4988f; --amber: #eab65c; --green: #7cc796;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main { display: grid; gap: 16px; max-width: 520px; margin: 0 auto; padding: 16px; }
section {
  display: grid; gap: 12px; padding: 16px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 10px; min-width: 0;
}
section.triggered { border-top: 6px solid var(--red); }
section.acknowledged { border-top: 6px solid var(--amber); }
section.resolved { border-top: 6px solid var(--green); }
h1 { font-size: 20px; line-height: 1.3; font-weight: 650; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
.name { color: var(--soft); }
.status { font-weight: 600; }
.triggered .status { color: var(--red); }
.acknowledged .status { color: var(--amber); }
.resolved .status { color: var(--green); }
.told { padding: 12px 16px; background: var(--sunken); border-radius: 10px; font-weight: 600; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.buttons { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
form { display: grid; }
form.wide { grid-column: 1 / -1; }
button {
  font: inherit; min-height: 52px; border-radius: 8px; border: 1px solid var(--line); cursor: pointer;
  background: var(--surface); color: var(--text); padding: 0 12px;
}
button:hover { background: var(--sunken); }
button.primary, button.primary:hover {
  min-height: 68px; font-size: 20px; background: var(--blue); border-color: var(--blue); color: var(--on-blue);
  font-weight: 600;
}
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
li { display: grid; grid-template-columns: minmax(48px, auto) 1fr; gap: 12px; overflow-wrap: anywhere; min-width: 0; }
li time { color: var(--soft); }
li span { min-width: 0; }
.hint { color: var(--soft); font-size: 14px; }
a { display: flex; align-items: center; min-height: 44px; color: var(--blue); }
`;

/** How they look, and how they are sent. */
export const INCIDENT_PAGES = new LinkedPages(STYLE);

const LABELS: Readonly<Record<LinkAction, string>> = {
  acknowledge: 'Acknowledge',
  'acknowledge-all': 'Acknowledge all',
  resolve: 'Resolve',
  escalate: 'Escalate',
  accept: 'I help',
  decline: 'I cannot help',
};

/** Big where they come first. Resolve is not: a second tap on the same place must not end what was just begun. */
const PRIMARY: ReadonlySet<LinkAction> = new Set(['acknowledge', 'acknowledge-all', 'accept']);

/**
 * The incident that a link leads to, and its buttons; only pressing one does something.
 * @param address of the link, relative to that of the page
 * @param told what became of an answer, said first
 */
export function incidentPage(address: string, incident: LinkedIncident, told: string | null): string {
  const { page } = incident;
  return INCIDENT_PAGES.html(
    `#${page.incidentNumber} ${page.serviceName}`,
    `${told === null ? '' : `<p class="told" role="status">${escaped(told)}</p>`}
  <section class="${page.status}">
    <p class="name">#${page.incidentNumber} ${escaped(page.serviceName)}</p>
    <h1>${escaped(page.title)}</h1>
    <p class="status">${escaped(statusOf(incident))}</p>
    <dl>
      <dt>Since</dt><dd>${escaped(timeAndAge(page, page.timeZone))}</dd>
      <dt>How bad</dt><dd>${escaped(page.severity)}</dd>
      <dt>Why you</dt><dd>${escaped(page.reason)}</dd>
    </dl>
    ${buttonsOf(address, incident)}
  </section>
  ${othersOf(incident)}
  ${storyOf(incident)}
  <a href="${addressInApp(address, page.incidentId)}">Open in Rouse</a>
  <p class="hint">Times are in ${escaped(page.timeZone)}. The link is yours alone: whoever has it answers in your name.</p>`,
  );
}

/** Relative, so that it holds below a path; the page after an answer is one level deeper. */
const addressInApp = (address: string, incidentId: string): string =>
  `${address.startsWith('../') ? '../..' : '..'}/incidents/${encodeURIComponent(incidentId)}`;

/** Why there is nothing to see. */
export const tellingPage = (title: string, text: string): string =>
  INCIDENT_PAGES.html(title, `<section><h1>${escaped(title)}</h1><p>${escaped(text)}</p></section>`);

function statusOf({ page }: LinkedIncident): string {
  if (page.status === 'triggered') return '● Triggered: nobody has it yet';
  if (page.status === 'resolved') return '✓ Resolved';
  return `◐ Acknowledged${page.acknowledgedByName === null ? '' : ` by ${page.acknowledgedByName}`}`;
}

function buttonsOf(address: string, incident: LinkedIncident): string {
  const forms = actionsOf(incident).map((action, place) => {
    const label =
      action === 'acknowledge-all' ? `Acknowledge all ${incident.others.length + 1}` : LABELS[action];
    const isFirst = place === 0 && PRIMARY.has(action);
    return `<form method="post" action="${escaped(address)}/${action}"${isFirst ? ' class="wide"' : ''}><button${
      isFirst ? ' class="primary"' : ''
    }>${label}</button></form>`;
  });
  return forms.length === 0 ? '' : `<div class="buttons">${forms.join('\n      ')}</div>`;
}

function othersOf({ others }: LinkedIncident): string {
  if (others.length === 0) return '';
  const lines = others
    .slice(0, MOST_OTHERS)
    .map(
      (one) =>
        `<li><time>#${one.number}</time><span>${escaped(one.serviceName)}: ${escaped(one.title)}</span></li>`,
    );
  const more = others.length - lines.length;
  const rest = more > 0 ? `<p class="hint">and ${more} more</p>` : '';
  return `<section><h2>Wait for you too</h2><ul>${lines.join('')}</ul>${rest}</section>`;
}

const MOST_OTHERS = 10;

function storyOf({ story, page }: LinkedIncident): string {
  if (story.length === 0) return '';
  const lines = story.map((entry) => {
    const time = wallTime({ since: entry.at, now: page.now }, page.timeZone);
    return `<li><time datetime="${entry.at.toISOString()}">${escaped(time)}</time><span>${escaped(wordsOf(entry))}</span></li>`;
  });
  return `<section><h2>What happened</h2><ul>${lines.join('\n    ')}</ul></section>`;
}
