import type { DataSource, EntityManager } from 'typeorm';
import { keyedTransaction } from '../../platform/database/keyed-transaction.js';

/** Transactions that stood in each other's way; PostgreSQL has undone this one, and asks that it be tried again. */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const MOST_TIMES = 5;

/**
 * A transaction that is done again where PostgreSQL has undone it for another's sake: a receipt that is dropped for
 * that would not come a second time. `work` changes nothing but the database.
 * @throws whatever `work` throws, and a conflict that does not end
 */
export async function repeatedTransaction<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  for (let time = 1; ; time += 1) {
    try {
      return await keyedTransaction(dataSource, work);
    } catch (error) {
      if (time === MOST_TIMES || !isConflict(error)) throw error;
    }
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CONFLICTS.has(error.code);
