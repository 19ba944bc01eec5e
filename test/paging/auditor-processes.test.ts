import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';

const problem = z.object({ findings: z.array(z.object({ kind: z.string(), stopsPages: z.boolean() })) });
const patient = { within: 60_000 };

/** What must be undone at the end, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
let database: DataSource;
let databaseUrl: string;
let api: RouseProcess;
let worker: RouseProcess;
/** The paths that the dead man's switch was asked for. */
const beats: string[] = [];

beforeAll(async () => {
  const made = await createTestDatabase();
  cleanUp.push(() => made.drop());
  databaseUrl = made.url;
  database = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
  cleanUp.push(() => database.destroy());
  const heartbeatUrl = await startSwitch();
  worker = await startWorker();
  api = await startRouseProcess({
    DATABASE_URL: databaseUrl,
    ROUSE_ROLE: 'api',
    HEARTBEAT_URL: heartbeatUrl,
    HEARTBEAT_SECONDS: '1',
    LOG_LEVEL: 'info',
  });
  cleanUp.push(() => api.kill());
}, 180_000);
afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
}, 60_000);

async function startSwitch(): Promise<string> {
  const server = createServer((request, response) => {
    beats.push(request.url ?? '');
    response.end('OK');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return `http://127.0.0.1:${String(port)}/beat/0d3f`;
}

async function startWorker(): Promise<RouseProcess> {
  const started = await startRouseProcess({ DATABASE_URL: databaseUrl, ROUSE_ROLE: 'worker' });
  cleanUp.push(() => started.kill());
  return started;
}

const health = async (path: string) => api.api('GET', `/health/${path}`, undefined, { token: null });

async function metric(series: string): Promise<number> {
  const text = String(await api.get('/metrics', { token: null }));
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}
const withheld = () => metric('rouse_heartbeats_total{outcome="withheld"}');

async function pagingIsWell(): Promise<void> {
  const before = beats.length;
  await eventually(async () => {
    expect((await health('paging')).body).toMatchObject({ status: 'ok' });
    expect(await metric('rouse_paging_healthy')).toBe(1);
    expect(beats.length).toBeGreaterThan(before);
  }, patient);
}

/** Nothing is due but the canary. The heartbeat does not come back while nothing changes. */
async function pagingHasStopped(): Promise<void> {
  await advanceDatabaseClock(database, { seconds: 60 });
  await eventually(async () => {
    const { status, body } = await health('paging');
    expect(status).toBe(503);
    expect(problem.parse(body).findings).toContainEqual({ kind: 'sweeper-silence', stopsPages: true });
  }, patient);
  expect((await health('ready')).status).toBe(200);
  expect(await metric('rouse_paging_healthy')).toBe(0);
  expect(await metric('rouse_auditor_finding{kind="sweeper-silence"}')).toBe(1);
  const first = await withheld();
  await eventually(async () => expect(await withheld()).toBeGreaterThan(first), patient);
  const sent = beats.length;
  const later = await withheld();
  await eventually(async () => expect(await withheld()).toBeGreaterThan(later + 1), patient);
  expect(beats).toHaveLength(sent);
}

describe('the heartbeat', () => {
  it('stops while HTTP is green and every worker is frozen, and comes back with them', async () => {
    await pagingIsWell();
    expect(new Set(beats)).toEqual(new Set(['/beat/0d3f']));
    worker.freeze();
    await pagingHasStopped();
    expect(api.output()).toMatch(/"level":"error".*Pages do not go out as they should/);
    worker.thaw();
    await pagingIsWell();
    expect(api.output()).toMatch(/"level":"info".*Pages go out again/);
    expect(api.output()).not.toContain('0d3f');
  }, 180_000);

  it('stops while the worker lives, but nothing can be claimed', async () => {
    const blocker = database.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('LOCK TABLE pages IN SHARE MODE');
    await pagingHasStopped();
    expect((await worker.api('GET', '/health/ready', undefined, { token: null })).status).toBe(200);
    expect((await worker.api('GET', '/health/paging', undefined, { token: null })).status).toBe(503);
    await blocker.rollbackTransaction();
    await blocker.release();
    await pagingIsWell();
  }, 180_000);

  it('stops when the last worker is killed, and comes back with another', async () => {
    await worker.kill();
    await pagingHasStopped();
    await startWorker();
    await pagingIsWell();
  }, 180_000);
});
