import pg from 'pg';

/** How a pool of connections to PostgreSQL stands now. */
export interface PoolUse {
  readonly inUse: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  readonly limit: number;
}

/** @param pool of node-postgres, however a library that keeps it types it; null where it is something else */
export function poolUse(pool: unknown): PoolUse | null {
  if (!(pool instanceof pg.Pool)) return null;
  const { totalCount, idleCount, waitingCount, options } = pool;
  return { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount, limit: options.max };
}
