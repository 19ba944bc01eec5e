import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { idOf, rouseClient, type RouseClient } from '../test/support/rouse-client.js';
import { story } from '../test/support/story.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { percentile } from './percentile.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';

const SCHEDULES = 1_000;
const MANY_SCHEDULES = 10_000;
const PEOPLE = 40;
const WARM_UP_ROUNDS = 15;
const ROUNDS_OF_ALL = 60;
const ROUNDS_OF_ONE = 300;
const P95_BOUND_MS = 200;
/** Equal, but for the noise of two runs on one machine. */
const MANY_AGAINST_FEW_BOUND = 1.5;

/** Who is on call over HTTP: in 1,000 schedules at once, and in one of them while there are ten times as many. */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const database = await startEmbeddedDatabase({ dataDir: join(folder, 'postgres'), log: () => undefined });
  const rouse = await startRouse(BUILT_PROGRAM, {
    DATABASE_URL: database.url,
    ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
    RATE_LIMIT_API: '1000000',
  });
  try {
    const client = rouseClient(rouse.url, ADMIN_TOKEN);
    const one = await seed(client);
    const all = await timesOf(client, `/api/v1/on-call?limit=${SCHEDULES}`, ROUNDS_OF_ALL);
    const path = `/api/v1/schedules/${one}/on-call`;
    const amongFew = percentile(await timesOf(client, path, ROUNDS_OF_ONE), 0.5);
    await multiply(database.url, MANY_SCHEDULES / SCHEDULES);
    const amongMany = percentile(await timesOf(client, path, ROUNDS_OF_ONE), 0.5);
    return [
      benchResult({ name: 'on call in 1,000 schedules, median', value: percentile(all, 0.5), unit: 'ms' }),
      benchResult({
        name: 'on call in 1,000 schedules, p95',
        value: percentile(all, 0.95),
        unit: 'ms',
        bound: P95_BOUND_MS,
      }),
      benchResult({ name: 'on call in one of 1,000 schedules, median', value: amongFew, unit: 'ms' }),
      benchResult({ name: 'on call in one of 10,000 schedules, median', value: amongMany, unit: 'ms' }),
      benchResult({
        name: 'one of 10,000 schedules against one of 1,000',
        value: amongMany / amongFew,
        unit: 'ratio',
        bound: MANY_AGAINST_FEW_BOUND,
      }),
    ];
  } finally {
    await rouse.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timesOf(client: RouseClient, path: string, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const started = performance.now();
    await client.get(path);
    if (round >= 0) times.push(performance.now() - started);
  }
  return times;
}

/** Schedules of one to three layers, some of them with overrides and with people who are away. Gives the id of one. */
async function seed(client: RouseClient): Promise<string> {
  const rouse = story(client);
  const people: string[] = [];
  while (people.length < PEOPLE) people.push((await rouse.person({ name: 'Ana' })).id);
  const away = { start: inDays(-1), end: inDays(20) };
  for (const id of people.slice(0, 5)) await client.post(`/api/v1/users/${id}/absences`, away);
  let one = '';
  for (let number = 0; number < SCHEDULES; number += 1) {
    const participants = [0, 7, 11, 13].map((step) => people[(number + step) % PEOPLE] ?? '');
    const schedule = {
      name: `Schedule ${number}`,
      timeZone: 'Europe/Berlin',
      layers: layersOf(number, participants),
    };
    one = idOf(await client.post('/api/v1/schedules', schedule));
    if (number % 5 === 0) {
      const override = { start: inDays(-1), end: inDays(1), userId: participants[0] };
      await client.post(`/api/v1/schedules/${one}/overrides`, override);
    }
  }
  return one;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

function layersOf(number: number, participants: readonly string[]) {
  const layer = { participants, startsAt: '2025-01-06T09:00', handoff: 'FREQ=WEEKLY;BYDAY=MO' };
  const layers = [
    layer,
    { ...layer, handoff: 'FREQ=DAILY;BYHOUR=9,21', shiftDuration: 'PT11H' },
    {
      ...layer,
      handoff: 'FREQ=DAILY',
      restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' }],
    },
  ];
  return layers.slice(0, 1 + (number % 3));
}

/** Copies every schedule, with what is known of it, until there are `times` as many. */
async function multiply(databaseUrl: string, times: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE TEMP TABLE copies AS
        SELECT id, gen_random_uuid() AS copy, number FROM schedules, generate_series(2, ${times}) AS number;
      INSERT INTO schedules (id, name, time_zone)
        SELECT copy, name || ' copy ' || number, time_zone FROM copies JOIN schedules USING (id);
      INSERT INTO schedule_versions (schedule_id, version, made_at, definition, user_ids)
        SELECT copy, version, made_at, definition, user_ids FROM copies JOIN schedule_versions ON schedule_id = id;
      INSERT INTO shift_recordings (schedule_id, recorded_from, recorded_until, due_at)
        SELECT copy, recorded_until, recorded_until, rouse_now() + interval '1 hour'
          FROM copies JOIN shift_recordings ON schedule_id = id;
      ANALYZE`);
  } finally {
    await client.end();
  }
}
