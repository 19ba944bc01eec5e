import type { Logger } from 'typeorm';
import { currentLogContext } from '../../src/platform/logging/logger.js';
import type { RunningRouse } from '../support/rouse.js';

const TRIES = 5;

/**
 * How many statements Rouse sends to its database for a request: the fewest of some tries, since now and then one
 * more writes down when a token was used. What the workers of the same process look for is not counted.
 */
export async function countQueries(rouse: RunningRouse, work: () => Promise<unknown>): Promise<number> {
  let queries = 0;
  const quiet = () => undefined;
  const logger: Logger = {
    logQuery: () => {
      if (currentLogContext().requestId !== undefined) queries += 1;
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
