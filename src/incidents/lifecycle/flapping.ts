/** From when on an alert that comes and goes is held as one incident. */
export interface FlappingLimit {
  /** So many times it may open within the stretch that is counted. */
  readonly opens: number;
}

/**
 * Whether an alert that opens now is flapping.
 * @param limit null where the service wants none of it
 * @param opensBefore how often its key opened within the stretch that is counted, this time not included
 */
export function isFlapping(limit: FlappingLimit | null, opensBefore: number): boolean {
  return limit !== null && opensBefore + 1 > limit.opens;
}
