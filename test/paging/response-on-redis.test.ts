import { describeWithRedis } from '../support/redis-server.js';
import { redisQueue } from './queues-under-test.js';
import { tellResponseStories } from './response-stories.js';

describeWithRedis('Redis', () => {
  tellResponseStories('Redis', redisQueue());
});
