import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../test/support/browser.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { percentile } from './percentile.js';
import type { RunningRouse } from './running-rouse.js';
import { withDemo } from './with-demo.js';

const RUNS = 5;
const LAYERS = 10;
const LEAST_DAYS = 28;
const DRAWN_WITHIN_MS = 3_000;
const BOUND_MS = 200;

const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });
const idSchema = z.looseObject({ id: z.string() });

/**
 * How long the browser's scripts run from "Month" to the month of a schedule of ten layers on the screen, each with a shift
 * a day of its own hours, so that the final line has ten pieces a day. A page that was just opened each time.
 */
export const run = (): Promise<BenchResult[]> => withDemo(measure);

async function measure(rouse: RunningRouse, token: string): Promise<BenchResult[]> {
  const browser = await startBrowser();
  try {
    const id = await makeSchedule(rouse.url, token);
    const times: number[] = [];
    while (times.length < RUNS)
      times.push(await drawMonth(browser, `${rouse.url}/schedules/${id}#token=${token}`));
    return [
      benchResult({
        name: `script to draw ${LAYERS} layers over a month, median`,
        value: percentile(times, 0.5),
        unit: 'ms',
        bound: BOUND_MS,
      }),
      benchResult({
        name: `script to draw ${LAYERS} layers over a month, worst of ${RUNS}`,
        value: Math.max(...times),
        unit: 'ms',
      }),
    ];
  } finally {
    await browser.close();
  }
}

async function makeSchedule(url: string, token: string): Promise<string> {
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
    return answer.json();
  };
  const people = z.object({ items: z.array(idSchema) }).parse(await ask('/api/v1/users'));
  const hour = (of: number) => `${String(of).padStart(2, '0')}:00`;
  const layers = Array.from({ length: LAYERS }, (_, place) => ({
    name: `Layer ${place + 1}`,
    participants: people.items.map(({ id }) => id),
    startsAt: '2026-01-05T00:00',
    handoff: 'FREQ=DAILY',
    restrictions: [{ from: hour(place * 2), to: hour(place * 2 + 2) }],
  }));
  const body = { name: 'Ten layers', timeZone: 'Europe/Berlin', layers };
  return idSchema.parse(await ask('/api/v1/schedules', body)).id;
}

async function drawMonth(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(address);
    await page.locator('.rouse-in-final').first().waitFor();
    // What was loaded beside it is done by then.
    await sleep(1_000);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const scriptMs = async () => {
      const { metrics } = metricsSchema.parse(await session.send('Performance.getMetrics'));
      return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1_000;
    };
    const month = await page.getByText('Month', { exact: true }).boundingBox();
    const before = await scriptMs();
    // By the mouse alone, and then hands off: whatever looks into the page would count as its script.
    await page.mouse.click((month?.x ?? 0) + 10, (month?.y ?? 0) + 10);
    await sleep(DRAWN_WITHIN_MS);
    const spent = (await scriptMs()) - before;
    const drawn = await page.locator('.rouse-in-final').count();
    if (drawn < LEAST_DAYS * LAYERS) throw new Error(`${String(drawn)} shifts are drawn`);
    return spent;
  } finally {
    await page.close();
  }
}
