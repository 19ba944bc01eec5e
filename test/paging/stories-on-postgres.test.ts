import { tellPagingStories } from './paging-stories.js';

tellPagingStories('PostgreSQL', {
  options: () => Promise.resolve({ queue: 'postgres' }),
  loseEverything: async (rouse) => {
    await rouse.dataSource.query('DELETE FROM bullmq.job');
  },
  end: () => Promise.resolve(),
});
