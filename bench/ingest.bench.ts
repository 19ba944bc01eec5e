import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { rouseClient } from '../test/support/rouse-client.js';
import { story } from '../test/support/story.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { runLoad, statusesOf, successesPerSecond, type LoadRequest } from './load-generator.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import { Started } from './started.js';

const CONNECTIONS = 64;
const SERVICES = 16;
const WARM_UP_SECONDS = 2;
const SECONDS = 6;
/** Repeats go round these, all of which are open. */
const OPEN_KEYS = 1_000;

const BOUNDS = { ofBare: 0.4, ofUnbatched: 3, repeatsOfBare: 0.6 };

/**
 * Events accepted a second by one api process, durably, over 64 connections; with a database that syncs its commits to
 * disk. Each is compared, in the same run and under the same load, with a bare Fastify route that reads and validates the
 * same body and has no database, and with the same program storing each request in a transaction of its own.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const bare = await bareRoute();
    const embedded = started.add(
      await startEmbeddedDatabase({ dataDir: join(folder, 'data'), log: () => undefined }),
    );
    const settings = {
      DATABASE_URL: embedded.url,
      ROUSE_ROLE: 'api',
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      RATE_LIMIT_API: '1000000',
      RATE_LIMIT_INGEST: '1000000000',
    };
    const rouse = started.add(await startRouse(BUILT_PROGRAM, settings));
    const keys = await seed(rouse.url);
    const fresh = await rate(requestsTo(rouse.url, keys, 'new {number}'), 0);
    const open = Array.from({ length: OPEN_KEYS }, (_none, place) => place);
    const again = open.flatMap((place) =>
      requestsTo(rouse.url, [keys[place % SERVICES] ?? ''], `open ${String(place)}`),
    );
    await runLoad({ requests: again, pace: { connections: CONNECTIONS }, total: OPEN_KEYS });
    const repeats = await rate(again, 0);
    await rouse.stop();
    // Rouse reads its version from it, and the comparison is compiled elsewhere.
    await copyFile('package.json', join(import.meta.dirname, '..', 'package.json'));
    const unbatched = started.add(await startRouse(programBeside('unbatched-program.js'), settings));
    const oneByOne = await rate(requestsTo(unbatched.url, keys, 'one by one {number}'), 0);
    const what = `events accepted a second, ${String(CONNECTIONS)} connections`;
    return [
      benchResult({ name: `${what}: bare Fastify, no database`, value: bare, unit: '1/s' }),
      benchResult({
        name: `${what}: all new keys, of a bare route`,
        value: fresh,
        unit: '1/s',
        floor: bare,
        bound: BOUNDS.ofBare,
        boundOf: 'ratio',
        boundIs: 'at least',
      }),
      benchResult({
        name: `${what}: all new keys, of one transaction a request`,
        value: fresh,
        unit: '1/s',
        floor: oneByOne,
        bound: BOUNDS.ofUnbatched,
        boundOf: 'ratio',
        boundIs: 'at least',
      }),
      benchResult({
        name: `${what}: repeats of open keys, of a bare route`,
        value: repeats,
        unit: '1/s',
        floor: bare,
        bound: BOUNDS.repeatsOfBare,
        boundOf: 'ratio',
        boundIs: 'at least',
      }),
    ];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bareRoute(): Promise<number> {
  const bare = await startRouse(programBeside('bare-intake-route.js'), {});
  try {
    return await rate(requestsTo(bare.url, ['0'.repeat(32)], 'new {number}'), 0);
  } finally {
    await bare.stop();
  }
}

/** A program that was compiled with this benchmark. */
const programBeside = (name: string) => [process.execPath, join(import.meta.dirname, name)] as const;

/** Services of one team and policy, each with an integration; gives the keys of these. */
async function seed(url: string): Promise<string[]> {
  const team = story(rouseClient(url, ADMIN_TOKEN));
  const policy = await team.policy([{ page: [await team.person({ name: 'Ana' })] }]);
  const keys: string[] = [];
  for (let count = 0; count < SERVICES; count += 1)
    keys.push((await team.integration(await team.service(policy))).key);
  return keys;
}

function requestsTo(url: string, keys: readonly string[], dedupKey: string): LoadRequest[] {
  return keys.map((key) => ({
    url: `${url}/v2/enqueue`,
    body: JSON.stringify({
      routing_key: key,
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: {
        summary: 'Disk full on db-1: 97 % of /var is used',
        source: 'db-1.example.org',
        severity: 'critical',
        component: 'postgresql',
        group: 'databases',
        custom_details: { usedPercent: 97, mount: '/var', host: 'db-1' },
      },
    }),
  }));
}

/** Successes a second, warmed up. @throws Error where something was not accepted */
async function rate(requests: readonly LoadRequest[], firstNumber: number): Promise<number> {
  const pace = { connections: CONNECTIONS };
  const warm = await runLoad({ requests, pace, seconds: WARM_UP_SECONDS, firstNumber });
  const report = await runLoad({
    requests,
    pace,
    seconds: SECONDS,
    firstNumber: firstNumber + warm.outcomes.length,
  });
  const statuses = statusesOf(report);
  if (Object.keys(statuses).some((status) => status !== '202'))
    throw new Error(`not everything was accepted: ${JSON.stringify(statuses)}`);
  return successesPerSecond(report);
}
