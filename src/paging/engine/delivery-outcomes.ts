import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { Channels, type LookUpOutcome, type SendOutcome } from '../channels/channel.js';
import { afterLookUp, afterReceipt, afterSend, isWanted } from '../delivery/delivery-decision.js';
import type { AttemptInHand } from './attempt-in-hand.js';
import { claimProviderId, type AttemptEnd } from './attempt-store.js';
import { DeliveryConsequences, type PageConsequence } from './delivery-consequences.js';
import { disableReasonOf, EarlyReceipts } from './early-receipts.js';
import { Gathering } from './gathering.js';
import { lockIncidents, type PagedIncident } from './incident-lock.js';
import { PageStore, type LockedPage } from './page-store.js';
import { repeatedTransaction } from './repeated-transaction.js';

/** How a call to a provider ended, or the look-up of one, for all pages of its message. */
export type CallEnd = {
  /** The lead first. */
  readonly attempts: readonly AttemptInHand[];
} & (
  | { readonly kind: 'send'; readonly outcome: SendOutcome }
  | {
      readonly kind: 'look-up';
      readonly outcome: LookUpOutcome;
      /** Since the attempt, when it was decided to look it up. */
      readonly ageSeconds: number;
    }
);

/** So many calls are written down in one transaction at most. */
const MOST_TOGETHER = 100;
/** Nobody waits for it to be written that a provider took a page, so under a steady load more goes together. */
const APART = { ms: 50, enough: 25 } as const;

/** What was read and locked to write ends down. */
interface Locked {
  readonly incidents: ReadonlyMap<string, PagedIncident>;
  readonly pages: ReadonlyMap<string, LockedPage>;
}

/** Writes down how calls to providers ended: what ends at about the same time together. */
@Injectable()
export class DeliveryOutcomes {
  private readonly gathering = new Gathering<CallEnd>((ends) => this.writeDown(ends), MOST_TOGETHER, APART);

  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly pages: PageStore,
    private readonly consequences: DeliveryConsequences,
    private readonly earlyReceipts: EarlyReceipts,
    private readonly channels: Channels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves when it is written. Where that fails the pages are `calling` still, and are looked up after the lease. */
  record(end: CallEnd): Promise<void> {
    return this.gathering.add(end);
  }

  private async writeDown(ends: readonly CallEnd[]): Promise<void> {
    try {
      const { wakeUps, freed } = await repeatedTransaction(this.dataSource, (manager) =>
        this.writeWithin(manager, ends),
      );
      await this.wakeUps.schedule(wakeUps);
      if (freed.length > 0)
        await this.wakeUps.schedule(
          await repeatedTransaction(this.dataSource, (manager) => this.pages.freeLines(manager, freed)),
        );
    } catch (error) {
      if (ends.length === 1 || isDatabaseAway(error)) throw error;
      this.logger.warn({ err: error }, 'Outcomes could not be written together; each is written by itself');
      const each = await Promise.allSettled(ends.map((end) => this.writeDown([end])));
      const failed = each.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  private async writeWithin(
    manager: EntityManager,
    ends: readonly CallEnd[],
  ): Promise<{ wakeUps: WakeUp[]; freed: string[] }> {
    const attempts = ends.flatMap((end) => end.attempts);
    const locked = await this.lock(manager, attempts);
    const lookedUp = ends.flatMap((end) => (end.kind === 'look-up' ? end.attempts : []));
    const others = await this.pages.others(
      manager,
      lookedUp.map(({ pageId }) => pageId),
    );
    const written: PageConsequence[] = [];
    for (const end of ends) {
      const late: { attempt: AttemptInHand; page: LockedPage }[] = [];
      for (const attempt of end.attempts) {
        const page = locked.pages.get(attempt.pageId);
        const incident = page && locked.incidents.get(page.incidentId);
        if (!page || !incident) continue;
        if (page.fence !== attempt.fence) late.push({ attempt, page });
        else
          written.push({
            page,
            consequence:
              end.kind === 'send'
                ? afterSend(end.outcome, { type: page.type, attemptNumber: attempt.attemptNumber })
                : afterLookUp(end.outcome, {
                    type: page.type,
                    attemptNumber: attempt.attemptNumber,
                    ageSeconds: end.ageSeconds,
                    isWanted: isWanted({ ...page, incidentStatus: incident.status }),
                    others: others.get(page.id) ?? { waiting: 0, underWay: 0 },
                  }),
            end: endOf(attempt, end),
            leadAttemptId: attempt.leadAttemptId,
          });
      }
      written.push(...(await this.comeLate(manager, end, late)));
    }
    const wakeUps = await this.consequences.write(manager, written);
    const early = await this.applyEarlyReceipts(manager, attempts);
    return {
      wakeUps: [...wakeUps, ...early.wakeUps],
      freed: [...written, ...early.written].filter(isCallThatIsOver).map(({ page }) => page.address),
    };
  }

  private async lock(manager: EntityManager, attempts: readonly AttemptInHand[]): Promise<Locked> {
    const incidents = await lockIncidents(
      manager,
      attempts.map(({ incidentId }) => incidentId),
    );
    const pages = await this.pages.lockAll(
      manager,
      attempts.map(({ pageId }) => pageId),
    );
    return { incidents, pages };
  }

  /**
   * The lease ran out and another worker has taken pages up: what this one learned no longer decides. But a message
   * that the provider did take is written down, for its receipts; and where nothing else was sent since, it is the
   * page's own.
   */
  private async comeLate(
    manager: EntityManager,
    end: CallEnd,
    late: readonly { attempt: AttemptInHand; page: LockedPage }[],
  ): Promise<PageConsequence[]> {
    const [lead] = end.attempts;
    if (!lead || late.length === 0) return [];
    await this.consequences.tell(
      manager,
      late.map(({ attempt: { attemptId }, page }) => ({
        page,
        kind: 'attempt.late',
        reason: 'the answer came after the lease',
        details: { attemptId },
      })),
    );
    const providerId = providerIdOf(end);
    if (providerId === null) return [];
    const leadIsLate = late.some(({ attempt }) => attempt === lead);
    if (leadIsLate && !(await claimProviderId(manager, messageIdOf(lead), providerId))) return [];
    return late
      .filter(
        ({ attempt, page }) =>
          page.attemptCount === attempt.attemptNumber &&
          (page.status === 'waiting' || page.status === 'calling'),
      )
      .map(({ attempt, page }) => ({
        page,
        consequence: afterSend(
          { kind: 'accepted', providerId },
          { type: page.type, attemptNumber: attempt.attemptNumber },
        ),
        end: { attemptId: attempt.attemptId, providerId },
        leadAttemptId: attempt.leadAttemptId,
      }));
  }

  /** One after the other as they came, each for all pages of its message. */
  private async applyEarlyReceipts(
    manager: EntityManager,
    attempts: readonly AttemptInHand[],
  ): Promise<{ wakeUps: WakeUp[]; written: PageConsequence[] }> {
    const wakeUps: WakeUp[] = [];
    const all: PageConsequence[] = [];
    let receipts = await this.earlyReceipts.take(manager, [...new Set(attempts.map(messageIdOf))]);
    while (receipts.length > 0) {
      const firsts = new Map([...receipts].reverse().map((receipt) => [receipt.attemptId, receipt]));
      receipts = receipts.filter((receipt) => firsts.get(receipt.attemptId) !== receipt);
      const concerned = attempts.filter((attempt) => firsts.has(messageIdOf(attempt)));
      const { pages } = await this.lock(manager, concerned);
      const written = concerned.flatMap((attempt): PageConsequence[] => {
        const receipt = firsts.get(messageIdOf(attempt));
        const page = pages.get(attempt.pageId);
        return receipt && page ? receiptConsequence(page, attempt, receipt, this.channels) : [];
      });
      wakeUps.push(...(await this.consequences.write(manager, written)));
      all.push(...written);
    }
    return { wakeUps, written: all };
  }
}

/** What a receipt changes for one page of its message; nothing where it says nothing new. */
export function receiptConsequence(
  page: LockedPage,
  attempt: Pick<AttemptInHand, 'attemptId' | 'leadAttemptId'>,
  receipt: {
    readonly state: 'sent' | 'delivered' | 'unanswered' | 'failed';
    readonly errorCode: string | null;
  },
  channels: Pick<Channels, 'of'>,
): PageConsequence[] {
  const { state, errorCode } = receipt;
  const consequence = afterReceipt(state, {
    ...page,
    errorCode,
    disableReason: disableReasonOf(errorCode),
    mayPassElsewhere:
      errorCode !== null && channels.of(page.type).mayPassElsewhere?.(errorCode, page.attemptCount) === true,
  });
  const { attemptId, leadAttemptId } = attempt;
  return consequence === null ? [] : [{ page, consequence, end: { attemptId, errorCode }, leadAttemptId }];
}

/** Its number is free: it was not made, or its end was told before the provider's answer was written down. */
const isCallThatIsOver = ({ page, consequence: { attempt } }: PageConsequence): boolean =>
  page.type === 'voice' && (attempt === 'failed' || attempt === 'unanswered');

const messageIdOf = ({ leadAttemptId, attemptId }: AttemptInHand): string => leadAttemptId ?? attemptId;

function providerIdOf({ outcome }: CallEnd): string | null {
  return outcome.kind === 'accepted' || outcome.kind === 'found' ? outcome.providerId : null;
}

function endOf({ attemptId }: AttemptInHand, { outcome }: CallEnd): AttemptEnd {
  switch (outcome.kind) {
    case 'accepted':
    case 'found':
      return { attemptId, providerId: outcome.providerId };
    case 'refused':
      return { attemptId, errorCode: outcome.code, error: outcome.reason };
    case 'busy':
      return { attemptId, errorCode: outcome.code, error: 'the provider is busy' };
    case 'absent':
      return { attemptId, error: 'the provider has no trace of it' };
    case 'unknown':
    case 'unanswered':
      return { attemptId, error: outcome.reason };
  }
}
