import type { DataSource, EntityManager } from 'typeorm';

/**
 * PostgreSQL keeps one plan of each prepared statement, instead of planning anew for every list of ids, which takes it longer than
 * to carry the statement out; and one that goes by indexes, since a table that is small when the plan is made grows under it.
 */
const ONE_PLAN_BY_INDEXES = 'SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off';

/**
 * A transaction whose statements all find their rows by keys, for work that is done again and again. Not for statements whose best
 * plan depends on what is asked, as lists with filters.
 */
export function keyedTransaction<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction(async (manager) => {
    await manager.query(ONE_PLAN_BY_INDEXES);
    return work(manager);
  });
}
