import lighthouse from 'lighthouse';
import { z } from 'zod';
import { freePort } from '../src/platform/database/embedded/postgres-server.js';
import { startBrowser } from '../test/support/browser.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { percentile } from './percentile.js';
import type { RunningRouse } from './running-rouse.js';
import { withDemo } from './with-demo.js';

const RUNS = 3;
const SCRIPT_BOUND_KB = 250;
const SCORE_BOUND = 95;

const requestsSchema = z.object({
  items: z.array(z.looseObject({ resourceType: z.string().optional(), transferSize: z.number() })),
});

interface Visit {
  readonly scriptKb: number;
  readonly performance: number;
  readonly accessibility: number;
}

/**
 * The first load of the web app's first screen, on the embedded default with the demo: how much script is sent, and
 * what Lighthouse thinks of it with its own preset of a phone on a slow line.
 */
export const run = (): Promise<BenchResult[]> => withDemo(measure);

async function measure(rouse: RunningRouse, token: string): Promise<BenchResult[]> {
  const address = `${rouse.url}/#token=${token}`;
  const visits: Visit[] = [];
  while (visits.length < RUNS) visits.push(await visit(address));
  const median = (what: keyof Visit) =>
    percentile(
      visits.map((each) => each[what]),
      0.5,
    );
  return [
    benchResult({
      name: 'script of the first load, compressed',
      value: Math.max(...visits.map(({ scriptKb }) => scriptKb)) / 1000,
      unit: 'MB',
      bound: SCRIPT_BOUND_KB / 1000,
    }),
    ...(['performance', 'accessibility'] as const).map((what) =>
      benchResult({
        name: `Lighthouse ${what}, phone, median of ${RUNS}`,
        value: median(what),
        unit: '%',
        bound: SCORE_BOUND,
        boundIs: 'at least',
      }),
    ),
  ];
}

async function visit(address: string): Promise<Visit> {
  const port = await freePort();
  const browser = await startBrowser(`--remote-debugging-port=${String(port)}`);
  try {
    const result = await lighthouse(address, {
      port,
      logLevel: 'error',
      onlyCategories: ['performance', 'accessibility'],
    });
    if (result === undefined) throw new Error('Lighthouse gave no result');
    const { audits, categories } = result.lhr;
    const { items } = requestsSchema.parse(audits['network-requests']?.details);
    const scripts = items.filter(({ resourceType }) => resourceType === 'Script');
    return {
      scriptKb: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000,
      performance: scoreOf(categories['performance']),
      accessibility: scoreOf(categories['accessibility']),
    };
  } finally {
    await browser.close();
  }
}

function scoreOf(category: { readonly score: number | null } | undefined): number {
  if (category?.score == null) throw new Error('Lighthouse could not give a score');
  return category.score * 100;
}
