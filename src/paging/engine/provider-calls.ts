import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

/** A provider that is slow holds this many calls at most; what is due beyond them stays due, and waits. */
const MOST_AT_ONCE = 100;

/**
 * The calls to providers that this process has under way. Whoever decides to call does not wait for the answer, so
 * that a slow provider keeps neither the wake-ups nor the sweeper from the next incident.
 */
@Injectable()
export class ProviderCalls implements BeforeApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();
  private places = MOST_AT_ONCE;
  private stopping = false;
  private roomIsMade: () => Promise<void> = () => Promise.resolve();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** How many calls may be begun now; none once this process stops. */
  get room(): number {
    return this.stopping ? 0 : Math.max(0, this.places);
  }

  /** Takes places, to be given back once. Ask for `room` before. */
  take(count: number): () => void {
    this.places -= count;
    return () => {
      this.places += count;
    };
  }

  /** What to do whenever a call has ended. Nobody waits for it, but it is waited for before the process ends. */
  whenRoom(work: () => Promise<void>): void {
    this.roomIsMade = work;
  }

  /** Lets a call go on by itself. Where it fails its page is `calling` still, and is looked up after its lease. */
  letGo(call: Promise<void>): void {
    const settled = call
      .catch((error: unknown) => {
        this.logger.error(
          { err: error },
          'What became of a call to a provider could not be written; it will be looked up',
        );
      })
      .then(() => (this.stopping ? undefined : this.roomIsMade()))
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'What waits for room could not be taken up; the sweeper will');
      })
      .finally(() => this.underWay.delete(settled));
    this.underWay.add(settled);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.settled();
  }
}
