import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Authentication } from '../../access/authentication.js';
import { Problem } from '../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ChangeLog, type Change } from '../changes/change-log.js';
import { isAfter, type ChangePosition } from '../changes/change-position.js';
import { StreamConnection } from './stream-connection.js';
import {
  changeEvent,
  heartbeat,
  isWanted,
  openingEvent,
  resetEvent,
  type StreamFilter,
} from './stream-event.js';

/** What happened is on the screens of people within 300 ms, of which they need the most to ask for it and draw it. */
const POLL_MS = 75;
const LOOK_AFTER_MS = 15_000;
const BATCH = 500;
const MOST_PER_TOKEN = 20;
const MOST_IN_ALL = 2_000;
const RETRY_AFTER_SECONDS = 15;

interface Subscriber {
  readonly connection: StreamConnection;
  readonly filter: StreamFilter;
  /** What happened up to here was sent, or was not wanted. */
  position: ChangePosition;
  /** False while it reads by itself what it missed. */
  isLive: boolean;
}

/**
 * All streams of this process. One loop reads the log for all of them, and only while there are any; whoever resumes
 * first reads by itself what it missed.
 */
@Injectable()
export class ChangeStreams implements BeforeApplicationShutdown {
  private readonly subscribers = new Set<Subscriber>();
  private readonly opening = new Map<string, number>();
  private loop: Promise<void> | null = null;
  /** How far the loop has read; null while there is none. */
  private position: ChangePosition | null = null;
  private lookedAfterAt = 0;
  private readonly stop = new AbortController();

  constructor(
    private readonly log: ChangeLog,
    private readonly authentication: Authentication,
    metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { subscribers } = this;
    new Gauge({
      name: 'rouse_event_streams',
      help: 'Server-sent event streams that are open now',
      registers: [metrics.registry],
      collect() {
        this.set(subscribers.size);
      },
    });
  }

  /**
   * Opens a stream.
   * @param from where to go on; null: from now on; 'unknown' stands for a position that nobody gave
   * @throws Problem 429 when the token has too many streams, 503 when the process has, or is stopping
   */
  async open(
    tokenId: string,
    filter: StreamFilter,
    from: ChangePosition | 'unknown' | null,
  ): Promise<StreamConnection> {
    this.requireRoom(tokenId);
    this.opening.set(tokenId, (this.opening.get(tokenId) ?? 0) + 1);
    try {
      // Before anything is looked up: what happens from here on is not missed.
      const head = await this.log.head();
      const resumes = from !== null && from !== 'unknown' && (await this.log.reaches(from));
      const position = resumes ? from : head;
      const connection = new StreamConnection(tokenId);
      connection.send(openingEvent(position));
      if (from !== null && !resumes) connection.send(resetEvent(position));
      this.subscribe({ connection, filter, position, isLive: false }, head);
      return connection;
    } finally {
      const left = (this.opening.get(tokenId) ?? 1) - 1;
      if (left === 0) this.opening.delete(tokenId);
      else this.opening.set(tokenId, left);
    }
  }

  /** A sign of life to everybody, and the end for those whose token is none any more. */
  async lookAfter(): Promise<void> {
    const valid = await this.stillValid();
    for (const { connection, position } of this.subscribers) {
      if (valid.has(connection.tokenId)) connection.send(heartbeat(position));
      // Who has not even taken the end since the last look is not there to take it.
      else if (connection.isOver) connection.destroy();
      else connection.finish();
    }
  }

  /** Streams never end by themselves, and a stop does not wait for them; clients come back to whoever is there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    for (const { connection } of this.subscribers) connection.finish();
    await this.loop;
  }

  private requireRoom(tokenId: string): void {
    const extra = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    if (this.stop.signal.aborted) throw new Problem(503, 'This process is stopping. Try again.', [], extra);
    const open = [...this.subscribers].filter(({ connection }) => connection.tokenId === tokenId).length;
    if (open + (this.opening.get(tokenId) ?? 0) >= MOST_PER_TOKEN)
      throw new Problem(
        429,
        `This token has ${String(MOST_PER_TOKEN)} streams open, which is the most.`,
        [],
        extra,
      );
    if (this.subscribers.size >= MOST_IN_ALL)
      throw new Problem(503, 'This process has as many streams as it can serve.', [], extra);
  }

  private subscribe(subscriber: Subscriber, head: ChangePosition): void {
    const { connection } = subscriber;
    this.position ??= head;
    this.subscribers.add(subscriber);
    connection.once('close', () => this.subscribers.delete(subscriber));
    if (this.stop.signal.aborted) connection.finish();
    this.loop ??= this.readOn();
    this.catchUp(subscriber).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'A stream could not be brought up to date; its client comes back');
      connection.destroy();
    });
  }

  /** Reads what the others have seen already, no faster than the client takes it, and then joins them. */
  private async catchUp(subscriber: Subscriber): Promise<void> {
    const { connection, filter } = subscriber;
    while (!connection.isOver) {
      const { changes, readTo, isAll } = await this.log.after(subscriber.position, BATCH);
      const wanted = changes.filter((change) => isWanted(change, filter));
      for (const change of wanted) {
        await connection.sendInPeace(changeEvent(change));
        subscriber.position = change.position;
      }
      subscriber.position = readTo;
      if (isAll && this.position !== null && !isAfter(this.position, readTo)) {
        subscriber.isLive = true;
        return;
      }
    }
  }

  private async readOn(): Promise<void> {
    this.lookedAfterAt = performance.now();
    while (this.subscribers.size > 0 && !this.stop.signal.aborted) {
      try {
        await this.readAll();
        if (performance.now() - this.lookedAfterAt > LOOK_AFTER_MS) {
          this.lookedAfterAt = performance.now();
          await this.lookAfter();
        }
      } catch (error) {
        this.logger.warn({ err: error }, 'What happened could not be read for the streams; tried again');
      }
      await sleep(POLL_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
    this.loop = null;
    this.position = null;
  }

  private async readAll(): Promise<void> {
    while (this.position !== null) {
      const { changes, readTo, isAll } = await this.log.after(this.position, BATCH);
      if (changes.length > 0) await this.finishEnded();
      this.position = readTo;
      this.tell(changes, readTo);
      if (isAll || this.stop.signal.aborted) return;
    }
  }

  /** Asked after what is told was read: of what happens once a token has been revoked, nobody is told who came with it. */
  private async finishEnded(): Promise<void> {
    const valid = await this.stillValid();
    for (const { connection } of this.subscribers) if (!valid.has(connection.tokenId)) connection.finish();
  }

  private stillValid(): Promise<ReadonlySet<string>> {
    const tokenIds = new Set([...this.subscribers].map(({ connection }) => connection.tokenId));
    return this.authentication.stillValid([...tokenIds]);
  }

  private tell(changes: readonly Change[], readTo: ChangePosition): void {
    const texts = new Map<Change, string>();
    for (const subscriber of this.subscribers) {
      if (!subscriber.isLive) continue;
      for (const change of changes) {
        if (!isAfter(change.position, subscriber.position) || !isWanted(change, subscriber.filter)) continue;
        const text = texts.get(change) ?? changeEvent(change);
        texts.set(change, text);
        subscriber.connection.send(text);
      }
      if (isAfter(readTo, subscriber.position)) subscriber.position = readTo;
    }
  }
}
