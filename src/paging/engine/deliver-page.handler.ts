import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SYSTEM } from '../../incidents/actor.js';
import { Timeline } from '../../incidents/timeline.js';
import { LOGGER, withLogContext, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { WakeUp, WakeUpHandler } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { Channels, type OutgoingPage } from '../channels/channel.js';
import { whatIsDue } from '../delivery/delivery-decision.js';
import type { AttemptInHand } from './attempt-in-hand.js';
import { DELIVER_PAGE, deliverPage } from './deliver-page.job.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { lockIncidentOfPage, type PagedIncident } from './incident-lock.js';
import { PageStore, type LockedPage } from './page-store.js';
import { ProviderCalls } from './provider-calls.js';

/** A call to a provider takes 8 s at most; a page that is `calling` for longer was left behind by its process. */
const LEASE_SECONDS = 20;

/** What is to be done outside the transaction that decided it. */
type Errand =
  | { readonly kind: 'none'; readonly wakeUps: WakeUp[] }
  | { readonly kind: 'send'; readonly page: OutgoingPage; readonly attempt: AttemptInHand }
  | {
      readonly kind: 'look-up';
      readonly page: OutgoingPage;
      readonly attempt: AttemptInHand;
      readonly since: Date;
    };

const NOTHING: Errand = { kind: 'none', wakeUps: [] };

/**
 * Delivers a page that is due: one transaction that writes the attempt, the call to the provider outside of any
 * transaction, and one that writes how it ended (promise 4).
 */
@Injectable()
export class DeliverPageHandler implements WakeUpHandler {
  readonly kind = DELIVER_PAGE;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly pages: PageStore,
    private readonly timeline: Timeline,
    private readonly channels: Channels,
    private readonly calls: ProviderCalls,
    private readonly consequences: DeliveryConsequences,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Without room for another call the page stays due, for the sweeper. */
  async handle(wakeUp: { readonly id: string; readonly fence: number }): Promise<void> {
    if (this.calls.room > 0) await this.deliver(wakeUp.id, wakeUp.fence, false);
  }

  /**
   * Resolves when it is decided and written down; a call to a provider goes on by itself.
   * @param claimed the sweeper has claimed it with this fence, so its deadline is a lease and not looked at
   */
  async deliver(pageId: string, fence: number, claimed: boolean): Promise<void> {
    const giveBack = this.calls.take();
    const decided = this.dataSource.transaction((manager) => this.decide(manager, pageId, fence, claimed));
    const done = decided.then((errand) => this.carryOut(errand)).finally(giveBack);
    const isCall = decided.then((errand) => errand.kind !== 'none');
    if (await isCall.catch(() => false)) this.calls.letGo(done);
    else await done;
  }

  private carryOut(errand: Errand): Promise<void> {
    const context = errand.kind === 'none' ? {} : { incidentId: errand.page.incidentId };
    return withLogContext(context, async () => {
      await this.wakeUps.schedule(await this.run(errand));
    });
  }

  private async decide(
    manager: EntityManager,
    pageId: string,
    fence: number,
    claimed: boolean,
  ): Promise<Errand> {
    const incident = await lockIncidentOfPage(manager, pageId);
    const page = incident && (await this.pages.lock(manager, pageId));
    if (!incident || page?.fence !== fence || page.dueInMs === null) return NOTHING;
    if (!claimed && !page.isDue) return { kind: 'none', wakeUps: [deliverPage(pageId, fence, page.dueInMs)] };
    const due = whatIsDue({ ...page, incidentIsTriggered: incident.status === 'triggered' });
    switch (due.kind) {
      case 'attempt':
        return this.beginAttempt(manager, incident, page);
      case 'look-up':
        return this.beginLookUp(manager, incident, page);
      case 'no-receipt':
        return { kind: 'none', wakeUps: await this.consequences.missReceipt(manager, page) };
      case 'cancel':
        await this.pages.save(manager, pageId, 'cancelled', null);
        await this.tell(manager, page, 'page.cancelled', whyCancelled(incident));
        return NOTHING;
      case 'unusable':
        return { kind: 'none', wakeUps: await this.consequences.withdraw(manager, page) };
      case 'expire':
        return { kind: 'none', wakeUps: await this.consequences.expire(manager, page) };
      case 'rest':
        await this.pages.save(manager, pageId, page.status, null);
        return NOTHING;
    }
  }

  private async beginAttempt(
    manager: EntityManager,
    incident: PagedIncident,
    page: LockedPage,
  ): Promise<Errand> {
    const { provider } = this.channels.of(page.type);
    const { attemptId, fence } = await this.pages.beginAttempt(manager, page, provider, LEASE_SECONDS);
    const attempt = inHand(page, { id: attemptId, number: page.attemptCount + 1 }, fence);
    return { kind: 'send', page: outgoing(incident, page, attemptId), attempt };
  }

  private async beginLookUp(
    manager: EntityManager,
    incident: PagedIncident,
    page: LockedPage,
  ): Promise<Errand> {
    const attempt = await this.pages.lastAttempt(manager, page.id);
    if (!attempt) throw new Error(`Page ${page.id} is being called without an attempt`);
    const fence = await this.pages.save(manager, page.id, 'calling', LEASE_SECONDS);
    return {
      kind: 'look-up',
      page: outgoing(incident, page, attempt.id),
      attempt: inHand(page, attempt, fence),
      since: attempt.createdAt,
    };
  }

  private async run(errand: Errand): Promise<WakeUp[]> {
    switch (errand.kind) {
      case 'none':
        return errand.wakeUps;
      case 'send': {
        const started = performance.now();
        const outcome = await this.channels.of(errand.page.type).send(errand.page);
        this.metrics.providerCalls.observe({ type: errand.page.type }, (performance.now() - started) / 1000);
        this.metrics.attempts.inc({ type: errand.page.type, outcome: outcome.kind });
        this.logger.info(
          { pageId: errand.page.pageId, type: errand.page.type, outcome: outcome.kind },
          'A page was handed to the provider',
        );
        return this.consequences.ofSend(errand.attempt, outcome);
      }
      case 'look-up': {
        const outcome = await this.channels.of(errand.page.type).lookUp(errand.page, errand.since);
        this.logger.warn(
          { pageId: errand.page.pageId, outcome: outcome.kind },
          'Looked up an attempt whose outcome was unknown',
        );
        return this.consequences.ofLookUp(errand.attempt, outcome);
      }
    }
  }

  private tell(manager: EntityManager, page: LockedPage, kind: string, reason: string): Promise<void> {
    return this.timeline.append(manager, [
      {
        incidentId: page.incidentId,
        kind,
        actor: SYSTEM,
        reason,
        details: { pageId: page.id, userId: page.userId, type: page.type },
      },
    ]);
  }
}

const whyCancelled = ({ status }: PagedIncident): string =>
  status === 'triggered' ? 'somebody had acknowledged meanwhile' : `the incident is ${status}`;

function inHand(page: LockedPage, attempt: { id: string; number: number }, fence: number): AttemptInHand {
  return {
    attemptId: attempt.id,
    attemptNumber: attempt.number,
    pageId: page.id,
    incidentId: page.incidentId,
    fence,
  };
}

function outgoing(incident: PagedIncident, page: LockedPage, attemptId: string): OutgoingPage {
  return {
    pageId: page.id,
    attemptId,
    type: page.type,
    address: page.address,
    replyCode: page.replyCode,
    incidentId: incident.id,
    incidentNumber: incident.number,
    serviceName: incident.serviceName,
    title: incident.title,
    severity: incident.severity,
    reason: page.reason,
    timeZone: page.timeZone,
  };
}
