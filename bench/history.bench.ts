import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { inParallel } from './in-parallel.js';
import { copyOfDatabase, makePagedServices, type PagedService } from './paged-services.js';
import { fillPast } from './past-months.js';
import { percentile } from './percentile.js';
import { postJson } from './post-json.js';
import { startProcesses } from './rouse-processes.js';
import { Started } from './started.js';

/** Fewer on a small disk: `BENCH_PAST_EVENTS=1000000`. Ten million take about 5 GB and some minutes. */
const PAST_EVENTS = Number(process.env['BENCH_PAST_EVENTS'] ?? 10_000_000);
const MONTHS = 23;
const SERVICES = 100;
const ALERTS = 4_000;
/** So many that what a checkpoint, or a new process, has to touch for the first time is behind both. */
const WARM_UP = 6_000;
const CONNECTIONS = 16;
const ROUNDS = 5;
const MOST = 1.2;
const NOBODY = 'http://127.0.0.1:9';

/**
 * New alerts, each to its 202, into a database without a past and into one with ten million events in the partitions of two
 * years, by turns: the time that one alert takes with a past, against without. The median of the rounds.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const embedded = started.add(await startEmbeddedDatabase({ dataDir: folder, log: () => undefined }));
    const services = await makePagedServices(embedded.url, SERVICES);
    const empty = await copyOfDatabase(embedded.url, 'empty');
    const full = await copyOfDatabase(embedded.url, 'full');
    const past = new pg.Pool({ connectionString: full });
    try {
      await fillPast(past, PAST_EVENTS, MONTHS);
    } finally {
      await past.end();
    }
    const times: Record<'empty' | 'full', number[]> = { empty: [], full: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.empty.push(await millisecondsAnAlert(empty, services));
      times.full.push(await millisecondsAnAlert(full, services));
    }
    return [
      benchResult({
        name: `a new alert with ${String(PAST_EVENTS)} past events, against none`,
        value: percentile(times.full, 0.5),
        floor: percentile(times.empty, 0.5),
        unit: 'ms',
        bound: MOST,
        boundOf: 'ratio',
      }),
    ];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function millisecondsAnAlert(databaseUrl: string, services: readonly PagedService[]): Promise<number> {
  const started = new Started();
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    const url = await startProcesses(
      started,
      'one process',
      { databaseUrl, providerUrl: NOBODY },
      { ROUSE_ROLE: 'api' },
    );
    const send = (number: number): Promise<unknown> =>
      postJson(agent, `${url}/v2/enqueue`, {
        routing_key: services[number % services.length]?.eventsKey,
        event_action: 'trigger',
        payload: { summary: `Disk full ${String(number)}`, severity: 'critical', source: 'db-1' },
      });
    await inParallel(WARM_UP, CONNECTIONS, send);
    const from = performance.now();
    await inParallel(ALERTS, CONNECTIONS, send);
    return (performance.now() - from) / ALERTS;
  } finally {
    agent.destroy();
    await started.stop();
  }
}
