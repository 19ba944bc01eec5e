import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { commitAndRequest } from './commit-and-request.js';
import { latenciesOf, runLoad } from './load-generator.js';
import { alertToRequest, numberedEvent } from './numbered-alerts.js';
import { copyOfDatabase, makePagedServices, type PagedService } from './paged-services.js';
import { percentile } from './percentile.js';
import { startRedis } from './redis-program.js';
import { SHAPES, startProcesses, type Shape } from './rouse-processes.js';
import { startStampingProvider } from './stamping-provider.js';
import { Started } from './started.js';

const PER_SECOND = 200;
/** So long that the programs are compiled, as they are in one that has run for a while. */
const WARM_UP_SECONDS = 15;
const SECONDS = 15;
const FLOOR_SECONDS = 5;
/** Nobody gets more than three messages in a minute: a fourth one would wait for its turn, as it should. */
const SERVICES = (PER_SECOND * (WARM_UP_SECONDS + SECONDS)) / 3;
const P99_BOUND_MS = 250;

/**
 * From an event to the provider's request under a steady load of alerts with new keys, each an incident of its own that pages
 * somebody by SMS: open loop, counted from when the event should have been sent; on a database that syncs its commits to
 * disk. The floor is a durable commit and a request at the same rate, in the same place. With each engine of the queue.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const database = started.add(
      await startEmbeddedDatabase({ dataDir: join(folder, 'postgres'), log: () => undefined }),
    );
    const services = await makePagedServices(database.url, SERVICES);
    const redis = await startRedis(folder);
    if (redis === null)
      process.stderr.write('redis-server is not installed (apt-get install redis-server): not measured\n');
    else started.add(redis);
    const results: BenchResult[] = [];
    for (const [engine, settings] of [
      ['postgres', {}],
      ...(redis === null ? [] : [['redis', { REDIS_URL: redis.url }] as const]),
    ] as const) {
      for (const shape of shapes()) {
        const databaseUrl = await copyOfDatabase(database.url, `${engine} ${shape}`);
        results.push(...(await measure(databaseUrl, services, shape, engine, settings)));
      }
    }
    return results;
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function shapes(): Shape[] {
  return Object.keys(SHAPES).filter((name): name is Shape => name in SHAPES);
}

async function measure(
  databaseUrl: string,
  services: readonly PagedService[],
  shape: Shape,
  engine: string,
  settings: Record<string, string>,
): Promise<BenchResult[]> {
  const started = new Started();
  try {
    const provider = started.add(await startStampingProvider());
    const urls = { databaseUrl, providerUrl: provider.url };
    const url = await startProcesses(started, shape, urls, settings);
    const load = {
      requests: services.map(({ eventsKey }) => numberedEvent(url, eventsKey)),
      pace: { perSecond: PER_SECOND },
    };
    await runLoad({ ...load, seconds: WARM_UP_SECONDS });
    const report = await runLoad({
      ...load,
      seconds: SECONDS,
      firstNumber: PER_SECOND * WARM_UP_SECONDS,
    });
    const told = await alertToRequest(report, provider);
    const floor = await commitAndRequest(databaseUrl, provider, {
      perSecond: PER_SECOND,
      seconds: FLOOR_SECONDS,
    });
    const circumstances = `of ${told.length} at a steady ${PER_SECOND}/s, ${shape}, ${engine}`;
    return [
      benchResult({
        name: `event to provider, median ${circumstances}`,
        value: percentile(told, 0.5),
        unit: 'ms',
        floor: percentile(floor, 0.5),
      }),
      benchResult({
        name: `event to provider, p99 ${circumstances}`,
        value: percentile(told, 0.99),
        unit: 'ms',
        floor: percentile(floor, 0.99),
        bound: P99_BOUND_MS,
      }),
      benchResult({
        name: `event to 202, p99 ${circumstances}`,
        value: percentile(latenciesOf(report), 0.99),
        unit: 'ms',
      }),
    ];
  } finally {
    await started.stop();
  }
}
