import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { LimitStorage } from '../../src/platform/http/limits/limit-storage.js';
import { SharedCounts } from '../../src/platform/http/limits/shared-counts.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { describeWithRedis } from '../support/describe-with.js';
import { eventually } from '../support/eventually.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRedisCluster, type TestRedisCluster } from '../support/redis-cluster.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

/** The limits of one process, over a store that others use too. */
async function openProcess(dataSource: DataSource, redisUrls: string[] | null) {
  const logged: string[] = [];
  const logger = createLogger('trace', { write: (line: string) => logged.push(line) });
  const metrics = new Metrics();
  const counts = new SharedCounts(dataSource, metrics, { redisUrls, role: 'all' }, logger);
  await counts.onModuleInit();
  const storage = new LimitStorage(counts);
  return {
    storage,
    counts,
    logged,
    allowed: async (key: string, most: number, seconds = 60) =>
      (await storage.take(key, most, seconds, 'strict')).allowed,
    withoutCounts: async () => {
      const { values } = (await metrics.registry
        .getSingleMetric('rouse_limiter_unavailable_total')
        ?.get()) ?? {
        values: [],
      };
      return values[0]?.value ?? 0;
    },
    close: () => {
      counts.onApplicationShutdown();
      storage.onApplicationShutdown();
    },
  };
}
type Process = Awaited<ReturnType<typeof openProcess>>;

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** What holds in every store. */
function sharesItsCounts(open: () => [Process, Process]): void {
  it('counts over all processes, exactly where the limit is small', async () => {
    const [one, other] = open();
    const answers = [];
    for (let turn = 0; turn < 8; turn += 1)
      answers.push(await (turn % 2 === 0 ? one : other).allowed('small', 5));
    expect(answers).toEqual([true, true, true, true, true, false, false, false]);
    expect(await other.allowed('another key', 5)).toBe(true);
    expect(await one.storage.take('small', 5, 60)).toEqual({
      allowed: false,
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('lets no more through when all come at once', async () => {
    const [one, other] = open();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? one : other).allowed('at once', 20)),
    );
    // Of those that come at once a process may take more than it needs; never more than there are.
    expect(answers.filter((allowed) => allowed)).toHaveLength(20);
  });

  it('begins anew when it is told to, and remembers what is remembered', async () => {
    const [one, other] = open();
    await one.allowed('forgiven', 1);
    expect(await one.allowed('forgiven', 1)).toBe(false);
    await one.storage.forget(['forgiven']);
    expect(await one.allowed('forgiven', 1)).toBe(true);
    expect(await other.counts.points('forgiven')).toBe(1);
    expect(await other.counts.points('nothing')).toBe(0);
  });
}

describe('limits over PostgreSQL', () => {
  let processes: [Process, Process];
  beforeAll(async () => {
    processes = [await openProcess(dataSource, null), await openProcess(dataSource, null)];
  });
  afterAll(() => {
    for (const each of processes) each.close();
  });
  sharesItsCounts(() => processes);

  it('begin anew when their time is over, and are cleared away', async () => {
    const [one] = processes;
    expect(await one.allowed('a minute', 1)).toBe(true);
    await advanceDatabaseClock(dataSource, { minutes: 1 });
    const fresh = await openProcess(dataSource, null);
    expect(await fresh.allowed('a minute', 1)).toBe(true);
    await advanceDatabaseClock(dataSource, { minutes: 2 });
    await fresh.counts.purge();
    expect(await dataSource.query('SELECT key FROM limit_counts')).toEqual([]);
    fresh.close();
  });

  it('are strict in each process by itself, or open, while the counts cannot be had; and say so once a minute', async () => {
    const one = await openProcess(dataSource, null);
    await dataSource.query('ALTER TABLE limit_counts RENAME TO limit_counts_away');
    const strict = [];
    for (let turn = 0; turn < 5; turn += 1) strict.push(await one.allowed('strict', 5));
    expect(strict).toEqual([true, true, true, false, false]);
    for (let turn = 0; turn < 20; turn += 1)
      expect(await one.storage.take('open', 5, 60, 'open')).toEqual({ allowed: true });
    expect(await one.withoutCounts()).toBe(25);
    expect(one.logged.filter((line) => line.includes('cannot be had'))).toHaveLength(1);
    await dataSource.query('ALTER TABLE limit_counts_away RENAME TO limit_counts');
    await eventually(async () => {
      expect(await one.storage.take('open', 1, 60, 'open')).toMatchObject({ allowed: false });
    });
    one.close();
  });
});

describeWithRedis('limits over Redis', () => {
  let redis: TestRedis;
  let processes: [Process, Process];
  beforeAll(async () => {
    redis = await startRedis();
    processes = [await openProcess(dataSource, [redis.url]), await openProcess(dataSource, [redis.url])];
  });
  afterAll(async () => {
    for (const each of processes) each.close();
    await redis.stop();
  });
  sharesItsCounts(() => processes);

  it('go on without it, whether it is gone or silent, and come back to it', async () => {
    const [one] = processes;
    await redis.stop();
    for (let turn = 0; turn < 10; turn += 1)
      expect(await one.storage.take('open', 2, 60, 'open')).toEqual({ allowed: true });
    const strict = [];
    for (let turn = 0; turn < 3; turn += 1) strict.push(await one.allowed('strict', 4));
    expect(strict).toEqual([true, true, false]);
    await redis.start();
    await eventually(async () => {
      expect(await one.storage.take('back', 1, 60, 'open')).toMatchObject({ allowed: false });
    });
    redis.pause();
    expect(await one.storage.take('silent', 1, 60, 'open')).toEqual({ allowed: true });
    redis.resume();
  });
});

describeWithRedis('limits over a Redis Cluster', () => {
  let cluster: TestRedisCluster;
  let processes: [Process, Process];
  beforeAll(async () => {
    cluster = await startRedisCluster();
    const urls = cluster.url.split(',');
    processes = [await openProcess(dataSource, urls), await openProcess(dataSource, urls)];
  });
  afterAll(async () => {
    for (const each of processes) each.close();
    await cluster.stop();
  });
  sharesItsCounts(() => processes);
});
