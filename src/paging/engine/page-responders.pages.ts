import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SYSTEM } from '../../incidents/actor.js';
import type { StoredRequest } from '../../incidents/responders/responder-store.js';
import { Timeline } from '../../incidents/timeline.js';
import { ContactMethods } from '../../people/contact-methods.js';
import type { PlannedContact } from '../../people/paging-plan.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { OnCall } from '../../schedules/on-call.js';
import { PageStore } from './page-store.js';

/** Pages of a request for help belong to no step of the escalation. */
const NO_STEP = { round: 0, step: -1 } as const;

/** Who is to be asked and how they are reached; nobody, and why. */
type Found =
  | { readonly userId: string; readonly contacts: readonly PlannedContact[] }
  | { readonly userId: null; readonly reason: string };

/** The pages of a request for help. Asking for help is urgent, whatever the incident is. */
@Injectable()
export class ResponderPages {
  constructor(
    private readonly onCall: OnCall,
    private readonly contactMethods: ContactMethods,
    private readonly clock: DatabaseClock,
    private readonly pages: PageStore,
    private readonly timeline: Timeline,
  ) {}

  /** The one who is asked, or whoever is on call in the schedule at this moment. */
  async find(manager: EntityManager, request: StoredRequest): Promise<Found> {
    const now = await this.clock.now(manager);
    const userId = request.userId ?? (await this.carrier(manager, request.scheduleId, now));
    if (userId === null) return { userId, reason: 'nobody is on call there' };
    const plans = await this.contactMethods.pagingPlans(manager, [userId], 'high', now);
    const contacts = plans.get(userId) ?? [];
    if (contacts.length === 0) return { userId: null, reason: 'no verified contact method' };
    return { userId, contacts };
  }

  /** @returns the wake-ups to set after the commit */
  async create(
    manager: EntityManager,
    request: StoredRequest,
    { userId, contacts }: Extract<Found, { userId: string }>,
    reason: string,
  ): Promise<WakeUp[]> {
    const newPages = contacts.map((contact) => ({
      ...contact,
      ...NO_STEP,
      userId,
      reason,
      responderRequestId: request.id,
    }));
    const { ids, wakeUps } = await this.pages.create(manager, request.incidentId, newPages);
    await this.timeline.append(
      manager,
      newPages.map((page, place) => ({
        incidentId: request.incidentId,
        kind: 'page.created',
        actor: SYSTEM,
        reason,
        details: {
          pageId: ids[place],
          userId,
          contactMethodId: page.contactMethodId,
          type: page.type,
          delaySeconds: page.delaySeconds,
          responderRequestId: request.id,
        },
      })),
    );
    return wakeUps;
  }

  private async carrier(manager: EntityManager, scheduleId: string | null, at: Date): Promise<string | null> {
    if (scheduleId === null) return null;
    return (await this.onCall.whoIsOnCall(manager, [scheduleId], at)).get(scheduleId)?.userId ?? null;
  }
}
