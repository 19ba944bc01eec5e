import { describeWithRedis } from '../support/redis-server.js';
import { tellPagingStories } from './paging-stories.js';
import { redisQueue } from './queues-under-test.js';

describeWithRedis('Redis', () => {
  tellPagingStories('Redis', redisQueue());
});
