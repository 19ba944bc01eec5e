import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import type { RunningRouse } from '../support/rouse.js';

/** Which engine carries the wake-ups, and how to make it forget them all. */
export interface QueueUnderTest {
  options(): Promise<{ queue: 'postgres' } | { queue: 'redis'; redisUrl: string }>;
  loseEverything(rouse: RunningRouse): Promise<void>;
  end(): Promise<void>;
}

/** BullMQ on the PostgreSQL that everything else is in. */
export const postgresQueue: QueueUnderTest = {
  options: () => Promise.resolve({ queue: 'postgres' }),
  loseEverything: async (rouse) => {
    await rouse.dataSource.query('DELETE FROM bullmq.job');
  },
  end: () => Promise.resolve(),
};

/** BullMQ on a Redis of the test's own. */
export function redisQueue(): QueueUnderTest {
  let redis: TestRedis | null = null;
  const url = (): string => {
    if (redis === null) throw new Error('Redis has not been started');
    return redis.url;
  };
  return {
    options: async () => {
      redis = await startRedis();
      return { queue: 'redis', redisUrl: url() };
    },
    loseEverything: async () => {
      const client = new Redis(url());
      await client.flushall();
      await client.quit();
    },
    end: async () => {
      await redis?.stop();
    },
  };
}
