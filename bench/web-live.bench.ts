import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startBrowser } from '../test/support/browser.js';
import { eventually } from '../test/support/eventually.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { percentile } from './percentile.js';
import type { RunningRouse } from './running-rouse.js';
import { withDemo } from './with-demo.js';

const WARM_UP = 5;
const INCIDENTS = 30;
const P99_BOUND_MS = 300;

/** Notes when a title is on the screen for the first time, by the clock that this process has too. Sent as text. */
const WATCH = `
  window.seenAt = {};
  new MutationObserver(() => requestAnimationFrame(() => {
    for (const { textContent } of document.querySelectorAll('article h3')) window.seenAt[textContent] ??= Date.now();
  })).observe(document.body, { childList: true, subtree: true, characterData: true });`;

/** From the 202 for an alert to its incident on a page that shows Now, on the embedded default. */
export const run = (): Promise<BenchResult[]> => withDemo(measure);

async function measure(rouse: RunningRouse, token: string): Promise<BenchResult[]> {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${rouse.url}/#token=${token}`);
    await page.getByText('All quiet').waitFor();
    await page.evaluate(WATCH);
    const key = /"routing_key":"(\w+)"/.exec(rouse.output())?.[1] ?? '';
    const times: number[] = [];
    for (let number = -WARM_UP; number < INCIDENTS; number += 1) {
      const took = await untilShown(page, rouse.url, key, `Incident number ${String(number + WARM_UP)}`);
      if (number >= 0) times.push(took);
      // Not in step with whatever looks for changes in between.
      await sleep(500 + Math.random() * 300);
    }
    return [
      benchResult({ name: '202 to the open page, median', value: percentile(times, 0.5), unit: 'ms' }),
      benchResult({
        name: '202 to the open page, p99',
        value: percentile(times, 0.99),
        unit: 'ms',
        bound: P99_BOUND_MS,
      }),
    ];
  } finally {
    await browser.close();
  }
}

async function untilShown(page: Page, url: string, key: string, summary: string): Promise<number> {
  const payload = { summary, source: 'bench', severity: 'critical' };
  const event = { routing_key: key, event_action: 'trigger', dedup_key: summary, payload };
  const answer = await fetch(`${url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const acceptedAt = Date.now();
  if (answer.status !== 202) throw new Error(`The event was answered with ${String(answer.status)}`);
  const shownAt = await eventually(async () => {
    const seen = await page.evaluate<number | null>(`window.seenAt[${JSON.stringify(summary)}] ?? null`);
    if (seen === null) throw new Error(`${summary} is not shown`);
    return seen;
  });
  return Math.max(0, shownAt - acceptedAt);
}
