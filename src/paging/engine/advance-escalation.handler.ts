import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ADVANCE_ESCALATION, advanceEscalation } from '../../escalations/advance-escalation.job.js';
import type { EscalationPlan } from '../../escalations/planning/escalation-plan.js';
import { planEscalation } from '../../escalations/planning/plan-escalation.js';
import {
  fenceOf,
  RunningEscalations,
  type RunningEscalation,
} from '../../escalations/running-escalations.js';
import { SituationReader } from '../../escalations/situation-reader.js';
import { SYSTEM } from '../../incidents/actor.js';
import { Timeline } from '../../incidents/timeline.js';
import type { PlannedContact } from '../../people/paging-plan.js';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { keyedTransaction } from '../../platform/database/keyed-transaction.js';
import { LOGGER, withLogContext, type Logger } from '../../platform/logging/logger.js';
import type { WakeUp, WakeUpHandler, Woken } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { lockIncidents, type PagedIncident } from './incident-lock.js';
import type { NewPageOfIncident } from './new-pages.js';
import { PageStore } from './page-store.js';

/** An escalation whose time has come, by the fence that it had then. */
export interface DueEscalation extends Woken {
  /** The sweeper has claimed it with this fence, so its deadline is a lease and not looked at. */
  readonly claimed: boolean;
}

/** Where many are locked, by the outcome of a message about them say, waiting for each in turn would take them far too long. */
const LOCKED_AGAIN_AFTER_MS = [20, 60, 180] as const;

/** An escalation that goes on now, both rows locked. */
interface Ready {
  readonly incident: PagedIncident;
  readonly escalation: RunningEscalation;
}

/** What was decided for one of them. */
interface Planned extends Ready {
  readonly plan: EscalationPlan;
  readonly pages: readonly NewPageOfIncident[];
}

/**
 * Takes escalations one step on: reads where they stand and who is on call, lets the planner decide for each, and
 * writes what follows, a batch in one transaction. Twice, late, or after an acknowledgement it does nothing (promise 3).
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
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  handle(woken: Woken): Promise<void> {
    return this.advance(woken.id, woken.fence, false);
  }

  handleMany(woken: readonly Woken[]): Promise<void> {
    return this.advanceMany(woken.map((each) => ({ ...each, claimed: false })));
  }

  /** One of them; see {@link DueEscalation}. Waits for whoever has locked it. */
  async advance(id: string, fence: number, claimed: boolean): Promise<void> {
    await withLogContext({ incidentId: id }, () => this.advanceTogether([{ id, fence, claimed }], 'wait'));
  }

  /**
   * A batch, each id once. Those that somebody has locked follow soon, and at last one by one, so that the others do not wait for them;
   * and where one cannot be advanced at all, the others are.
   * @throws Error when the database is away
   */
  async advanceMany(due: readonly DueEscalation[]): Promise<void> {
    if (due.length < 2) return this.oneByOne(due);
    try {
      let locked = await this.advanceTogether(due, 'skip');
      for (const pauseMs of LOCKED_AGAIN_AFTER_MS) {
        if (locked.length < 2) break;
        await sleep(pauseMs);
        locked = await this.advanceTogether(locked, 'skip');
      }
      await this.oneByOne(locked);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn(
        { err: error, count: due.length },
        'A batch of escalations could not be advanced; one by one',
      );
      await this.oneByOne(due);
    }
  }

  private async oneByOne(due: readonly DueEscalation[]): Promise<void> {
    for (const { id, fence, claimed } of due) {
      try {
        await this.advance(id, fence, claimed);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        this.logger.error(
          { err: error, incidentId: id },
          'An escalation could not be advanced; the sweeper tries again',
        );
      }
    }
  }

  /** @returns those that were left out because somebody has locked them */
  private async advanceTogether(
    due: readonly DueEscalation[],
    others: 'wait' | 'skip',
  ): Promise<DueEscalation[]> {
    const { wakeUps, locked } = await keyedTransaction(this.dataSource, async (manager) => {
      const incidents = await lockIncidents(
        manager,
        due.map(({ id }) => id),
        others,
      );
      return {
        wakeUps: await this.advanceWithin(manager, due, incidents),
        locked: others === 'skip' ? due.filter(({ id }) => !incidents.has(id)) : [],
      };
    });
    await this.wakeUps.schedule(wakeUps);
    return locked;
  }

  private async advanceWithin(
    manager: EntityManager,
    due: readonly DueEscalation[],
    incidents: ReadonlyMap<string, PagedIncident>,
  ): Promise<WakeUp[]> {
    const escalations = await this.escalations.lockAll(manager, [...incidents.keys()]);
    const ready: Ready[] = [];
    const over: string[] = [];
    const early: WakeUp[] = [];
    for (const { id, fence, claimed } of due) {
      const incident = incidents.get(id);
      const escalation = escalations.get(id);
      if (!incident || escalation?.status !== 'running' || escalation.fence !== fence) continue;
      if (incident.status !== 'triggered') over.push(id);
      else if (claimed || escalation.isDue) ready.push({ incident, escalation });
      // The queue's clock runs ahead of the database's, whose time governs (promise 8): set the alarm again.
      else early.push(advanceEscalation(id, fence, escalation.dueInMs ?? 0));
    }
    if (over.length > 0) await this.escalations.stop(manager, over);
    return [...early, ...(await this.carryOut(manager, ready))];
  }

  /** Pages first: their wake-ups are the urgent ones. */
  private async carryOut(manager: EntityManager, ready: readonly Ready[]): Promise<WakeUp[]> {
    const planned = await this.plan(manager, ready);
    if (planned.length === 0) return [];
    const fences = await this.escalations.saveAll(
      manager,
      planned.map(({ incident, plan: { position, dueAt } }) => ({
        incidentId: incident.id,
        position,
        dueAt,
      })),
    );
    const pages = planned.flatMap((each) => each.pages);
    const { ids, wakeUps } = await this.pages.createAll(manager, pages);
    await this.timeline.append(manager, [
      ...planned.flatMap(({ incident, plan }) =>
        plan.entries.map((entry) => ({ ...entry, incidentId: incident.id, actor: SYSTEM })),
      ),
      ...pages.map((page, place) => pageCreated(page, ids[place])),
    ]);
    return [
      ...wakeUps,
      ...planned.map(({ incident: { id }, escalation: { now }, plan: { dueAt } }) =>
        advanceEscalation(id, fenceOf(fences, id), dueAt.getTime() - now.getTime()),
      ),
    ];
  }

  private async plan(manager: EntityManager, ready: readonly Ready[]): Promise<Planned[]> {
    const [first] = ready;
    if (!first) return [];
    const situations = await this.situations.readMany(
      manager,
      ready.map(({ incident, escalation: { policy, position } }) => ({ ...incident, policy, position })),
      first.escalation.now,
    );
    return ready.map((each) => {
      const situation = situations.get(each.incident.id);
      if (!situation) throw new Error(`Incident ${each.incident.id} has no situation`);
      const plan = planEscalation(situation.input);
      return { ...each, plan, pages: pagesOf(each.incident.id, plan, situation.contacts) };
    });
  }
}

/** One page for every person of the plan and every contact method that their rules name. */
function pagesOf(
  incidentId: string,
  plan: EscalationPlan,
  contacts: ReadonlyMap<string, readonly PlannedContact[]>,
): NewPageOfIncident[] {
  return plan.pages.flatMap((page) =>
    (contacts.get(page.userId) ?? []).map((contact) => ({ ...contact, ...page, incidentId })),
  );
}

const pageCreated = (page: NewPageOfIncident, pageId: string | undefined) => ({
  incidentId: page.incidentId,
  kind: 'page.created',
  actor: SYSTEM,
  reason: page.reason,
  details: {
    pageId,
    userId: page.userId,
    contactMethodId: page.contactMethodId,
    type: page.type,
    step: page.step,
    round: page.round,
    delaySeconds: page.delaySeconds,
  },
});
