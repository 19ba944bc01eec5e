import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { makePagedServices } from './paged-services.js';
import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import { Started } from './started.js';

const DEADLINES = 100_000;
const MOST_PERCENT = 5;
const SETTLE_MS = 5_000;
const MEASURE_MS = 20_000;
/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;

/**
 * What a worker costs that has nothing to do but a hundred thousand deadlines to wait for: processor time of its process and of
 * all processes of its PostgreSQL, against the same without deadlines. Linux only. The deadlines have no wake-ups in the queue,
 * as after a FLUSHALL: whoever looks for them is the sweeper.
 */
export async function run(): Promise<BenchResult[]> {
  if (process.platform !== 'linux') return [];
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  const started = new Started();
  try {
    const embedded = started.add(await startEmbeddedDatabase({ dataDir: folder, log: () => undefined }));
    await makePagedServices(embedded.url, 1);
    const database = new pg.Pool({ connectionString: embedded.url });
    started.add({ stop: () => database.end() });
    const worker = started.add(
      await startRouse(BUILT_PROGRAM, {
        DATABASE_URL: embedded.url,
        ROUSE_ROLE: 'worker',
        ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      }),
    );
    const without = await percentOfACore(folder, worker.pid);
    await addDeadlines(database);
    const withDeadlines = await percentOfACore(folder, worker.pid);
    const results = (['worker', 'database'] as const).map((who) =>
      benchResult({
        name: `idle ${who} with 100,000 deadlines`,
        value: withDeadlines[who],
        floor: without[who],
        unit: '%',
      }),
    );
    const sum = ({ worker: own, database: its }: Cost): number => own + its;
    return [
      ...results,
      benchResult({
        name: 'what 100,000 deadlines cost an idle worker and its database',
        value: Math.max(0, sum(withDeadlines) - sum(without)),
        unit: '%',
        bound: MOST_PERCENT,
      }),
    ];
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Cost {
  readonly worker: number;
  readonly database: number;
}

async function percentOfACore(dataDir: string, workerPid: number): Promise<Cost> {
  await sleep(SETTLE_MS);
  const server = Number(
    (await readFile(join(dataDir, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  const from = {
    worker: await ownMilliseconds(workerPid),
    database: await familyMilliseconds(server),
    at: performance.now(),
  };
  await sleep(MEASURE_MS);
  const elapsed = performance.now() - from.at;
  return {
    worker: (100 * ((await ownMilliseconds(workerPid)) - from.worker)) / elapsed,
    database: (100 * ((await familyMilliseconds(server)) - from.database)) / elapsed,
  };
}

/** The fields of `/proc/<pid>/stat` after the name: state, parent, …, user and system time at 11 and 12, of ended children at 13 and 14. */
async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

const ticks = (stat: readonly string[], ...places: readonly number[]): number =>
  TICK_MS * places.reduce((sum, place) => sum + Number(stat[place] ?? 0), 0);

const ownMilliseconds = async (pid: number): Promise<number> => ticks(await statOf(pid), 11, 12);

/** A server, its processes, and those of them that have ended. */
async function familyMilliseconds(server: number): Promise<number> {
  let sum = ticks(await statOf(server), 11, 12, 13, 14);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await statOf(Number(name));
    if (Number(stat[1]) === server) sum += ticks(stat, 11, 12);
  }
  return sum;
}

/** Open incidents whose escalations go on in some hours. */
async function addDeadlines(database: pg.Pool): Promise<void> {
  await database.query(`
WITH incident AS (
  INSERT INTO incidents (id, service_id, title, status, urgency, severity)
  SELECT gen_random_uuid(), service.id, 'waits', 'triggered', 'high', 'critical'
  FROM generate_series(1, ${String(DEADLINES)}), (SELECT id FROM services LIMIT 1) service RETURNING id)
INSERT INTO escalations (incident_id, policy, status, position, due_at)
SELECT id, '{"steps": []}', 'running', '{"step": 0, "round": 0}', rouse_now() + interval '5 hours' + random() * interval '20 hours'
FROM incident`);
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
}
