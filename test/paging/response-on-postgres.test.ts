import { postgresQueue } from './queues-under-test.js';
import { tellResponseStories } from './response-stories.js';

tellResponseStories('PostgreSQL', postgresQueue);
