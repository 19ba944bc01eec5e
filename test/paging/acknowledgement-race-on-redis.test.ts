import { describeWithRedis } from '../support/describe-with.js';
import { raceAcknowledgements } from './acknowledgement-race.js';
import { redisQueue } from './queues-under-test.js';

describeWithRedis('Redis', () => {
  raceAcknowledgements('Redis', redisQueue());
});
