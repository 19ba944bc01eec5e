import { tellPagingStories } from './paging-stories.js';
import { postgresQueue } from './queues-under-test.js';

tellPagingStories('PostgreSQL', postgresQueue);
