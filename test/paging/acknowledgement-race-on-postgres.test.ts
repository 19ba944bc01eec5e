import { raceAcknowledgements } from './acknowledgement-race.js';
import { postgresQueue } from './queues-under-test.js';

raceAcknowledgements('PostgreSQL', postgresQueue);
