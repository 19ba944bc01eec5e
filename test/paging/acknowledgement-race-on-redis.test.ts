import { describeWithRedis } from '../support/redis-server.js';
import { raceAcknowledgements } from './acknowledgement-race.js';
import { redisQueue } from './queues-under-test.js';

describeWithRedis('Redis', () => {
  raceAcknowledgements('Redis', redisQueue());
});
