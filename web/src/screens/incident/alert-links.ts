/** A link of an alert: to a dashboard, a runbook, a log. */
export interface AlertLink {
  readonly href: string;
  readonly text: string;
  readonly isRunbook: boolean;
}

interface Linked {
  readonly links: readonly { readonly href: string; readonly text: string | null }[];
  readonly details: Readonly<Record<string, unknown>>;
}

const RUNBOOK = /run-?_?book/i;

/** All links of some alerts, each address once, runbooks first. Monitoring puts runbooks among the details, too. */
export function linksOf(alerts: readonly Linked[]): AlertLink[] {
  const links = new Map<string, AlertLink>();
  for (const { links: sent, details } of alerts) {
    for (const [name, href] of addressesIn(details))
      if (RUNBOOK.test(name)) links.set(href, { href, text: hostAndPath(href), isRunbook: true });
    for (const { href, text } of sent) {
      if (!isWebAddress(href) || links.has(href)) continue;
      const shown = text ?? hostAndPath(href);
      links.set(href, { href, text: shown, isRunbook: RUNBOOK.test(`${shown} ${href}`) });
    }
  }
  return [...links.values()].sort((left, right) => Number(right.isRunbook) - Number(left.isRunbook));
}

/** Every web address among the details with the name that it stands under, some levels deep. */
function addressesIn(details: unknown, name = '', depth = 0): [string, string][] {
  if (typeof details === 'string') return isWebAddress(details) ? [[name, details]] : [];
  if (typeof details !== 'object' || details === null || depth > 3) return [];
  return Object.entries(details).flatMap(([key, value]: [string, unknown]) =>
    addressesIn(value, key, depth + 1),
  );
}

const isWebAddress = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);

const hostAndPath = (href: string): string => href.replace(/^https?:\/\//i, '').replace(/\/$/, '');
