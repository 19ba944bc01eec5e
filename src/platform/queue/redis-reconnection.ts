import type { OnApplicationShutdown } from '@nestjs/common';

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * When a lost connection to Redis is tried again: soon, and not BullMQ's own 20 s later. Once Rouse stops, not at
 * all: what waits for a connection that is being made would otherwise wait for ever, and closing a queue waits for it.
 */
export class RedisReconnection implements OnApplicationShutdown {
  private stopping = false;
  private shared: { disconnect(): void } | null = null;

  /** BullMQ closes the connections that it makes, and not one that it was given. */
  endWith(connection: { disconnect(): void }): void {
    this.shared = connection;
  }

  onApplicationShutdown(): void {
    this.shared?.disconnect();
  }

  giveUp(): void {
    this.stopping = true;
  }

  /** Milliseconds until the next try, after so many in vain; null for no more. */
  readonly delay = (times: number): number | null =>
    this.stopping ? null : Math.min(LONGEST_PAUSE_MS, 100 * times);
}
