import { describeWithRedis } from '../support/describe-with.js';
import { tellPagingStories } from './paging-stories.js';
import { redisQueue } from './queues-under-test.js';

describeWithRedis('Redis', () => {
  tellPagingStories('Redis', redisQueue());
});
