import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import { SYSTEM } from '../../incidents/actor.js';
import { Timeline } from '../../incidents/timeline.js';
import { ContactMethods } from '../../people/contact-methods.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { LookUpOutcome, SendOutcome } from '../channels/channel.js';
import { afterLookUp, afterReceipt, afterSend, type Consequence } from '../delivery/delivery-decision.js';
import { deliverPage } from './deliver-page.job.js';
import type { AttemptInHand } from './attempt-in-hand.js';
import { EarlyReceipts } from './early-receipts.js';
import { lockIncident, type PagedIncident } from './incident-lock.js';
import { PageStore, type LockedPage } from './page-store.js';

/** Past the last step there is none to go on to: when every page to the last resort fails, soon the same again. */
const LAST_RESORT_AGAIN_SECONDS = 300;

/** What the timeline says of an attempt beside the page it belongs to. */
interface AttemptEnd {
  readonly attemptId: string;
  readonly providerId?: string | null;
  readonly errorCode?: string | null;
  readonly error?: string | null;
}

/** Writes what follows from an outcome: the attempt, the page, the next channel, and where all fail the next step. */
@Injectable()
export class DeliveryConsequences {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: PageStore,
    private readonly escalations: RunningEscalations,
    private readonly contactMethods: ContactMethods,
    private readonly timeline: Timeline,
    private readonly earlyReceipts: EarlyReceipts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** After a call. Gives the wake-ups to set. */
  async ofSend(attempt: AttemptInHand, outcome: SendOutcome): Promise<WakeUp[]> {
    if (outcome.kind === 'refused' && outcome.consequence === 'tell-operators') {
      this.logger.error(
        { code: outcome.code, reason: outcome.reason },
        'The provider refuses what Rouse is set up with; pages by it fail until somebody mends that',
      );
    }
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : null;
    return this.within(attempt, providerId, async (manager, page) => {
      const end = { attemptId: attempt.attemptId, ...whatWasSaid(outcome) };
      const consequence = afterSend(outcome, { type: page.type, attemptNumber: attempt.attemptNumber });
      return this.write(manager, page, consequence, end);
    });
  }

  /** After a look-up. Gives the wake-ups to set. */
  async ofLookUp(attempt: AttemptInHand, outcome: LookUpOutcome): Promise<WakeUp[]> {
    const providerId = outcome.kind === 'found' ? outcome.providerId : null;
    return this.within(attempt, providerId, async (manager, page, incident) => {
      const consequence = afterLookUp(outcome, {
        type: page.type,
        attemptNumber: attempt.attemptNumber,
        incidentIsTriggered: incident.status === 'triggered',
        others: await this.pages.others(manager, page),
      });
      const end = {
        attemptId: attempt.attemptId,
        providerId,
        error:
          outcome.kind === 'absent'
            ? 'the provider has no trace of it'
            : outcome.kind === 'unanswered'
              ? outcome.reason
              : null,
      };
      return this.write(manager, page, consequence, end);
    });
  }

  /** Sent, and no receipt in time: the next channel now. The page itself may still arrive. */
  async missReceipt(manager: EntityManager, page: LockedPage): Promise<WakeUp[]> {
    await this.pages.save(manager, page.id, 'sent', null);
    const next = await this.pages.hurryNext(manager, page);
    await this.tell(manager, page, 'page.unconfirmed', 'no delivery receipt in time', {});
    return next ? [next.wakeUp] : [];
  }

  /** Too old or tried too often: given up, and said so. */
  async expire(manager: EntityManager, page: LockedPage): Promise<WakeUp[]> {
    await this.pages.save(manager, page.id, 'failed', null);
    await this.tell(manager, page, 'page.expired', 'it could not be sent in time', {});
    return this.moveOn(manager, page);
  }

  /** Its contact method was turned off or removed meanwhile: not sent, and the next channel now. */
  async withdraw(manager: EntityManager, page: LockedPage): Promise<WakeUp[]> {
    await this.pages.save(manager, page.id, 'cancelled', null);
    await this.tell(manager, page, 'page.withdrawn', 'the contact method was turned off or removed', {});
    return this.moveOn(manager, page);
  }

  /** What a receipt changes; nothing where it says nothing new. */
  async ofReceipt(
    manager: EntityManager,
    page: LockedPage,
    receipt: {
      state: 'sent' | 'delivered' | 'unanswered' | 'failed';
      attemptId: string;
      errorCode: string | null;
      disableReason: string | null;
    },
  ): Promise<WakeUp[]> {
    const consequence = afterReceipt(receipt.state, {
      status: page.status,
      disableReason: receipt.disableReason,
    });
    if (!consequence) return [];
    return this.write(manager, page, consequence, {
      attemptId: receipt.attemptId,
      errorCode: receipt.errorCode,
    });
  }

  /** Locks in the one order, and answers for the attempt even where the page has gone on without it. */
  private async within(
    attempt: AttemptInHand,
    providerId: string | null,
    work: (manager: EntityManager, page: LockedPage, incident: PagedIncident) => Promise<WakeUp[]>,
  ): Promise<WakeUp[]> {
    return this.dataSource.transaction(async (manager) => {
      const incident = await lockIncident(manager, attempt.incidentId);
      const page = incident && (await this.pages.lock(manager, attempt.pageId));
      if (!incident || !page) return [];
      const wakeUps =
        page.fence === attempt.fence
          ? await work(manager, page, incident)
          : await this.comeLate(manager, page, attempt, providerId);
      return [...wakeUps, ...(await this.applyEarlyReceipts(manager, attempt))];
    });
  }

  /**
   * The lease ran out and another worker has taken the page up: what this one learned no longer decides. But a
   * message that the provider did take is written down, for its receipts; and where nothing else was sent since, it
   * is the page's own.
   */
  private async comeLate(
    manager: EntityManager,
    page: LockedPage,
    attempt: AttemptInHand,
    providerId: string | null,
  ): Promise<WakeUp[]> {
    const { attemptId } = attempt;
    await this.tell(manager, page, 'attempt.late', 'the answer came after the lease', { attemptId });
    if (providerId === null || !(await this.pages.claimProviderId(manager, attemptId, providerId))) return [];
    const nothingElseWasSent =
      page.attemptCount === attempt.attemptNumber && (page.status === 'waiting' || page.status === 'calling');
    if (!nothingElseWasSent) return [];
    const consequence = afterSend(
      { kind: 'accepted', providerId },
      { type: page.type, attemptNumber: attempt.attemptNumber },
    );
    return this.write(manager, page, consequence, { attemptId, providerId });
  }

  private async applyEarlyReceipts(manager: EntityManager, attempt: AttemptInHand): Promise<WakeUp[]> {
    const wakeUps: WakeUp[] = [];
    for (const receipt of await this.earlyReceipts.take(manager, attempt.attemptId)) {
      const page = await this.pages.lock(manager, attempt.pageId);
      if (page)
        wakeUps.push(...(await this.ofReceipt(manager, page, { ...receipt, attemptId: attempt.attemptId })));
    }
    return wakeUps;
  }

  private async write(
    manager: EntityManager,
    page: LockedPage,
    consequence: Consequence,
    end: AttemptEnd,
  ): Promise<WakeUp[]> {
    await this.pages.saveAttempt(manager, end.attemptId, { ...end, status: consequence.attempt });
    const fence = await this.pages.save(manager, page.id, consequence.page, consequence.dueInSeconds);
    await this.tell(manager, page, `attempt.${consequence.attempt}`, end.error ?? null, {
      attemptId: end.attemptId,
      ...(end.errorCode ? { errorCode: end.errorCode } : {}),
    });
    if (consequence.disableMethod !== null) {
      await this.contactMethods.disable(manager, page.address, consequence.disableMethod, [page.type]);
    }
    const wakeUps = consequence.moveOn ? await this.moveOn(manager, page) : [];
    if (consequence.dueInSeconds !== null)
      wakeUps.push(deliverPage(page.id, fence, consequence.dueInSeconds * 1000));
    return wakeUps;
  }

  /** The person's next channel; where there is none and nobody of the step is left to hope for, the next step. */
  private async moveOn(manager: EntityManager, page: LockedPage): Promise<WakeUp[]> {
    const next = await this.pages.hurryNext(manager, page);
    if (next) return [next.wakeUp];
    if (!(await this.pages.nobodyReached(manager, page))) return [];
    const escalation = await this.escalations.lock(manager, page.incidentId);
    if (escalation?.status !== 'running') return [];
    const { position, now } = escalation;
    if (position.step !== page.step || position.round !== page.round) return [];
    const where = { step: page.step, round: page.round };
    if (position.exhausted) {
      await this.tell(
        manager,
        page,
        'step.unreachable',
        'every page failed; trying again in five minutes',
        where,
      );
      const at = new Date(now.getTime() + LAST_RESORT_AGAIN_SECONDS * 1000);
      return [await this.escalations.goOnBy(manager, escalation, at)];
    }
    await this.tell(
      manager,
      page,
      'step.unreachable',
      'every page of this step failed; going on at once',
      where,
    );
    return [await this.escalations.goOnBy(manager, escalation, now)];
  }

  private tell(
    manager: EntityManager,
    page: LockedPage,
    kind: string,
    reason: string | null,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.timeline.append(manager, [
      {
        incidentId: page.incidentId,
        kind,
        actor: SYSTEM,
        reason,
        details: { pageId: page.id, userId: page.userId, type: page.type, ...details },
      },
    ]);
  }
}

function whatWasSaid(outcome: SendOutcome): Omit<AttemptEnd, 'attemptId'> {
  switch (outcome.kind) {
    case 'accepted':
      return { providerId: outcome.providerId };
    case 'refused':
      return { errorCode: outcome.code, error: outcome.reason };
    case 'busy':
      return { errorCode: outcome.code, error: 'the provider is busy' };
    case 'unknown':
      return { error: outcome.reason };
  }
}
