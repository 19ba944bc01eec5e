import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../logging/logger.js';
import { WakeUpHandlers } from './wake-up-handlers.js';
import type { WakeUpHandler, Woken } from './wake-up.js';

/** So many batches of one kind are worked on at the same time. */
const LANES = 2;
/**
 * A batch begins no sooner than this after the one before it, unless it is full. A transaction costs about as much for five as for
 * one, so that under a steady load this is what work costs; a wake-up that comes while it is quiet waits for nothing.
 */
const APART_MS = 20;
/** What one batch holds; of a kind that is worked on one by one, that many go at the same time. */
const MOST = 100;
const MOST_ONE_BY_ONE = 6;
/** Where more than this wait in one process, others should help. */
const ENOUGH = 300;

interface Waiting {
  readonly entries: { readonly woken: Woken; readonly done: () => void }[];
  lanes: number;
  /** When the last batch began, by `performance.now()`. */
  begunAt: number;
  /** Whether a lane waits for more to come. */
  isGathering: boolean;
}

/**
 * Wake-ups whose time has come, worked on in batches: the first goes at once, and what comes while it is under way, or
 * right after it began, forms the next batch. So nobody waits while it is quiet, and a storm costs one transaction a hundred.
 */
@Injectable()
export class WakeUpBatches {
  private readonly waiting = new Map<string, Waiting>();
  private readonly underWay = new Set<Promise<unknown>>();
  /** A batch is nobody's request: its log lines must not carry the id of the one that happened to start it. */
  private readonly outside = new AsyncResource('wake-ups');
  private isOpen = false;

  constructor(
    private readonly handlers: WakeUpHandlers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** From now on this process works on what it wakes itself. */
  open(): void {
    this.isOpen = true;
  }

  /** How many of a kind this process takes from itself, without the queue: none where it does not work, or has enough. */
  roomFor(kind: string): number {
    if (!this.isOpen || !this.handlers.has(kind)) return 0;
    return Math.max(0, ENOUGH - (this.waiting.get(kind)?.entries.length ?? 0));
  }

  /**
   * Resolves once they were worked on, well or not: a fault is logged, and what it left undone is the sweeper's.
   * @throws Error when nobody handles this kind
   */
  async work(kind: string, wakeUps: readonly Woken[]): Promise<void> {
    const handler = this.handlers.of(kind);
    const waiting = this.waiting.get(kind) ?? {
      entries: [],
      lanes: 0,
      begunAt: -Infinity,
      isGathering: false,
    };
    this.waiting.set(kind, waiting);
    const worked = Promise.all(
      wakeUps.map((woken) => new Promise<void>((done) => waiting.entries.push({ woken, done }))),
    );
    this.underWay.add(worked);
    if (waiting.lanes < LANES && !waiting.isGathering)
      this.outside.runInAsyncScope(() => {
        void this.openLane(handler, waiting);
      });
    await worked;
    this.underWay.delete(worked);
  }

  /** Takes no more from this process itself, and resolves when nothing is under way. */
  async finish(): Promise<void> {
    this.isOpen = false;
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async openLane(handler: WakeUpHandler, waiting: Waiting): Promise<void> {
    waiting.lanes += 1;
    const most = handler.handleMany ? MOST : MOST_ONE_BY_ONE;
    while (waiting.entries.length > 0) {
      await gather(waiting, most);
      const batch = waiting.entries.splice(0, most);
      // The other lane may have waited as well.
      if (batch.length === 0) break;
      waiting.begunAt = performance.now();
      await this.handOver(handler, eachOnce(batch.map(({ woken }) => woken)));
      for (const { done } of batch) done();
    }
    waiting.lanes -= 1;
  }

  private async handOver(handler: WakeUpHandler, wakeUps: readonly Woken[]): Promise<void> {
    if (handler.handleMany)
      return handler.handleMany(wakeUps).catch((error: unknown) => {
        this.tellFault(handler, error, wakeUps);
      });
    const one = (woken: Woken) =>
      handler.handle(woken).catch((error: unknown) => {
        this.tellFault(handler, error, [woken]);
      });
    await Promise.all(wakeUps.map(one));
  }

  private tellFault({ kind }: WakeUpHandler, error: unknown, wakeUps: readonly Woken[]): void {
    this.logger.error(
      { err: error, kind, ids: wakeUps.map(({ id }) => id) },
      'Wake-ups failed; the sweeper will take them up again',
    );
  }
}

/** Waits until the next batch may begin. */
async function gather(waiting: Waiting, most: number): Promise<void> {
  const early = waiting.begunAt + APART_MS - performance.now();
  if (early <= 0 || waiting.entries.length >= most) return;
  waiting.isGathering = true;
  await sleep(early);
  waiting.isGathering = false;
}

/** Of several wake-ups for one thing only the newest can find something to do. */
function eachOnce(wakeUps: readonly Woken[]): Woken[] {
  const newest = new Map<string, Woken>();
  for (const each of wakeUps) {
    const known = newest.get(each.id);
    if (!known || known.fence < each.fence) newest.set(each.id, each);
  }
  return [...newest.values()];
}
