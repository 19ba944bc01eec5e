import { Redis } from 'ioredis';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis-server.js';
import { tellPagingStories } from './paging-stories.js';

describeWithRedis('Redis', () => {
  let redis: TestRedis;
  tellPagingStories('Redis', {
    options: async () => {
      redis = await startRedis();
      return { queue: 'redis', redisUrl: redis.url };
    },
    loseEverything: async () => {
      const client = new Redis(redis.url);
      await client.flushall();
      await client.quit();
    },
    end: () => redis.stop(),
  });
});
