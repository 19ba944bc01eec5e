import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { rouseClient, type RouseClient } from '../test/support/rouse-client.js';
import { story, type Person, type Story } from '../test/support/story.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { inParallel } from './in-parallel.js';
import { percentile } from './percentile.js';
import { postJson } from './post-json.js';
import { startRedis } from './redis-program.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import { Started } from './started.js';
import { startStampingProvider, type StampingProvider } from './stamping-provider.js';

const INCIDENTS = 1_000;
/** So many that nobody has more incidents than a person is told of one by one. */
const PEOPLE = 400;
const AT_ONE_PERSON = 500;
const MINUTE_MS = 60_000;
const MOST_MESSAGES_A_MINUTE = 5;
const BOUND_SECONDS = { postgres: 5, redis: 2 };

/** The first step sends nothing for an hour; its end is when the second one falls due. Seconds. */
const QUIET_STEP_SECONDS = 15;
/** From the last of the alarms until the moment that all deadlines are moved to. Milliseconds. */
const SETTLE_MS = 3_000;
const HANDED_WITHIN_MS = 120_000;
const COMMITS = 10;
const SOCKETS = 20;

/** Which processes work: one that does everything, or several. */
const SHAPES = {
  'one process': ['all'],
  '1 api and 2 workers': ['api', 'worker', 'worker'],
} as const;
type Shape = keyof typeof SHAPES;
type Engine = keyof typeof BOUND_SECONDS;

/** What a storm is made in. */
interface Place {
  readonly engine: Engine;
  readonly shape: Shape;
  readonly client: RouseClient;
  readonly database: pg.Pool;
  readonly provider: StampingProvider;
  /** Sends an event to a service. */
  readonly trigger: (key: string, dedupKey: string) => Promise<unknown>;
}

/**
 * A thousand escalations whose next step falls due at one moment, each of which pages somebody by SMS: from that moment
 * until the last of the incidents is in a request to the provider, through the Twilio SDK, with a database that syncs its
 * commits to disk. And how often one person's phone buzzes in the first minute of a storm of five hundred.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const redis = await startRedis(folder);
    if (redis === null)
      process.stderr.write('redis-server is not installed (apt-get install redis-server): not measured\n');
    else started.add(redis);
    const results: BenchResult[] = [];
    for (const engine of ['postgres', 'redis'] as const) {
      if (engine === 'redis' && redis === null) continue;
      for (const shape of ['one process', '1 api and 2 workers'] as const) {
        const settings = engine === 'redis' && redis !== null ? { REDIS_URL: redis.url } : {};
        results.push(...(await inPlace(join(folder, `${engine} ${shape}`), engine, shape, settings)));
      }
    }
    return results;
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function inPlace(
  dataDir: string,
  engine: Engine,
  shape: Shape,
  settings: Record<string, string>,
): Promise<BenchResult[]> {
  const started = new Started();
  try {
    const embedded = started.add(await startEmbeddedDatabase({ dataDir, log: () => undefined }));
    const provider = started.add(await startStampingProvider());
    const urls: string[] = [];
    for (const role of SHAPES[shape]) {
      const rouse = await startRouse(BUILT_PROGRAM, {
        DATABASE_URL: embedded.url,
        ROUSE_ROLE: role,
        ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
        RATE_LIMIT_API: '1000000',
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_AUTH_TOKEN: 'nobody checks it here',
        TWILIO_FROM: '+15005550006',
        TWILIO_API_URL: provider.url,
        ...settings,
      });
      urls.push(started.add(rouse).url);
    }
    const [url = ''] = urls;
    const database = new pg.Pool({ connectionString: embedded.url, max: 2 });
    started.add({ stop: () => database.end() });
    const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
    started.add({
      stop: () => {
        agent.destroy();
        return Promise.resolve();
      },
    });
    const trigger = (key: string, dedupKey: string) =>
      postJson(agent, `${url}/v2/enqueue`, {
        routing_key: key,
        event_action: 'trigger',
        dedup_key: dedupKey,
        payload: { summary: dedupKey, severity: 'critical', source: 'bench' },
      });
    const place = { engine, shape, client: rouseClient(url, ADMIN_TOKEN), database, provider, trigger };
    const storm = await stormOfMany(place);
    return shape === 'one process' ? [...storm, await stormAtOnePerson(place)] : storm;
  } finally {
    await started.stop();
  }
}

async function stormOfMany(place: Place): Promise<BenchResult[]> {
  const { engine, shape, database } = place;
  const keys = await seed(place.client);
  await inParallel(INCIDENTS, SOCKETS, (number) =>
    place.trigger(keys[number % keys.length] ?? '', `storm ${String(number)}`),
  );
  const dueAt = await makeAllDueAtOnce(database);
  const handed = (await whenHanded(place, 1, INCIDENTS)).map((at) => (at - dueAt) / 1000);
  const floor = await floorSeconds(place);
  const name = `${INCIDENTS} incidents due at one moment, handed to the provider, ${shape}, ${engine}`;
  return [
    benchResult({ name: `${name}: half of them`, value: percentile(handed, 0.5), unit: 's' }),
    benchResult({
      name: `${name}: all`,
      value: percentile(handed, 1),
      unit: 's',
      floor,
      bound: BOUND_SECONDS[engine],
    }),
  ];
}

/** A service with a policy for each person, whose first step is quiet. Gives the services' integration keys. */
async function seed(client: RouseClient): Promise<string[]> {
  const team = story(client);
  const quiet = await team.person({ name: 'Quiet' });
  await client.put(`/api/v1/users/${quiet.id}/paging-rules`, {
    high: [{ contactMethodId: quiet.methods.sms, delaySeconds: 3_600 }],
    low: [],
  });
  return inParallel(PEOPLE, SOCKETS, async () => {
    const person = await team.person({ name: 'Ana' });
    return serviceFor(team, [
      { page: [quiet], waitSeconds: QUIET_STEP_SECONDS },
      { page: [person], waitSeconds: 3_600 },
    ]);
  });
}

async function serviceFor(team: Story, steps: { page: Person[]; waitSeconds: number }[]): Promise<string> {
  const { key } = await team.integration(await team.service(await team.policy(steps)));
  return key;
}

/**
 * Moves all deadlines to one moment after the last of them, and gives it (Unix time, milliseconds). The alarms that are
 * set come too early then, find nothing due, and are set again: everything goes its usual way.
 */
async function makeAllDueAtOnce(database: pg.Pool): Promise<number> {
  await until(async () => {
    const { rows } = await database.query<{ ready: boolean }>(
      `SELECT count(*) FILTER (WHERE position->>'stepEndsAt' IS NOT NULL) = $1 AS ready FROM escalations`,
      [INCIDENTS],
    );
    return rows[0]?.ready === true;
  });
  const { rows } = await database.query<{ dueAt: Date }>(
    `WITH moment AS (SELECT date_trunc('milliseconds',
       greatest(max(due_at), now()) + $1 * interval '1 millisecond') AS at FROM escalations)
     UPDATE escalations SET due_at = moment.at, position = jsonb_set(position, '{stepEndsAt}', to_jsonb(
       to_char(moment.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
     FROM moment RETURNING due_at AS "dueAt"`,
    [SETTLE_MS],
  );
  return rows[0]?.dueAt.getTime() ?? 0;
}

/** When the request came that told of each incident at this step: alone, or together with others. Unix time, milliseconds. */
async function whenHanded({ database, provider }: Place, step: number, incidents: number): Promise<number[]> {
  const handed: number[] = [];
  await until(async () => {
    const { rows } = await database.query<{ sid: string }>(
      `SELECT DISTINCT ON (page.incident_id) coalesce(attempt.provider_id, lead.provider_id) AS sid
       FROM pages page JOIN attempts attempt ON attempt.page_id = page.id
       LEFT JOIN attempts lead ON lead.id = attempt.lead_attempt_id
       WHERE page.step = $1 AND coalesce(attempt.provider_id, lead.provider_id) IS NOT NULL
       ORDER BY page.incident_id, attempt.id`,
      [step],
    );
    if (rows.length < incidents) return false;
    const arrivals = new Map(provider.requests.map((request) => [request.sid, request.at]));
    handed.push(...rows.map(({ sid }) => arrivals.get(sid) ?? Number.NaN));
    return true;
  });
  return handed;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + HANDED_WITHIN_MS;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('the storm took too long');
    await sleep(500);
  }
}

/** The same in the barest way: as many rows in durable commits of a hundred, then as many requests to the same provider. */
async function floorSeconds({ database, provider }: Place): Promise<number> {
  await database.query('CREATE TABLE IF NOT EXISTS bench_floor (text text)');
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const started = performance.now();
  for (let commit = 0; commit < COMMITS; commit += 1) {
    await database.query('INSERT INTO bench_floor SELECT $1 FROM generate_series(1, $2::int)', [
      'a page',
      INCIDENTS / COMMITS,
    ]);
  }
  await inParallel(INCIDENTS, SOCKETS, () => postJson(agent, provider.url, { text: 'a page' }));
  const took = performance.now() - started;
  agent.destroy();
  await database.query('DROP TABLE bench_floor');
  return took / 1000;
}

/** Five hundred incidents of one person, who has a phone: how many messages it gets in the first minute. */
async function stormAtOnePerson({ engine, client, provider, trigger }: Place): Promise<BenchResult> {
  const team = story(client);
  const ana = await team.person({ name: 'Ana' });
  const key = await serviceFor(team, [{ page: [ana], waitSeconds: 3_600 }]);
  const requests = () =>
    provider.requests.filter(({ body }) => body.includes(encodeURIComponent(ana.phone ?? '')));
  await inParallel(AT_ONE_PERSON, SOCKETS, (number) => trigger(key, `one person ${String(number)}`));
  await sleep(MINUTE_MS);
  const all = requests();
  const inTheMinute = all.filter(({ at }) => at < (all[0]?.at ?? 0) + MINUTE_MS);
  return benchResult({
    name: `${AT_ONE_PERSON} incidents of one person, messages in the first minute, ${engine}`,
    value: inTheMinute.length,
    unit: 'messages',
    bound: MOST_MESSAGES_A_MINUTE,
  });
}
