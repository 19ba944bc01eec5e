import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { rouseClient } from '../test/support/rouse-client.js';
import { story } from '../test/support/story.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { inParallel } from './in-parallel.js';
import { percentile } from './percentile.js';
import { postJson } from './post-json.js';
import { startRedis } from './redis-program.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import { Started } from './started.js';
import { startStampingProvider, type StampingProvider } from './stamping-provider.js';

/** So many that 99 % is not the slowest one, so few that no page of the run waits long enough to want a receipt. */
const PAGES = 200;
/** Everything is quiet again by then. */
const IDLE_MS = 80;
/** The first ones compile code and open connections; nobody's system is idle from its very first page. */
const WARM_UP_PAGES = 30;
/** Longer than connections that nobody uses are usually kept: what a page at three in the morning meets. */
const SILENCE_MS = 11_000;
const PAGES_AFTER_SILENCE = 5;
const MEDIAN_BOUND_MS = 50;
const P99_BOUND_MS = 150;

/** Milliseconds of one page. */
interface Sample {
  /** From the 202 to the provider's request; below 0 where the page was quicker than the answer. */
  afterAnswer: number;
  /** From sending the event to the provider's request. */
  afterEvent: number;
  /** One durable commit and one request to the same provider, from this process. */
  floor: number;
}

/**
 * How long after its 202 an event's page reaches the provider: the built program with an idle embedded PostgreSQL
 * that syncs its commits to disk, all on one clock. Once with each engine of the queue.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const onPostgres = await measure('postgres', join(folder, 'postgres'), {});
    const redis = await startRedis(folder);
    if (redis === null) {
      process.stderr.write('redis-server is not installed (apt-get install redis-server): not measured\n');
      return onPostgres;
    }
    const { url } = started.add(redis);
    return [...onPostgres, ...(await measure('redis', join(folder, 'redis'), { REDIS_URL: url }))];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  engine: string,
  dataDir: string,
  settings: Record<string, string>,
): Promise<BenchResult[]> {
  const started = new Started();
  try {
    const database = started.add(await startEmbeddedDatabase({ dataDir, log: () => undefined }));
    const provider = started.add(await startStampingProvider());
    const rouse = started.add(
      await startRouse(BUILT_PROGRAM, {
        DATABASE_URL: database.url,
        ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
        RATE_LIMIT_API: '1000000',
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_AUTH_TOKEN: 'nobody checks it here',
        TWILIO_FROM: '+15005550006',
        TWILIO_API_URL: provider.url,
        ...settings,
      }),
    );
    const pager = await openPager(rouse.url, database.url, provider);
    try {
      await pager.page(WARM_UP_PAGES, IDLE_MS);
      const idle = results(`idle, ${engine}`, await pager.page(PAGES, IDLE_MS));
      const afterSilence = results(
        `after ${SILENCE_MS / 1000} s of silence, ${engine}`,
        await pager.page(PAGES_AFTER_SILENCE, SILENCE_MS),
      );
      return [...idle, ...afterSilence];
    } finally {
      await pager.close();
    }
  } finally {
    await started.stop();
  }
}

function results(circumstances: string, samples: readonly Sample[]): BenchResult[] {
  const of = (key: keyof Sample, share: number): number =>
    percentile(
      samples.map((sample) => sample[key]),
      share,
    );
  const result = (
    what: string,
    key: keyof Sample,
    name: string,
    share: number,
    bound?: number,
  ): BenchResult =>
    benchResult({
      name: `${what}, ${name} of ${samples.length}, ${circumstances}`,
      value: of(key, share),
      unit: 'ms',
      floor: of('floor', share),
      ...(bound === undefined ? {} : { bound }),
    });
  const medians = [
    result('202 to provider', 'afterAnswer', 'median', 0.5, MEDIAN_BOUND_MS),
    result('event to provider', 'afterEvent', 'median', 0.5),
  ];
  if (samples.length < 100) return medians;
  return [
    ...medians,
    result('202 to provider', 'afterAnswer', 'p99', 0.99, P99_BOUND_MS),
    result('event to provider', 'afterEvent', 'p99', 0.99),
  ];
}

/** Pages one person after the other; each is resolved before the next, so that nothing else is due. */
async function openPager(url: string, databaseUrl: string, provider: StampingProvider) {
  const enqueue = await openDoor(url);
  const floor = await openFloor(databaseUrl, provider);
  let pages = 0;
  const pageOnce = async (quietMs: number): Promise<Sample> => {
    pages += 1;
    const key = `page-${pages}-of-the-run`;
    await sleep(quietMs);
    const arrival = provider.arrivalOf(key);
    const { sentAt, answeredAt } = await enqueue(pages, 'trigger', key);
    const arrivedAt = await arrival;
    await enqueue(pages, 'resolve', key);
    return {
      afterAnswer: arrivedAt - answeredAt,
      afterEvent: arrivedAt - sentAt,
      floor: await floor.measure(`floor-${key}`),
    };
  };
  return {
    page: async (count: number, quietMs: number): Promise<Sample[]> => {
      const samples: Sample[] = [];
      while (samples.length < count) samples.push(await pageOnce(quietMs));
      return samples;
    },
    close: () => floor.close(),
  };
}

/**
 * Sends events to services whose one step pages one person by SMS, a person of its own for each page, since nobody gets
 * many messages in a minute; and says when it went and was answered.
 */
async function openDoor(url: string) {
  const team = story(rouseClient(url, ADMIN_TOKEN));
  const people = WARM_UP_PAGES + PAGES + PAGES_AFTER_SILENCE;
  const keys = await inParallel(people, 8, async () => {
    const ana = await team.person({ name: 'Ana' });
    const policy = await team.policy([{ page: [ana], waitSeconds: 3600 }]);
    return (await team.integration(await team.service(policy))).key;
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (person: number, action: 'trigger' | 'resolve', dedupKey: string) =>
    postJson(agent, `${url}/v2/enqueue`, {
      routing_key: keys[person % people],
      event_action: action,
      dedup_key: dedupKey,
      payload: { summary: dedupKey, severity: 'critical', source: 'bench' },
    });
}

/** What nothing that keeps promise 1 and calls a provider can be quicker than. */
async function openFloor(databaseUrl: string, provider: StampingProvider) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS bench_floor (text text)');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    measure: async (text: string): Promise<number> => {
      const arrival = provider.arrivalOf(text);
      const started = performance.now();
      await client.query('INSERT INTO bench_floor VALUES ($1)', [text]);
      await postJson(agent, provider.url, { text });
      return (await arrival) - started;
    },
    close: async () => {
      agent.destroy();
      await client.query('DROP TABLE bench_floor');
      await client.end();
    },
  };
}
