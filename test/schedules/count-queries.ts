import type { Logger } from 'typeorm';
import type { RunningRouse } from '../support/rouse.js';

const TRIES = 5;

/**
 * How many statements Rouse sends to its database while something is done: the fewest of some tries, since the
 * workers look into it as well.
 */
export async function countQueries(rouse: RunningRouse, work: () => Promise<unknown>): Promise<number> {
  let queries = 0;
  const quiet = () => undefined;
  const logger: Logger = {
    logQuery: () => {
      queries += 1;
    },
    logQueryError: quiet,
    logQuerySlow: quiet,
    logSchemaBuild: quiet,
    logMigration: quiet,
    log: quiet,
  };
  rouse.dataSource.setOptions({ logger, logging: true });
  const counts: number[] = [];
  try {
    for (let tried = 0; tried < TRIES; tried += 1) {
      queries = 0;
      await work();
      counts.push(queries);
    }
  } finally {
    rouse.dataSource.setOptions({ logging: false });
  }
  return Math.min(...counts);
}
