import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { ContactMethods } from '../../people/contact-methods.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Channels, type SendOutcome } from '../channels/channel.js';
import { afterCall, noticeStep, type NoticeMethod } from './notice-decision.js';
import { NoticeStore, type ClaimedNotice, type DueNotice } from './notice-store.js';

const EVERY_MS = 1_000;
/** A channel gives up after some 8 seconds a connection and an answer; whoever takes longer has died. */
const LEASE_SECONDS = 60;
const BATCH = 50;
const AT_ONCE = 5;

const EVERY_HOUR_MS = 3_600_000;
/** Keys are remembered so long: what recurs every week is told again twice a year. */
const KEEP_DAYS = 180;
const REMOVE_AT_ONCE = 5_000;

interface Call {
  readonly notice: DueNotice;
  readonly method: NoticeMethod;
  readonly attemptNumber: number;
}

/**
 * Sends what is in the outbox, on every worker: one transaction that writes the try, the call outside of any, and
 * one that writes how it ended. A worker that dies in between leaves a notice that comes back when its lease is over.
 */
@Injectable()
export class NoticeSender implements BeforeApplicationShutdown {
  private running: Promise<number> = Promise.resolve(0);
  private busy = false;
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly store: NoticeStore,
    private readonly channels: Channels,
    private readonly contactMethods: ContactMethods,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.settings.role === 'api' || this.busy || this.stopping) return;
    try {
      await this.sendDue();
    } catch (error) {
      this.logger.error({ err: error }, 'The outbox of notices could not be read');
    }
  }

  @Interval(EVERY_HOUR_MS)
  async removeOld(): Promise<void> {
    if (this.settings.role === 'api' || this.stopping) return;
    try {
      const removed = await this.store.removeOlderThan(this.dataSource.manager, KEEP_DAYS, REMOVE_AT_ONCE);
      this.logger.debug({ removed }, 'Old notices are removed');
    } catch (error) {
      this.logger.warn({ err: error }, 'Old notices could not be removed; the next hour tries again');
    }
  }

  /** What is in hand is finished before the database goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running.catch(() => 0);
  }

  /**
   * Sends everything that is due, until nothing is.
   * @returns how many notices it took up
   */
  sendDue(): Promise<number> {
    // One after the other, so that whoever asks gets a run that began after asking.
    this.running = this.running.catch(() => 0).then(() => this.sendAll());
    return this.running;
  }

  private async sendAll(): Promise<number> {
    this.busy = true;
    try {
      let total = 0;
      for (;;) {
        const claimed = await this.store.claim(this.dataSource.manager, BATCH, LEASE_SECONDS);
        const queue = [...claimed];
        await Promise.all(Array.from({ length: AT_ONCE }, () => this.workThrough(queue)));
        total += claimed.length;
        if (claimed.length === 0 || this.stopping) return total;
      }
    } finally {
      this.busy = false;
    }
  }

  /**
   * One that fails is logged, and comes back when its lease is over; the others do not wait for it. A stop does not wait
   * for those that have not begun: they come back like that too.
   */
  private async workThrough(queue: ClaimedNotice[]): Promise<void> {
    for (let next = queue.shift(); next && !this.stopping; next = queue.shift()) {
      try {
        const call = await this.begin(next);
        if (call) await this.finish(call, await this.say(call));
      } catch (error) {
        this.logger.error(
          { err: error, noticeId: next.id },
          'A notice could not be worked on; it comes back',
        );
      }
    }
  }

  private begin(claimed: ClaimedNotice): Promise<Call | null> {
    return this.dataSource.transaction(async (manager) => {
      const notice = await this.store.lock(manager, claimed);
      if (!notice) return null;
      const step = noticeStep(notice);
      if (step.kind === 'end') {
        await this.store.end(manager, notice, step.end);
        const { id: noticeId, userId, kind } = notice;
        this.logger.warn({ noticeId, userId, kind, outcome: step.end }, 'A notice was not sent');
        return null;
      }
      const { provider } = this.channels.of(step.method.type);
      // It may have waited behind others of its batch: the lease counts from the call.
      await this.store.tryAgain(manager, notice, LEASE_SECONDS);
      const attemptNumber = await this.store.beginAttempt(manager, notice.id, step.method.id, provider);
      return { notice, method: step.method, attemptNumber };
    });
  }

  private async say({ notice, method, attemptNumber }: Call): Promise<SendOutcome> {
    const started = performance.now();
    const outcome = await this.channels.of(method.type).say(method.address, notice.text);
    const ms = Math.round(performance.now() - started);
    this.logger.info(
      { noticeId: notice.id, kind: notice.kind, type: method.type, attemptNumber, ms, outcome: outcome.kind },
      'A notice was handed to the provider',
    );
    if (outcome.kind === 'refused' && outcome.consequence === 'tell-operators') {
      this.logger.error(
        { code: outcome.code, reason: outcome.reason },
        'The provider refuses what Rouse is set up with; nothing goes out by it until somebody mends that',
      );
    }
    return outcome;
  }

  private finish({ notice, method, attemptNumber }: Call, outcome: SendOutcome): Promise<void> {
    const { attempt, tryAgainInSeconds, disableMethod } = afterCall(outcome, attemptNumber);
    return this.dataSource.transaction(async (manager) => {
      await this.store.endAttempt(manager, notice.id, attemptNumber, {
        status: attempt,
        providerId: outcome.kind === 'accepted' ? outcome.providerId : null,
        error: faultOf(outcome),
      });
      if (tryAgainInSeconds === null) await this.store.end(manager, notice, 'sent');
      else await this.store.tryAgain(manager, notice, tryAgainInSeconds);
      if (disableMethod !== null)
        await this.contactMethods.disable(manager, method.address, disableMethod, [method.type]);
    });
  }
}

function faultOf(outcome: SendOutcome): string | null {
  switch (outcome.kind) {
    case 'accepted':
      return null;
    case 'refused':
      return `${outcome.code}: ${outcome.reason}`;
    case 'busy':
      return `${outcome.code}: the provider is busy`;
    case 'unknown':
      return outcome.reason;
  }
}
