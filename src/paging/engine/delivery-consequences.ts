import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import { SYSTEM } from '../../incidents/actor.js';
import { Timeline } from '../../incidents/timeline.js';
import { ContactMethods } from '../../people/contact-methods.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { Consequence } from '../delivery/delivery-decision.js';
import { saveAttempts, type AttemptEnd } from './attempt-store.js';
import { deliverPage } from './deliver-page.job.js';
import { PageStore, type LockedPage } from './page-store.js';

/** Past the last step there is none to go on to: when every page to the last resort fails, soon the same again. */
const LAST_RESORT_AGAIN_SECONDS = 300;

/** What follows for one page from how its attempt ended. */
export interface PageConsequence {
  readonly page: LockedPage;
  readonly consequence: Consequence;
  readonly end: AttemptEnd;
  /** Of a message that stands for several pages; null where this page leads or is alone. */
  readonly leadAttemptId: string | null;
}

/** What the timeline will say of a page. */
export interface PageNews {
  readonly page: LockedPage;
  readonly kind: string;
  readonly reason: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Writes what follows from outcomes and receipts: the attempts, the pages, the next channels, and where all fail the
 * next step. For many pages at once, inside the transaction that has locked their incidents and them.
 */
@Injectable()
export class DeliveryConsequences {
  constructor(
    private readonly pages: PageStore,
    private readonly escalations: RunningEscalations,
    private readonly contactMethods: ContactMethods,
    private readonly timeline: Timeline,
  ) {}

  /** Each page once. Gives the wake-ups to set. */
  async write(manager: EntityManager, all: readonly PageConsequence[]): Promise<WakeUp[]> {
    if (all.length === 0) return [];
    await saveAttempts(
      manager,
      all.map(({ end, consequence, leadAttemptId }) => ({
        ...end,
        // One row has the provider's id: the lead's.
        providerId: leadAttemptId === null ? (end.providerId ?? null) : null,
        status: consequence.attempt,
      })),
    );
    const fences = await this.pages.saveAll(
      manager,
      all.map(({ page, consequence }) => ({
        pageId: page.id,
        status: consequence.page,
        dueInSeconds: consequence.dueInSeconds,
      })),
    );
    await this.tell(manager, all.map(newsOf));
    await this.disableMethods(manager, all);
    const moving = all.filter(({ consequence }) => consequence.moveOn).map(({ page }) => page);
    const wakeUps = await this.moveOn(manager, moving);
    for (const { page, consequence } of all) {
      const fence = fences.get(page.id);
      if (consequence.dueInSeconds !== null && fence !== undefined)
        wakeUps.push(deliverPage(page.id, fence, consequence.dueInSeconds * 1000));
    }
    return wakeUps;
  }

  /**
   * Of each page the person's next channel; where there is none and nobody of the step is left to hope for, the next step.
   * @param why for the timeline, where it is not that every page failed
   */
  async moveOn(
    manager: EntityManager,
    pages: readonly LockedPage[],
    why: string | null = null,
  ): Promise<WakeUp[]> {
    if (pages.length === 0) return [];
    const { hurriedFor, wakeUps } = await this.pages.hurryNext(
      manager,
      pages.map(({ id }) => id),
    );
    const last = pages.filter((page) => !hurriedFor.has(page.id) && page.responderRequestId === null);
    const steps = new Map(last.map((page) => [`${page.incidentId} ${page.round} ${page.step}`, page]));
    for (const page of await this.pages.nobodyReached(manager, [...steps.values()]))
      wakeUps.push(...(await this.goOn(manager, page, why)));
    return wakeUps;
  }

  /** Sent, and no receipt in time: the next channel now, if there is one. */
  async hurry(manager: EntityManager, pages: readonly LockedPage[]): Promise<WakeUp[]> {
    if (pages.length === 0) return [];
    const { wakeUps } = await this.pages.hurryNext(
      manager,
      pages.map(({ id }) => id),
    );
    return wakeUps;
  }

  async tell(manager: EntityManager, news: readonly PageNews[]): Promise<void> {
    await this.timeline.append(
      manager,
      news.map(({ page, kind, reason, details }) => ({
        incidentId: page.incidentId,
        kind,
        actor: SYSTEM,
        reason,
        details: { pageId: page.id, userId: page.userId, type: page.type, ...details },
      })),
    );
  }

  private async goOn(manager: EntityManager, page: LockedPage, why: string | null): Promise<WakeUp[]> {
    const escalation = await this.escalations.lock(manager, page.incidentId);
    if (escalation?.status !== 'running') return [];
    const { position, now } = escalation;
    if (position.step !== page.step || position.round !== page.round) return [];
    const [reason, at] = position.exhausted
      ? [
          `${why ?? 'every page failed'}; trying again in five minutes`,
          new Date(now.getTime() + LAST_RESORT_AGAIN_SECONDS * 1000),
        ]
      : [`${why ?? 'every page of this step failed'}; going on at once`, now];
    const details = { step: page.step, round: page.round };
    await this.tell(manager, [{ page, kind: 'step.unreachable', reason, details }]);
    return [await this.escalations.goOnBy(manager, escalation, at)];
  }

  private async disableMethods(manager: EntityManager, all: readonly PageConsequence[]): Promise<void> {
    const methods = new Map(
      all.flatMap(({ page, consequence }) =>
        consequence.disableMethod === null
          ? []
          : [[`${page.type} ${page.address}`, { page, reason: consequence.disableMethod }]],
      ),
    );
    for (const { page, reason } of methods.values())
      await this.contactMethods.disable(manager, page.address, reason, [page.type]);
  }
}

function newsOf({ page, consequence, end, leadAttemptId }: PageConsequence): PageNews {
  return {
    page,
    kind: `attempt.${consequence.attempt}`,
    reason: end.error ?? null,
    details: {
      attemptId: end.attemptId,
      ...(leadAttemptId === null ? {} : { leadAttemptId }),
      ...(end.errorCode ? { errorCode: end.errorCode } : {}),
    },
  };
}
