import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ADVANCE_ESCALATION, advanceEscalation } from '../../escalations/advance-escalation.job.js';
import type { EscalationPlan } from '../../escalations/planning/escalation-plan.js';
import { planEscalation } from '../../escalations/planning/plan-escalation.js';
import { RunningEscalations, type RunningEscalation } from '../../escalations/running-escalations.js';
import { SituationReader } from '../../escalations/situation-reader.js';
import { SYSTEM } from '../../incidents/actor.js';
import { Timeline } from '../../incidents/timeline.js';
import type { PlannedContact } from '../../people/paging-plan.js';
import { withLogContext } from '../../platform/logging/logger.js';
import type { WakeUp, WakeUpHandler } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { lockIncident, type PagedIncident } from './incident-lock.js';
import { PageStore, type NewPage } from './page-store.js';

/**
 * Takes an escalation one step on: reads where it stands and who is on call, lets the planner decide, and writes
 * what follows, all in one transaction. Twice, late, or after an acknowledgement it does nothing (promise 3).
 */
@Injectable()
export class AdvanceEscalationHandler implements WakeUpHandler {
  readonly kind = ADVANCE_ESCALATION;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly escalations: RunningEscalations,
    private readonly pages: PageStore,
    private readonly timeline: Timeline,
    private readonly situations: SituationReader,
  ) {}

  handle(wakeUp: { readonly id: string; readonly fence: number }): Promise<void> {
    return this.advance(wakeUp.id, wakeUp.fence, false);
  }

  /** @param claimed the sweeper has claimed it with this fence, so its deadline is a lease and not looked at */
  async advance(incidentId: string, fence: number, claimed: boolean): Promise<void> {
    await withLogContext({ incidentId }, async () => {
      const wakeUps = await this.dataSource.transaction((manager) =>
        this.advanceWithin(manager, incidentId, fence, claimed),
      );
      await this.wakeUps.schedule(wakeUps);
    });
  }

  private async advanceWithin(
    manager: EntityManager,
    incidentId: string,
    fence: number,
    claimed: boolean,
  ): Promise<WakeUp[]> {
    const incident = await lockIncident(manager, incidentId);
    const escalation = incident && (await this.escalations.lock(manager, incidentId));
    if (!incident || !escalation || escalation.status !== 'running' || escalation.fence !== fence) return [];
    if (incident.status !== 'triggered') {
      await this.escalations.stop(manager, [incidentId]);
      return [];
    }
    // The queue's clock runs ahead of the database's, whose time governs (promise 8): set the alarm again.
    if (!claimed && !escalation.isDue) return [advanceEscalation(incidentId, fence, escalation.dueInMs ?? 0)];
    return this.carryOut(manager, incident, escalation);
  }

  private async carryOut(
    manager: EntityManager,
    incident: PagedIncident,
    escalation: RunningEscalation,
  ): Promise<WakeUp[]> {
    const { now, policy, position } = escalation;
    const situations = await this.situations.readMany(manager, [{ ...incident, policy, position }], now);
    const situation = situations.get(incident.id);
    if (!situation) throw new Error(`Incident ${incident.id} has no situation`);
    const plan = planEscalation(situation.input);
    const fence = await this.escalations.save(manager, escalation, plan.position, plan.dueAt);
    const newPages = pagesOf(plan, situation.contacts);
    const { ids, wakeUps } = await this.pages.create(manager, incident.id, newPages);
    await this.timeline.append(manager, [
      ...plan.entries.map((entry) => ({ ...entry, incidentId: incident.id, actor: SYSTEM })),
      ...newPages.map((page, place) => ({
        incidentId: incident.id,
        kind: 'page.created',
        actor: SYSTEM,
        reason: page.reason,
        details: {
          pageId: ids[place],
          userId: page.userId,
          contactMethodId: page.contactMethodId,
          type: page.type,
          step: page.step,
          round: page.round,
          delaySeconds: page.delaySeconds,
        },
      })),
    ]);
    return [...wakeUps, advanceEscalation(incident.id, fence, plan.dueAt.getTime() - now.getTime())];
  }
}

/** One page for every person of the plan and every contact method that their rules name. */
function pagesOf(plan: EscalationPlan, contacts: ReadonlyMap<string, readonly PlannedContact[]>): NewPage[] {
  return plan.pages.flatMap((page) =>
    (contacts.get(page.userId) ?? []).map((contact) => ({ ...contact, ...page })),
  );
}
