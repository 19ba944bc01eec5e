/** How many points of a key are taken, and when its count begins anew. */
export interface Count {
  readonly points: number;
  readonly msLeft: number;
}

/** Counts that all processes share. A count begins with its first points and is gone when its time is over. */
export interface LimitStore {
  /** Takes points of a key, also beyond what anybody allows. @param seconds how long the count lasts if it begins now */
  take(key: string, points: number, seconds: number): Promise<Count>;
  /** How many are taken now. */
  points(key: string): Promise<number>;
  /** Begins these counts anew. */
  forget(keys: readonly string[]): Promise<void>;
}
