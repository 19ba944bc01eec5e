import { setTimeout as sleep } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Queue } from 'bullmq';
import { LOGGER, type Logger } from '../logging/logger.js';
import { FarWakeUps, isFar } from './far-wake-ups.js';
import { RedisReconnection } from './redis-reconnection.js';
import { WakeUpBatches } from './wake-up-batches.js';
import type { WakeUp, Woken } from './wake-up.js';

export const WAKE_UP_QUEUE = 'wake-ups';

/** A queue that does not answer within this time is treated as gone; the sweeper pages without it. */
const ANSWER_WITHIN_MS = 2_000;
/** After a failure the queue is left alone for this long, so that an outage costs callers and memory nothing. */
const LEAVE_ALONE_MS = 3_000;

const HANG_UP_WITHIN_MS = 500;

/** So long what is due much later waits for others to be set with. */
const GATHER_FAR_MS = 500;

/** On PostgreSQL a batch makes temporary tables, which takes as long as some twenty single calls and slows what is few. */
const SMALLEST_BATCH = 17;

/** So many wake-ups for the same moment go into one job; several jobs, so that several workers share a storm. */
const MOST_A_JOB = 100;

/** What a job carries. */
export interface WakeUpJob {
  readonly wakeUps: readonly Woken[];
}

type Job = ReturnType<typeof toJob>;

/** What this needs of BullMQ's queue. */
interface AlarmQueue extends Pick<Queue, 'getJobCounts' | 'on' | 'disconnect'> {
  add(name: string, data: Job['data'], opts: Job['opts']): Promise<unknown>;
  addBulk(jobs: Job[]): Promise<unknown>;
}

/**
 * Sets alarms. PostgreSQL holds the deadlines; a lost alarm costs a second or two, never a page (promise 2). What is due
 * at once a worker keeps for itself, as long as it has not enough: that saves the way through the queue.
 */
@Injectable()
export class WakeUpQueue implements OnModuleInit, BeforeApplicationShutdown {
  private away = false;
  private askAgainAt = 0;
  private leaving: Promise<boolean> | null = null;
  private readonly far = new FarWakeUps();
  private settingFar: NodeJS.Timeout | null = null;

  constructor(
    @InjectQueue(WAKE_UP_QUEUE) private readonly queue: AlarmQueue,
    private readonly reconnection: RedisReconnection,
    private readonly batches: WakeUpBatches,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    // Without a listener a lost connection would end the process.
    this.queue.on('error', (error) => {
      this.logger.warn({ err: error }, 'The wake-up queue has a fault; the sweeper carries on without it');
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.leave();
  }

  /**
   * To be called before connections are closed: BullMQ closes them by asking the queue, and would wait for ever for
   * one that is away. That one is hung up on here.
   * @returns whether the queue is there
   */
  leave(): Promise<boolean> {
    this.leaving ??= this.hangUpWhereAway();
    return this.leaving;
  }

  private async hangUpWhereAway(): Promise<boolean> {
    this.reconnection.giveUp();
    try {
      await this.depth();
      await this.setFar();
      return true;
    } catch (error) {
      this.logger.warn({ err: error }, 'The wake-up queue does not answer at the end; hanging up');
      await Promise.race([this.queue.disconnect(), sleep(HANG_UP_WITHIN_MS)]);
      return false;
    }
  }

  /** Whether the last call failed: then nothing wakes anybody, and the sweeper need not give wake-ups their time. */
  get isAway(): boolean {
    return this.away;
  }

  /**
   * Sets the alarms. Never throws and never waits long: what could not be set is logged and left
   * to the sweeper. Call it after the commit that wrote the deadlines.
   */
  async schedule(wakeUps: readonly WakeUp[]): Promise<void> {
    return this.setAll(this.gatherFar(this.keepForOneself(wakeUps)));
  }

  private async setAll(wakeUps: readonly WakeUp[]): Promise<void> {
    const jobs = toJobs(wakeUps);
    if (jobs.length === 0) return;
    if (!this.away) return this.ask(jobs);
    // While it is away one call at a time finds out whether it is back, and nobody waits for that.
    if (performance.now() < this.askAgainAt) return;
    this.askAgainAt = performance.now() + ANSWER_WITHIN_MS + LEAVE_ALONE_MS;
    void this.ask(jobs);
  }

  /** Gives those that are set now. */
  private gatherFar(wakeUps: readonly WakeUp[]): readonly WakeUp[] {
    if (this.leaving !== null || !wakeUps.some(isFar)) return wakeUps;
    this.far.add(wakeUps.filter(isFar), performance.now());
    this.settingFar ??= setTimeout(() => void this.setFar(), GATHER_FAR_MS).unref();
    return wakeUps.filter((wakeUp) => !isFar(wakeUp));
  }

  private setFar(): Promise<void> {
    if (this.settingFar !== null) clearTimeout(this.settingFar);
    this.settingFar = null;
    return this.setAll(this.far.take(performance.now()));
  }

  /** Gives those that the queue is needed for. */
  private keepForOneself(wakeUps: readonly WakeUp[]): WakeUp[] {
    const rest = wakeUps.filter(({ delayMs }) => delayMs > 0);
    for (const [kind, due] of groupsBy(
      wakeUps.filter(({ delayMs }) => delayMs <= 0),
      ({ kind }) => kind,
    )) {
      const room = this.batches.roomFor(kind);
      if (room > 0) void this.batches.work(kind, due.slice(0, room));
      rest.push(...due.slice(room));
    }
    return rest;
  }

  private async ask(jobs: Job[]): Promise<void> {
    try {
      await withinTime(this.set(jobs));
      this.away = false;
    } catch (error) {
      this.away = true;
      this.askAgainAt = performance.now() + LEAVE_ALONE_MS;
      this.logger.warn(
        { err: error, count: jobs.reduce((sum, { data }) => sum + data.wakeUps.length, 0) },
        'Wake-ups could not be set; the sweeper will find the deadlines',
      );
    }
  }

  private set(jobs: Job[]): Promise<unknown> {
    return jobs.length < SMALLEST_BATCH
      ? Promise.all(jobs.map(({ name, data, opts }) => this.queue.add(name, data, opts)))
      : this.queue.addBulk(jobs);
  }

  /** How many wake-ups wait and are set for later; for metrics. */
  async depth(): Promise<Record<string, number>> {
    return withinTime(this.queue.getJobCounts('waiting', 'active', 'delayed'));
  }
}

/** One job for those of a kind that are due at the same moment. */
function toJobs(wakeUps: readonly WakeUp[]): Job[] {
  const delayOf = ({ delayMs }: WakeUp): number => Math.max(0, Math.ceil(delayMs));
  const groups = groupsBy(wakeUps, (wakeUp) => `${wakeUp.kind} ${String(delayOf(wakeUp))}`);
  return [...groups.values()].flatMap((group) => {
    const jobs: Job[] = [];
    for (let from = 0; from < group.length; from += MOST_A_JOB) {
      const part = group.slice(from, from + MOST_A_JOB);
      const [first] = part;
      if (first) jobs.push(toJob(first.kind, delayOf(first), part));
    }
    return jobs;
  });
}

function toJob(kind: string, delay: number, wakeUps: readonly WakeUp[]) {
  const data: WakeUpJob = { wakeUps: wakeUps.map(({ id, fence }) => ({ id, fence })) };
  return {
    name: kind,
    data,
    opts: { delay, removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
}

function groupsBy(wakeUps: readonly WakeUp[], keyOf: (wakeUp: WakeUp) => string): Map<string, WakeUp[]> {
  const groups = new Map<string, WakeUp[]>();
  for (const wakeUp of wakeUps) {
    const key = keyOf(wakeUp);
    const group = groups.get(key);
    if (group) group.push(wakeUp);
    else groups.set(key, [wakeUp]);
  }
  return groups;
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`));
    }, ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    // An answer that comes after the limit is nobody's concern any more, but must not end the process.
    work.catch(() => undefined);
  }
}
