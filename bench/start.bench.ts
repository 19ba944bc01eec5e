import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { eventually } from '../test/support/eventually.js';
import { rouseClient } from '../test/support/rouse-client.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { percentile } from './percentile.js';
import { residentMegabytes, startRouse } from './running-rouse.js';

const RUNS = 7;
const READY_BOUND_SECONDS = 3;
const MEMORY_BOUND_MB = 200;
/** What a start leaves behind is collected by then, as far as it ever is. */
const IDLE_AFTER_MS = 5_000;

const NPM_START = ['npm', 'start', '--silent'] as const;
/** What `npm start` runs, without npm around it, so that its process is known. */
const START_SCRIPT = [process.execPath, join(process.cwd(), 'script', 'start.mjs')] as const;

const messagesSchema = z.object({ items: z.array(z.unknown()).min(1) });

/**
 * How soon a second start is ready, on the embedded default with everything installed and the demo there, and how
 * much memory the idle process holds.
 */
export async function run(): Promise<BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  try {
    const first = await startRouse(NPM_START, { ROUSE_DATA_DIR: dataDir });
    await first.stop();
    return [...(await startAgainAndAgain(dataDir)), ...(await residentMemory(dataDir))];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startAgainAndAgain(dataDir: string): Promise<BenchResult[]> {
  const ready: number[] = [];
  const greeting: number[] = [];
  const floor: number[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    floor.push(((await bareNode()) + (await bareDatabase(dataDir))) / 1000);
    const rouse = await startRouse(NPM_START, { ROUSE_DATA_DIR: dataDir });
    await rouse.stop();
    ready.push(rouse.readyAfterMs / 1000);
    greeting.push(rouse.greetingAfterMs / 1000);
  }
  const result = (name: string, values: readonly number[]): BenchResult =>
    benchResult({
      name: `${name}, median of ${RUNS}`,
      value: percentile(values, 0.5),
      unit: 's',
      floor: percentile(floor, 0.5),
      bound: READY_BOUND_SECONDS,
    });
  return [result('npm start to ready', ready), result('npm start to greeting', greeting)];
}

async function residentMemory(dataDir: string): Promise<BenchResult[]> {
  const rouse = await startRouse(START_SCRIPT, { ROUSE_DATA_DIR: dataDir });
  try {
    await sleep(IDLE_AFTER_MS);
    const idle = await residentMegabytes(rouse.pid);
    await pageSomebody(rouse.url, rouse.output());
    await sleep(IDLE_AFTER_MS);
    const afterPage = await residentMegabytes(rouse.pid);
    const floor = await bareMemory();
    if (idle === null || afterPage === null || floor === null) {
      process.stderr.write('Resident memory is read from /proc, which this system has not: not measured\n');
      return [];
    }
    return [
      benchResult({ name: 'resident, idle', value: idle, unit: 'MB', floor, bound: MEMORY_BOUND_MB }),
      benchResult({
        name: 'resident, idle again after a page',
        value: afterPage,
        unit: 'MB',
        floor,
        bound: MEMORY_BOUND_MB,
      }),
    ];
  } finally {
    await rouse.stop();
  }
}

/** Does what the greeting says: sends the event that it prints, and waits for the message on the simulator. */
async function pageSomebody(url: string, greeting: string): Promise<void> {
  const event = /-d '(\{.*\})'/.exec(greeting)?.[1];
  const token = /Bearer (\S+)/.exec(greeting)?.[1];
  if (event === undefined || token === undefined) throw new Error(`No event and token in:\n${greeting}`);
  const client = rouseClient(url, token);
  await client.post('/v2/enqueue', JSON.parse(event), { token: null });
  await eventually(async () => messagesSchema.parse(await client.get('/api/v1/simulator/messages')));
}

/** Milliseconds of a Node that does nothing. */
async function bareNode(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['--eval', ''], { stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

/** Milliseconds until the same PostgreSQL takes connections. */
async function bareDatabase(dataDir: string): Promise<number> {
  const started = performance.now();
  const database = await startEmbeddedDatabase({ dataDir, log: () => undefined });
  const ready = performance.now() - started;
  await database.stop();
  return ready;
}

async function bareMemory(): Promise<number | null> {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await sleep(500);
  const memory = await residentMegabytes(child.pid ?? 0);
  const exited = once(child, 'exit');
  child.kill();
  await exited;
  return memory;
}
