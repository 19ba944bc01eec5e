import { describeWithRedis } from '../support/describe-with.js';
import { redisQueue } from './queues-under-test.js';
import { tellResponseStories } from './response-stories.js';

describeWithRedis('Redis', () => {
  tellResponseStories('Redis', redisQueue());
});
