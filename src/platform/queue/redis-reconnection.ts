/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * When a lost connection to Redis is tried again: soon, and not BullMQ's own 20 s later. Once Rouse stops, not at
 * all: what waits for a connection that is being made would otherwise wait for ever, and closing a queue waits for it.
 */
export class RedisReconnection {
  private stopping = false;

  giveUp(): void {
    this.stopping = true;
  }

  /** Milliseconds until the next try, after so many in vain; null for no more. */
  readonly delay = (times: number): number | null =>
    this.stopping ? null : Math.min(LONGEST_PAUSE_MS, 100 * times);
}
