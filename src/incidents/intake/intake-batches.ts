import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import type { IntakeRequest } from './intake-request.js';
import { IntakeTransaction, type Taken } from './intake-transaction.js';
import { WaitingRequests } from './waiting-requests.js';

/** So many batches over many services are written at the same time, and so many of services that are held up. */
const LANES = 2;
const LANES_OF_HELD_UP = 4;
/** A second one only where the first takes longer than this: what comes meanwhile costs less in one batch than in two. */
const ALONE_FOR_MS = 10;
/**
 * A batch waits until as many requests are there as there were when the last one ended, this many at the most, but no longer than
 * this after the last one began: a transaction costs about as much for five as for one. Who sends alone so waits for nobody, and
 * senders who all wait for their answers are together at once.
 */
const ENOUGH = 25;
const APART_MS = 20;

/** More than this is not waited for: events and bytes of bodies that are not answered yet, and of one service half of it. */
const MOST_EVENTS = 5_000;
const MOST_BYTES = 32 * 1024 * 1024;

/** There are more events than can be stored soon: nothing was done, and it is to be sent again. */
export class IntakeIsFull extends Error {
  constructor() {
    super('More events are waiting than can be stored soon');
  }
}

/** The integration was revoked, or its service deleted, after the event had been let in. */
export class IntegrationIsGone extends Error {
  constructor() {
    super('The integration is gone');
  }
}

interface Waiting extends IntakeRequest {
  readonly bytes: number;
  readonly since: number;
  readonly stored: () => void;
  readonly failed: (error: unknown) => void;
}

interface Load {
  events: number;
  bytes: number;
}

/**
 * Stores events in batches (group commit): the first goes at once, and what comes while it is written forms the next
 * batch, over all integrations and services. So nobody waits while it is quiet, and a storm costs one commit for many.
 */
@Injectable()
export class IntakeBatches {
  private readonly waiting = new WaitingRequests<Waiting>();
  private readonly load: Load = { events: 0, bytes: 0 };
  private readonly loadOfService = new Map<string, Load>();
  private readonly lanes = { together: 0, heldUp: 0 };
  /** When the last batch over many services began, and how many requests a next one waits for. */
  private begunAt = -Infinity;
  private enough = 1;
  private isAboutToOpen = false;
  private lookAgain: NodeJS.Timeout | null = null;
  /** A batch is nobody's request: its log lines must not carry the id of the one that happened to start it. */
  private readonly outside = new AsyncResource('intake');

  constructor(
    private readonly transaction: IntakeTransaction,
    private readonly wakeUps: WakeUpQueue,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves after the commit that holds the events of this request, all of them.
   * @param bytes how large its body was
   * @throws IntakeIsFull where too much waits; IntegrationIsGone; what the database says where it cannot be stored
   */
  store(request: IntakeRequest, bytes: number): Promise<void> {
    const size: Load = { events: request.events.length, bytes };
    if (!this.hasRoom(request, size)) return Promise.reject(new IntakeIsFull());
    this.weigh(request, size, 1);
    return new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        this.weigh(request, size, -1);
        settle();
      };
      this.waiting.add({
        ...request,
        bytes,
        since: performance.now(),
        stored: end(resolve),
        failed: (error) => {
          end(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          })();
        },
      });
      this.openLanesSoon();
    });
  }

  /** A request that nobody else waits with is taken, however large it is. */
  private hasRoom({ integration }: IntakeRequest, size: Load): boolean {
    const ofService = this.loadOfService.get(integration.serviceId);
    const fits = (load: Load | undefined, share: number): boolean =>
      load === undefined ||
      load.events === 0 ||
      (load.events + size.events <= MOST_EVENTS * share && load.bytes + size.bytes <= MOST_BYTES * share);
    return fits(this.load, 1) && fits(ofService, 0.5);
  }

  private weigh({ integration }: IntakeRequest, { events, bytes }: Load, sign: 1 | -1): void {
    const { serviceId } = integration;
    const ofService = this.loadOfService.get(serviceId) ?? { events: 0, bytes: 0 };
    for (const load of [this.load, ofService]) {
      load.events += sign * events;
      load.bytes += sign * bytes;
    }
    this.metrics.ingestWaiting.set(this.load.events);
    if (ofService.events > 0) this.loadOfService.set(serviceId, ofService);
    else this.loadOfService.delete(serviceId);
  }

  /** After what has arrived by now was read: requests that come at one moment go together. */
  private openLanesSoon(): void {
    if (this.isAboutToOpen) return;
    this.isAboutToOpen = true;
    this.outside.runInAsyncScope(() => {
      setImmediate(() => {
        this.isAboutToOpen = false;
        this.openLanes();
      });
    });
  }

  private openLanes(): void {
    if (this.lanes.heldUp < LANES_OF_HELD_UP) void this.openLane('heldUp');
    if (this.lanes.together >= LANES || this.waiting.count === 0) return;
    const earlyMs = this.begunAt + this.apartMs() - performance.now();
    if (earlyMs <= 0) void this.openLane('together');
    else
      this.lookAgain ??= setTimeout(() => {
        this.lookAgain = null;
        this.openLanes();
      }, earlyMs);
  }

  /** So long after the last batch over many services the next one begins, or later. */
  private apartMs(): number {
    if (this.waiting.count < this.enough) return APART_MS;
    return this.lanes.together === 0 ? 0 : ALONE_FOR_MS;
  }

  private async openLane(lane: 'together' | 'heldUp'): Promise<void> {
    const batch = lane === 'together' ? this.waiting.takeTogether() : this.waiting.takeHeldUp();
    if (batch.length === 0) return;
    this.lanes[lane] += 1;
    // There may be more than one batch holds, or services that are held up by somebody else than this one is.
    this.openLanesSoon();
    const leftOut: Waiting[] = [];
    if (lane === 'together') this.begunAt = performance.now();
    await this.storeAll(batch, lane === 'heldUp', leftOut);
    if (lane === 'together') this.enough = Math.min(ENOUGH, this.waiting.count + batch.length);
    this.waiting.done(batch, leftOut);
    this.lanes[lane] -= 1;
    this.openLanesSoon();
  }

  /** A batch that fails is not everyone's failure: it is halved until what fails is alone. Settles all but `leftOut`. */
  private async storeAll(batch: readonly Waiting[], isPatient: boolean, leftOut: Waiting[]): Promise<void> {
    const heldUp = new Set(leftOut.map(({ integration }) => integration.serviceId));
    const requests = batch.filter(({ integration }) => !heldUp.has(integration.serviceId));
    // What is said of a key later must not overtake what was left out.
    leftOut.push(...batch.filter(({ integration }) => heldUp.has(integration.serviceId)));
    if (requests.length === 0) return;
    let taken: Taken<Waiting>;
    try {
      taken = await this.transaction.run(requests, isPatient);
    } catch (error) {
      return this.storeLess(requests, isPatient, leftOut, error);
    }
    // After the commit nothing may lead back to storing them.
    leftOut.push(...taken.leftOut);
    for (const { stored } of taken.stored) stored();
    for (const { failed } of taken.refused) failed(new IntegrationIsGone());
    this.measure(taken.stored);
    // Never throws; and that the queue is slow is no concern of who sent the event.
    void this.wakeUps.schedule(taken.wakeUps);
  }

  private async storeLess(
    requests: readonly Waiting[],
    isPatient: boolean,
    leftOut: Waiting[],
    error: unknown,
  ): Promise<void> {
    // Whom it waited for is not known: each service waits by itself now, and only one of them has to.
    if (!isPatient && isLockTimeout(error)) {
      leftOut.push(...requests);
      return;
    }
    if (requests.length === 1 || isDatabaseAway(error) || isLockTimeout(error)) {
      for (const { failed } of requests) failed(error);
      return;
    }
    this.logger.warn({ err: error, requests: requests.length }, 'A batch of events failed; halving it');
    const half = Math.ceil(requests.length / 2);
    await this.storeAll(requests.slice(0, half), isPatient, leftOut);
    await this.storeAll(requests.slice(half), isPatient, leftOut);
  }

  private measure(stored: readonly Waiting[]): void {
    if (stored.length === 0) return;
    const now = performance.now();
    let count = 0;
    for (const { since, events, integration } of stored) {
      this.metrics.ingestSeconds.observe((now - since) / 1000);
      for (const { action } of events) this.metrics.events.inc({ type: integration.type, action });
      count += events.length;
    }
    this.metrics.ingestBatchSize.observe(count);
  }
}

/** SQLSTATE 55P03, lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return cause instanceof Error && 'code' in cause && cause.code === '55P03';
}
