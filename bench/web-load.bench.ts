import lighthouse, { defaultConfig, desktopConfig } from 'lighthouse';
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
/** The stream of events never ends, so Lighthouse would wait for quiet as long as it may. */
const QUIET_WITHIN_MS = 15_000;

/** Lighthouse's own presets: a computer on a fast line, and a phone four times as slow on a slow one. */
const FORMS = { computer: desktopConfig, phone: defaultConfig } as const;
type Form = keyof typeof FORMS;

const requestsSchema = z.object({
  items: z.array(z.looseObject({ resourceType: z.string().optional(), transferSize: z.number() })),
});

interface Visit {
  readonly scriptKb: number;
  readonly performance: number;
  readonly accessibility: number;
}

/** The first load of the web app's first screen with the demo: how much script is sent, and what Lighthouse thinks of it. */
export const run = (): Promise<BenchResult[]> => withDemo(measure);

async function measure(rouse: RunningRouse, token: string): Promise<BenchResult[]> {
  const address = `${rouse.url}/#token=${token}`;
  const computer = await visits('computer', address);
  const phone = await visits('phone', address);
  return [
    benchResult({
      name: 'script of the first load, compressed',
      value: Math.max(...computer.map(({ scriptKb }) => scriptKb)) / 1000,
      unit: 'MB',
      bound: SCRIPT_BOUND_KB / 1000,
    }),
    ...scores('computer', computer),
    ...scores('phone', phone),
  ];
}

function scores(form: Form, all: readonly Visit[]): BenchResult[] {
  return (['performance', 'accessibility'] as const).map((what) =>
    benchResult({
      name: `Lighthouse ${what}, ${form}, median of ${RUNS}`,
      value: percentile(
        all.map((each) => each[what]),
        0.5,
      ),
      unit: '%',
      bound: SCORE_BOUND,
      boundIs: 'at least',
    }),
  );
}

async function visits(form: Form, address: string): Promise<Visit[]> {
  const made: Visit[] = [];
  while (made.length < RUNS) made.push(await visit(form, address));
  return made;
}

async function visit(form: Form, address: string): Promise<Visit> {
  const port = await freePort();
  const browser = await startBrowser(`--remote-debugging-port=${String(port)}`);
  try {
    const flags = {
      port,
      logLevel: 'error' as const,
      maxWaitForLoad: QUIET_WITHIN_MS,
      onlyCategories: ['performance', 'accessibility'],
    };
    const result = await lighthouse(address, flags, FORMS[form]);
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
