import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requireReferences } from '../platform/database/references.js';
import { conflict, impossible, notFound } from '../platform/http/problem.js';
import { withLogContext } from '../platform/logging/logger.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { done, holderOf, tooLate, type ActionDone, type ActionOutcome } from './action-outcome.js';
import type { Actor } from './actor.js';
import { EscalationSteering } from './escalation-steering.js';
import { IncidentRaising } from './intake/incident-raising.js';
import { IncidentStore, type LockedIncident } from './incident-store.js';
import { takeTurnsAtIntake } from './intake/intake-lock.js';
import { transition } from './lifecycle/incident-lifecycle.js';
import { worseOf } from './lifecycle/urgency.js';
import { cancelPendingRequests } from './responders/responder-store.js';
import { Timeline } from './timeline.js';

/** The alerts of an incident came to have another service between looking and locking: look again. */
class MovedMeanwhile extends Error {}

/** How often to look again. Each time somebody else has merged something, so somebody gets on. */
const MOST_LOOKS = 5;

/** Makes two incidents one: the alerts move, and what was said of the first stays told there. */
@Injectable()
export class IncidentMerge {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: IncidentStore,
    private readonly steering: EscalationSteering,
    private readonly raising: IncidentRaising,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Moves the alerts of an incident, and every later event of them, to another one, and resolves it: its escalation
   * stops. The other one goes on as it was, as bad as the worse of the two: where that makes it urgent and nobody has
   * it, its people are paged anew.
   * @throws Problem 404; 422 where `into` is the incident itself or none
   */
  async merge(incidentId: string, into: string, actor: Actor): Promise<ActionOutcome> {
    if (incidentId === into) throw impossible([{ path: 'into', message: 'is the incident itself' }]);
    return withLogContext({ incidentId }, async () => {
      for (let look = 1; ; look += 1) {
        try {
          const { outcome, wakeUps } = await this.dataSource.transaction((manager) =>
            this.mergeWithin(manager, incidentId, into, actor),
          );
          await this.wakeUps.schedule(wakeUps);
          return outcome;
        } catch (error) {
          if (!(error instanceof MovedMeanwhile)) throw error;
          if (look === MOST_LOOKS) throw conflict('The alerts of this incident are on the move: ask again.');
        }
      }
    });
  }

  private async mergeWithin(
    manager: EntityManager,
    incidentId: string,
    into: string,
    actor: Actor,
  ): Promise<ActionDone> {
    const serviceIds = await this.servicesOf(manager, incidentId);
    await takeTurnsAtIntake(manager, serviceIds);
    // Both at once, in the order of their ids: two that are merged into each other at one moment wait for one another.
    const locked = await this.store.lock(manager, [incidentId, into]);
    const incident = locked.find(({ id }) => id === incidentId);
    const target = locked.find(({ id }) => id === into);
    if (!incident) throw notFound('incident');
    if (!target)
      await requireReferences(manager, [{ table: 'incidents', what: 'incident', id: into, path: 'into' }]);
    if (!target) throw notFound('incident');
    const known = new Set(serviceIds);
    if ((await this.servicesOf(manager, incidentId)).some((id) => !known.has(id))) throw new MovedMeanwhile();
    const change = transition(incident.status, 'merge', holderOf(incident, actor));
    const late =
      change.kind === 'too-late'
        ? tooLate(incident, 'merge', actor)
        : target.status === 'resolved'
          ? tooLate(incident, 'merge', actor, whyNotInto(target))
          : null;
    if (late === null) return this.carryOut(manager, incident, target, actor);
    await this.timeline.append(manager, [late.entry]);
    return { outcome: late.outcome, wakeUps: [] };
  }

  private async carryOut(
    manager: EntityManager,
    incident: LockedIncident,
    target: LockedIncident,
    actor: Actor,
  ): Promise<ActionDone> {
    const alertCount = await this.store.moveAlerts(manager, incident.id, target);
    const userId = actor.type === 'user' ? actor.userId : null;
    await this.store.resolve(manager, incident.id, userId, target.id);
    await this.steering.steer(manager, incident, 'stop');
    const reason = `merged into incident #${target.number}`;
    await this.timeline.append(manager, [
      {
        incidentId: incident.id,
        kind: 'incident.merged',
        actor,
        details: { into: target.id, intoNumber: target.number, alertCount },
      },
      { incidentId: incident.id, kind: 'incident.resolved', actor, reason },
      ...(await cancelPendingRequests(manager, incident.id, reason)),
      {
        incidentId: target.id,
        kind: 'incident.absorbed',
        actor,
        reason: incident.title,
        details: { from: incident.id, fromNumber: incident.number, alertCount },
      },
    ]);
    return {
      outcome: done(incident, 'resolved'),
      wakeUps: await this.worsen(manager, target, incident, actor),
    };
  }

  private worsen(
    manager: EntityManager,
    target: LockedIncident,
    incident: LockedIncident,
    actor: Actor,
  ): Promise<WakeUp[]> {
    const { id, number, status, severity, urgency } = target;
    const to = worseOf(target, incident);
    if (to === null || status === 'resolved') return Promise.resolve([]);
    const reason = `incident #${incident.number}, which was urgent, was merged into it`;
    return this.raising.raise(
      manager,
      [{ incident: { id, number, status, severity, urgency }, to, reason }],
      actor,
    );
  }

  private async servicesOf(manager: EntityManager, incidentId: string): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT service_id AS id FROM alerts WHERE incident_id = $1
       UNION SELECT service_id FROM incidents WHERE id = $1`,
      [incidentId],
    );
    return rows.map(({ id }) => id);
  }
}

const whyNotInto = (target: LockedIncident): string =>
  `Incident #${target.number} is resolved already: nothing can be merged into it.`;
