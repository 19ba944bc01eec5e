/** What one process may hold beside its pool: the queue's, two for looking after partitions and watching, one to spare. */
const BESIDE_THE_POOL = { postgres: 20, redis: 4 } as const;

/** What the server says about its connections. */
export interface ServerConnections {
  /** Those that may be used by others than superusers. */
  readonly most: number;
  /** Processes of Rouse that are connected, this one included. */
  readonly processes: number;
  /** Connections of everybody else. */
  readonly others: number;
}

/** So many connections a process may come to need. */
export const connectionsOf = (poolSize: number, queue: 'postgres' | 'redis'): number =>
  poolSize + BESIDE_THE_POOL[queue];

/** Whether all processes can have what they may come to need at the same time; what is missing, else null. */
export function missingConnections(
  { most, processes, others }: ServerConnections,
  eachProcess: number,
): number | null {
  const missing = processes * eachProcess + others - most;
  return missing > 0 ? missing : null;
}
