import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { fillCrowd } from './crowd.js';
import { inParallel } from './in-parallel.js';
import { copyOfDatabase, makePagedServices, type PagedService } from './paged-services.js';
import { percentile } from './percentile.js';
import { postJson } from './post-json.js';
import { startProcesses } from './rouse-processes.js';
import { ADMIN_TOKEN } from './running-rouse.js';
import { Started } from './started.js';

/** The whole is 1; `BENCH_SCALE=0.1` makes a tenth of it, for a look. */
const SCALE = Number(process.env['BENCH_SCALE'] ?? 1);
const CROWD = { users: 100_000 * SCALE, services: 10_000 * SCALE, alerts: 1_000_000 * SCALE };
const SERVICES = 20;
const EVENTS = 1_000;
const CONNECTIONS = 16;
const QUESTIONS = 40;
const NOBODY = 'http://127.0.0.1:9';

/** What is asked, and of which of the things that there are. */
const ASKED: Readonly<Record<string, (known: Known) => string>> = {
  'list of open incidents': () => '/api/v1/incidents?status=triggered&limit=50',
  'list of all incidents': () => '/api/v1/incidents?limit=50',
  'incidents of a service': ({ serviceId }) => `/api/v1/incidents?serviceId=${serviceId}&limit=50`,
  'incidents of a person': ({ userId }) => `/api/v1/incidents?assignedTo=${userId}&limit=50`,
  'open incidents of a person': ({ userId }) =>
    `/api/v1/incidents?assignedTo=${userId}&status=triggered&limit=50`,
  'who is on call': () => '/api/v1/on-call?limit=50',
  'contact methods of a person': ({ userId }) => `/api/v1/users/${userId}/contact-methods`,
};

interface Known {
  readonly userId: string;
  readonly serviceId: string;
}

/**
 * 100,000 people, 10,000 services and 1,000,000 open alerts in 100,000 incidents, each with a deadline, against the same
 * program on an empty database: what an alert with a new key and one with a known key take, what is asked most, and a round of
 * the sweeper that finds nothing due. Medians, one process for requests; the floor is the empty database.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const embedded = started.add(await startEmbeddedDatabase({ dataDir: folder, log: () => undefined }));
    const services = await makePagedServices(embedded.url, SERVICES);
    const empty = await copyOfDatabase(embedded.url, 'empty');
    const crowded = await copyOfDatabase(embedded.url, 'crowded');
    const database = started.add(openPool(crowded));
    await fillCrowd(database.pool, CROWD);
    const without = await measure(empty, services);
    const withCrowd = await measure(crowded, services);
    return [
      ...[...withCrowd].map(([what, value]) =>
        benchResult({ name: `${what}, crowded`, value, floor: without.get(what) ?? Number.NaN, unit: 'ms' }),
      ),
      benchResult({
        name: 'size of the crowded database',
        value: await megabytes(database.pool),
        unit: 'MB',
      }),
    ];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function openPool(connectionString: string): { pool: pg.Pool; stop(): Promise<void> } {
  const pool = new pg.Pool({ connectionString });
  return { pool, stop: () => pool.end() };
}

async function measure(databaseUrl: string, services: readonly PagedService[]): Promise<Map<string, number>> {
  const started = new Started();
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  started.add({
    stop: () => {
      agent.destroy();
      return Promise.resolve();
    },
  });
  const medians = new Map<string, number>();
  try {
    const { pool } = started.add(openPool(databaseUrl));
    const url = await startProcesses(
      started,
      'one process',
      { databaseUrl, providerUrl: NOBODY },
      { ROUSE_ROLE: 'api' },
    );
    const send = async (number: number): Promise<number> => {
      const { sentAt, answeredAt } = await postJson(agent, `${url}/v2/enqueue`, {
        routing_key: services[number % services.length]?.eventsKey,
        event_action: 'trigger',
        dedup_key: `key-${String(number)}`,
        payload: { summary: `Disk full ${String(number)}`, severity: 'critical', source: 'db-1' },
      });
      return answeredAt - sentAt;
    };
    await inParallel(200, CONNECTIONS, (number) => send(EVENTS + number));
    medians.set('an alert with a new key', percentile(await inParallel(EVENTS, CONNECTIONS, send), 0.5));
    medians.set('an alert with a known key', percentile(await inParallel(EVENTS, CONNECTIONS, send), 0.5));
    const known = await whoAndWhat(pool);
    for (const [what, path] of Object.entries(ASKED))
      medians.set(what, await medianOf(() => ask(url + path(known))));
    medians.set('a round of the sweeper', await medianOf(() => claimNothing(pool)));
    return medians;
  } finally {
    await started.stop();
  }
}

/** Somebody who has an incident, and a service that has one. */
async function whoAndWhat(pool: pg.Pool): Promise<Known> {
  const { rows } = await pool.query<Known>(
    `SELECT coalesce(escalation.position -> 'pagedUserIds' ->> 0, (SELECT id::text FROM users LIMIT 1)) AS "userId",
            incident.service_id AS "serviceId"
     FROM incidents incident LEFT JOIN escalations escalation ON escalation.incident_id = incident.id
     ORDER BY incident.id LIMIT 1`,
  );
  const [known] = rows;
  if (!known) throw new Error('there is no incident');
  return known;
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}: ${text}`);
}

/** As the sweeper asks for escalations, with a grace that nothing has outlasted. */
async function claimNothing(pool: pg.Pool): Promise<void> {
  await pool.query(
    `UPDATE escalations SET due_at = rouse_now(), fence = fence + 1 WHERE incident_id IN (
       SELECT incident_id FROM escalations WHERE status = 'running' AND due_at <= rouse_now() - interval '1 day'
       ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)`,
  );
}

async function medianOf(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return percentile(times, 0.5);
}

async function megabytes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size');
  return Number(rows[0]?.size ?? Number.NaN) / 1e6;
}
