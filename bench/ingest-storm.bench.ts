import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { rouseClient } from '../test/support/rouse-client.js';
import { story, type Story } from '../test/support/story.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { latenciesOf, runLoad, statusesOf } from './load-generator.js';
import { percentile } from './percentile.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import { startStampingProvider } from './stamping-provider.js';
import { Started } from './started.js';

const ALERTS = 10_000;
const SECONDS = 60;
/** In the midst of the storm, at another service. */
const OTHER_ALERTS = 20;
const OTHERS_EVERY_MS = 2_000;
const BOUND_MS = { accepted: 250, otherPage: 1_000 };
const PAGED_WITHIN_MS = 30_000;

/**
 * Ten thousand alerts in sixty seconds at one service, which groups them, with the whole of Rouse in one process and a
 * database that syncs its commits to disk: how soon each is accepted, whether all of them are, and how soon the pages of
 * another service go to the provider meanwhile.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const embedded = started.add(
      await startEmbeddedDatabase({ dataDir: join(folder, 'data'), log: () => undefined }),
    );
    const provider = started.add(await startStampingProvider());
    const rouse = started.add(
      await startRouse(BUILT_PROGRAM, {
        DATABASE_URL: embedded.url,
        ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
        RATE_LIMIT_API: '1000000',
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_AUTH_TOKEN: 'nobody checks it here',
        TWILIO_FROM: '+15005550006',
        TWILIO_API_URL: provider.url,
      }),
    );
    const team = story(rouseClient(rouse.url, ADMIN_TOKEN));
    const stormy = await team.service(await pagingPolicy(team), {
      grouping: { by: 'time', windowSeconds: 3_600 },
    });
    const { key } = await team.integration(stormy);
    const storm = runLoad({
      requests: [{ url: `${rouse.url}/v2/enqueue`, body: bodyFor(key) }],
      pace: { perSecond: ALERTS / SECONDS },
      total: ALERTS,
    });
    const pages = await pagesOfOthers(team, provider);
    const report = await storm;
    const statuses = statusesOf(report);
    const unexpected = Object.entries(statuses).reduce(
      (sum, [status, count]) => (['202', '429'].includes(status) ? sum : sum + count),
      0,
    );
    const incidents = await countIncidents(embedded.url, stormy.id);
    const what = `${String(ALERTS)} alerts in ${String(SECONDS)} s at one service`;
    return [
      benchResult({
        name: `${what}: accepted, p99`,
        value: percentile(latenciesOf(report), 0.99),
        unit: 'ms',
        bound: BOUND_MS.accepted,
      }),
      benchResult({
        name: `${what}: answered with neither 202 nor 429`,
        value: unexpected,
        unit: 'messages',
        bound: 0,
      }),
      benchResult({ name: `${what}: refused for now (429)`, value: statuses[429] ?? 0, unit: 'messages' }),
      benchResult({
        name: `${what}: incidents that they are grouped in`,
        value: incidents,
        unit: 'messages',
        bound: 1,
      }),
      benchResult({
        name: `${what}: meanwhile, event to provider at other services, longest`,
        value: percentile(pages, 1),
        unit: 'ms',
        bound: BOUND_MS.otherPage,
      }),
    ];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function pagingPolicy(team: Story): Promise<{ id: string }> {
  return team.policy([{ page: [await team.person({ name: 'Ana' })], waitSeconds: 3_600 }]);
}

function bodyFor(key: string): string {
  return JSON.stringify({
    routing_key: key,
    event_action: 'trigger',
    dedup_key: 'storm {number}',
    payload: { summary: 'Checkout fails', source: 'web-{number}', severity: 'critical' },
  });
}

/** Milliseconds from the event to the request to the provider, each of a service and person of its own. */
async function pagesOfOthers(
  team: Story,
  provider: { readonly requests: readonly { readonly at: number; readonly body: string }[] },
): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < OTHER_ALERTS; count += 1) {
    const ana = await team.person({ name: 'Ana' });
    const policy = await team.policy([{ page: [ana], waitSeconds: 3_600 }]);
    const integration = await team.integration(await team.service(policy));
    const sentAt = Date.now();
    await team.trigger(integration, { summary: 'Another thing' });
    const number = encodeURIComponent(ana.phone ?? '');
    const find = () => provider.requests.find(({ body }) => body.includes(number));
    while (find() === undefined) {
      if (Date.now() - sentAt > PAGED_WITHIN_MS) throw new Error('a page did not go out');
      await sleep(5);
    }
    took.push((find()?.at ?? 0) - sentAt);
    await sleep(OTHERS_EVERY_MS);
  }
  return took;
}

async function countIncidents(url: string, serviceId: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM incidents WHERE service_id = $1',
      [serviceId],
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
