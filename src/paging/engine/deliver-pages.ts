import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { newId } from '../../platform/database/identifier.js';
import { writeTogether } from '../../platform/database/several-writes.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import type { PageMoment } from '../channels/channel.js';
import { addressOfLink, newPageLink, writeOfLinks, type NewPageLink } from '../channels/page-links.js';
import { writeOfAttempts, type NewAttempt } from './attempt-store.js';
import { deliverPage } from './deliver-page.job.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { decideDue, type DueDecision, type PageInMessage, type UnknownMessage } from './due-decision.js';
import { readDuePages, type DuePage } from './due-pages.js';
import { outgoingMessage, type OutgoingMessage } from './outgoing-message.js';
import { PageStore, type LockedPage, type PageChange } from './page-store.js';
import { pageWaits } from './page-waits.js';
import { ProviderAllowances } from './provider-allowances.js';
import { ProviderCalls } from './provider-calls.js';
import { ProviderErrands, type Errands } from './provider-errands.js';
import { repeatedTransaction } from './repeated-transaction.js';

/**
 * A page that is `calling` for longer was left behind by its process: it is looked up, and goes out within 10 s of the
 * death of a worker that had not called yet. Longer than the limit of a call; for mail, which nobody waits for, longer still.
 */
const LEASE_SECONDS = { sms: 7, voice: 7, webhook: 7, email: 20 } as const;

/**
 * Delivers pages that are due, any number of them: one transaction that decides for all and writes the attempts, the
 * calls to providers outside of any transaction, and how they ended, written together (promise 4).
 */
@Injectable()
export class DeliverPages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly pages: PageStore,
    private readonly allowances: ProviderAllowances,
    private readonly consequences: DeliveryConsequences,
    private readonly calls: ProviderCalls,
    private readonly errands: ProviderErrands,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves when it is decided and written down; the calls to providers go on by themselves.
   * @param batch as many as there is room for calls, at most
   * @param claimed the sweeper has claimed them with these fences, so their deadlines are leases and not looked at
   */
  async deliver(batch: readonly DuePage[], claimed: boolean): Promise<void> {
    if (batch.length === 0) return;
    const giveBack = this.calls.take(batch.length);
    try {
      const { errands, wakeUps } = await repeatedTransaction(this.dataSource, (manager) =>
        this.decide(manager, batch, claimed),
      );
      this.errands.begin(errands);
      await this.wakeUps.schedule(wakeUps);
    } catch (error) {
      if (batch.length === 1 || isDatabaseAway(error)) throw error;
      this.logger.warn(
        { err: error, count: batch.length },
        'Pages could not be decided on together; one by one',
      );
      const each = await Promise.allSettled(batch.map((page) => this.deliver([page], claimed)));
      const failed = each.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    } finally {
      giveBack();
    }
  }

  private async decide(
    manager: EntityManager,
    batch: readonly DuePage[],
    claimed: boolean,
  ): Promise<{ errands: Errands; wakeUps: WakeUp[] }> {
    const startedAt = performance.now();
    const situation = await readDuePages(manager, this.pages, batch);
    const planned = decideDue(situation, batch, claimed);
    const decision = await this.allowances.limit(manager, planned, situation.now);
    const { messages, lookUps, waits, cancelled, withdrawn, expired, unconfirmed, rests } = decision;
    const fences = await this.pages.saveAll(manager, [
      ...messages.flat().map(({ page }) => ({ ...calling(page), beginsAttempt: true as const })),
      ...lookUps.flatMap(({ pages }) => pages.map(({ page }) => calling(page))),
      ...waits.map(({ page, until }) => ({
        pageId: page.id,
        status: page.status,
        dueInSeconds: (until.getTime() - situation.now.getTime()) / 1000,
        isHeld: true as const,
      })),
      ...cancelled.map(({ page }) => done(page, 'cancelled')),
      ...withdrawn.map((page) => done(page, 'cancelled')),
      ...expired.map((page) => done(page, 'failed')),
      ...[...unconfirmed, ...rests].map((page) => done(page, page.status)),
    ]);
    const begun = messages.map((message) => this.begunMessage(message, fences, situation.now));
    await writeTogether(manager, [
      ...writeOfAttempts(begun.flatMap(({ attempts }) => attempts)),
      ...writeOfLinks(begun.flatMap(({ link }) => link ?? [])),
    ]);
    await this.tellOf(manager, decision);
    return {
      errands: {
        messages: begun.map(({ message }, place) => ({
          ...message,
          waits: pageWaits(messages[place] ?? [], situation.now, startedAt),
        })),
        lookUps: lookUps.map((lookUp) => unknownMessage(lookUp, fences, situation.now)),
      },
      wakeUps: [
        ...alarmsOf(decision, fences, situation.now),
        ...(await this.consequences.moveOn(manager, [...withdrawn, ...expired])),
        ...(await this.consequences.hurry(manager, unconfirmed)),
      ],
    };
  }

  /** The attempts of one message, the lead's first, the link in it, and what is handed to the provider for it. */
  private begunMessage(
    pages: readonly PageInMessage[],
    fences: ReadonlyMap<string, number>,
    now: Date,
  ): { attempts: NewAttempt[]; link: NewPageLink | null; message: OutgoingMessage } {
    const link = linkFor(pages);
    const ids = new Map(pages.map(({ page }) => [page.id, newId()]));
    const leadId = ids.get(pages[0]?.page.id ?? '') ?? null;
    const leadOf = (page: LockedPage): string | null => (ids.get(page.id) === leadId ? null : leadId);
    const idOf = (page: LockedPage): string => ids.get(page.id) ?? '';
    return {
      attempts: pages.map(({ page }) => ({
        id: idOf(page),
        pageId: page.id,
        number: page.attemptCount + 1,
        provider: this.errands.providerOf(page.type),
        leadAttemptId: leadOf(page),
        userId: page.userId,
        line: page.type === 'voice' && leadOf(page) === null ? page.address : null,
      })),
      link,
      message: outgoingMessage(
        pages,
        ({ page }) => ({
          attemptId: idOf(page),
          attemptNumber: page.attemptCount + 1,
          leadAttemptId: leadOf(page),
          fence: fences.get(page.id) ?? 0,
        }),
        link && momentOf(pages, now, addressOfLink(this.settings.publicUrl, link)),
      ),
    };
  }

  private async tellOf(manager: EntityManager, decision: DueDecision): Promise<void> {
    const { cancelled, withdrawn, expired, unconfirmed, waits } = decision;
    const news = (kind: string, reason: string) => (page: LockedPage) => ({ page, kind, reason });
    await this.consequences.tell(manager, [
      ...cancelled.map(({ page, incident }) => ({
        page,
        kind: 'page.cancelled',
        reason:
          page.requestStatus !== null && page.requestStatus !== 'pending'
            ? `the request for help is ${page.requestStatus}`
            : incident.status === 'triggered'
              ? 'somebody had acknowledged meanwhile'
              : `the incident is ${incident.status}`,
      })),
      ...withdrawn.map(news('page.withdrawn', 'the contact method was turned off or removed')),
      ...expired.map(news('page.expired', 'it could not be sent in time')),
      ...unconfirmed.map(news('page.unconfirmed', 'no delivery receipt in time')),
      ...waits
        .filter(({ page }) => !page.wasHeld)
        .map(({ page, until }) => ({
          page,
          kind: 'page.held',
          reason: 'there were several just before; it waits for its turn, and goes together with others',
          details: { until },
        })),
    ]);
  }
}

function unknownMessage(
  { messageId, pages }: UnknownMessage,
  fences: ReadonlyMap<string, number>,
  now: Date,
): Errands['lookUps'][number] {
  const [lead] = pages;
  if (!lead) throw new Error(`Message ${messageId} has no pages`);
  const message = outgoingMessage(
    pages,
    ({ page, attempt }) => ({
      attemptId: attempt.id,
      attemptNumber: attempt.number,
      leadAttemptId: attempt.id === messageId ? null : messageId,
      fence: fences.get(page.id) ?? 0,
    }),
    null,
  );
  const since = lead.attempt.createdAt;
  return { ...message, since, ageSeconds: (now.getTime() - since.getTime()) / 1000 };
}

/** The link of a message's first page; nobody clicks in a call. */
function linkFor([lead]: readonly PageInMessage[]): NewPageLink | null {
  return lead === undefined || lead.page.type === 'voice' ? null : newPageLink(lead.page.id);
}

function momentOf([lead]: readonly PageInMessage[], now: Date, link: string): PageMoment | null {
  if (lead === undefined) return null;
  const { page, incident } = lead;
  return {
    since: incident.createdAt,
    now,
    link,
    help: page.responderRequestId === null ? null : page.reason,
  };
}

const calling = (page: LockedPage): PageChange => ({
  pageId: page.id,
  status: 'calling',
  dueInSeconds: LEASE_SECONDS[page.type],
});

const done = (page: LockedPage, status: PageChange['status']): PageChange => ({
  pageId: page.id,
  status,
  dueInSeconds: null,
});

/** One alarm for all of a person's pages that wait for the same moment: whoever delivers one takes the others along. */
function alarmsOf(
  { waits, tooEarly }: DueDecision,
  fences: ReadonlyMap<string, number>,
  now: Date,
): WakeUp[] {
  const moments = new Map(
    [...waits].reverse().map((wait) => [`${wait.page.userId} ${wait.until.getTime()}`, wait]),
  );
  return [
    ...[...moments.values()].map(({ page, until }) =>
      deliverPage(page.id, fences.get(page.id) ?? 0, until.getTime() - now.getTime()),
    ),
    ...tooEarly.map((page) => deliverPage(page.id, page.fence, page.dueInMs ?? 0)),
  ];
}
