import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SYSTEM } from '../../incidents/actor.js';
import { ANSWER_WITHIN_SECONDS } from '../../incidents/lifecycle/responder-lifecycle.js';
import { PAGE_RESPONDERS, pageResponders } from '../../incidents/responders/page-responders.job.js';
import {
  claimOverdueRequests,
  incidentOfRequest,
  isAsked,
  lockRequest,
  saveEnd,
  savePaged,
  type LockedRequest,
} from '../../incidents/responders/responder-store.js';
import { ResponderTelling } from '../../incidents/responders/responder-telling.js';
import { withLogContext } from '../../platform/logging/logger.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp, WakeUpHandler } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { lockIncident, type PagedIncident } from './incident-lock.js';
import { ResponderPages } from './page-responders.pages.js';

/**
 * Pages whoever is asked to help, and ends the request when nobody has answered in time: one deadline, first for the
 * one and then for the other. Twice, late, or after an answer it does nothing (promise 3).
 */
@Injectable()
export class PageRespondersHandler implements WakeUpHandler, SweptDeadlines {
  readonly kind = PAGE_RESPONDERS;

  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: ResponderPages,
    private readonly telling: ResponderTelling,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  handle(wakeUp: { readonly id: string; readonly fence: number }): Promise<void> {
    return this.take(wakeUp.id, wakeUp.fence, false);
  }

  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return claimOverdueRequests(this.dataSource.manager, limit, graceMs, leaseMs);
  }

  takeUp(id: string, fence: number): Promise<void> {
    return this.take(id, fence, true);
  }

  private async take(id: string, fence: number, isClaimed: boolean): Promise<void> {
    const incidentId = await incidentOfRequest(this.dataSource.manager, id);
    if (incidentId === null) return;
    await withLogContext({ incidentId }, async () => {
      const wakeUps = await this.dataSource.transaction(async (manager) => {
        const incident = await lockIncident(manager, incidentId);
        const request = incident && (await lockRequest(manager, id));
        if (!incident || request?.fence !== fence || request.status !== 'pending') return [];
        // The queue's clock runs ahead of the database's, whose time governs (promise 8): set the alarm again.
        if (!isClaimed && !request.isDue) return [pageResponders(id, fence, request.dueInMs ?? 0)];
        return request.pagedAt === null
          ? this.page(manager, incident, request)
          : this.end(manager, incident, request);
      });
      await this.wakeUps.schedule(wakeUps);
    });
  }

  private async page(
    manager: EntityManager,
    incident: PagedIncident,
    request: LockedRequest,
  ): Promise<WakeUp[]> {
    const found = await this.pages.find(manager, request);
    if (found.userId === null) {
      await saveEnd(manager, request.id, 'expired', null);
      await this.telling.news(manager, request, incident, 'unreachable', SYSTEM, found.reason);
      return [];
    }
    const asked = { ...request, userId: found.userId };
    if (await isAsked(manager, incident.id, found.userId, request.id)) {
      await saveEnd(manager, request.id, 'cancelled', null);
      await this.telling.note(manager, asked, 'responder.cancelled', SYSTEM, 'this person is asked already');
      return [];
    }
    const fence = await savePaged(manager, request.id, found.userId, ANSWER_WITHIN_SECONDS);
    const wakeUps = await this.pages.create(manager, asked, found, await this.telling.ask(manager, request));
    return [...wakeUps, pageResponders(request.id, fence, ANSWER_WITHIN_SECONDS * 1000)];
  }

  private async end(
    manager: EntityManager,
    incident: PagedIncident,
    request: LockedRequest,
  ): Promise<WakeUp[]> {
    await saveEnd(manager, request.id, 'expired', null);
    await this.telling.news(manager, request, incident, 'expired', SYSTEM, 'no answer within 10 minutes');
    return [];
  }
}
