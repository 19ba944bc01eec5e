import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { requireReferences } from '../platform/database/references.js';
import { notFound } from '../platform/http/problem.js';
import { withLogContext } from '../platform/logging/logger.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { done, holderOf, tooLate, type ActionDone, type ActionOutcome } from './action-outcome.js';
import type { Actor } from './actor.js';
import { EscalationSteering } from './escalation-steering.js';
import { IncidentStore, type LockedIncident } from './incident-store.js';
import { transition, type IncidentAction } from './lifecycle/incident-lifecycle.js';
import { cancelPendingRequests } from './responders/responder-store.js';
import { Timeline } from './timeline.js';
import { wakeIncident } from './wake-incident.job.js';

/** What can be done to an incident with one word. */
export type PlainAction = 'acknowledge' | 'resolve' | 'escalate';

/** To whom an incident is given: to people, or to another policy. */
export type Reassignment = { readonly userIds: readonly string[] } | { readonly escalationPolicyId: string };

/** What an action does once the state machine allows it; gives the wake-ups to set after the commit. */
type CarryOut = (incident: LockedIncident) => Promise<WakeUp[]>;

/**
 * Everything that somebody can do to an incident, from whichever door: one lock, one state machine, one winner. The
 * escalation stops (or goes on) in the same transaction.
 */
@Injectable()
export class IncidentActions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly store: IncidentStore,
    private readonly steering: EscalationSteering,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Acts, and commits.
   * @throws Problem 404 when there is no such incident
   */
  act(action: PlainAction, incidentId: string, actor: Actor): Promise<ActionOutcome> {
    return this.commit(incidentId, (manager) => this.actWithin(manager, action, incidentId, actor));
  }

  /** Acts inside the caller's transaction; set the wake-ups after its commit. */
  async actWithin(
    manager: EntityManager,
    action: PlainAction,
    incidentId: string,
    actor: Actor,
  ): Promise<ActionDone> {
    return this.run(manager, action, incidentId, actor, async (incident) => {
      const kind = `incident.${DONE[action]}`;
      switch (action) {
        case 'acknowledge': {
          const waking = await this.store.acknowledge(manager, incidentId, userOf(actor));
          await this.timeline.append(manager, [{ incidentId, kind, actor }]);
          return [
            ...(await this.steering.steer(manager, incident, 'stop')),
            ...wakeIncident(incidentId, waking),
          ];
        }
        case 'resolve':
          await this.store.resolve(manager, incidentId, userOf(actor));
          await this.timeline.append(manager, [{ incidentId, kind, actor }]);
          await this.cancelRequests(manager, incidentId);
          return this.steering.steer(manager, incident, 'stop');
        case 'escalate':
          await this.store.trigger(manager, incidentId);
          await this.timeline.append(manager, [{ incidentId, kind, actor }]);
          return this.steering.steer(manager, incident, 'next-step');
      }
    });
  }

  /**
   * Silences it for so many seconds; then it is triggered again and paged from the policy's beginning. Acknowledges
   * it for the one who asks, where nobody has.
   * @throws Problem 404 when there is no such incident
   */
  snooze(incidentId: string, seconds: number, actor: Actor): Promise<ActionOutcome> {
    return this.commit(incidentId, (manager) =>
      this.run(manager, 'snooze', incidentId, actor, async (incident) => {
        const until = new Date((await this.clock.now(manager)).getTime() + seconds * 1000);
        // What the source acknowledged nobody has yet.
        if (incident.acknowledgedBy === null) {
          await this.store.acknowledge(manager, incidentId, userOf(actor));
          await this.timeline.append(manager, [{ incidentId, kind: 'incident.acknowledged', actor }]);
        }
        const waking = await this.store.snooze(manager, incidentId, until);
        const details = { seconds, until: until.toISOString() };
        await this.timeline.append(manager, [{ incidentId, kind: 'incident.snoozed', actor, details }]);
        return [
          ...(await this.steering.steer(manager, incident, 'stop')),
          ...wakeIncident(incidentId, waking),
        ];
      }),
    );
  }

  /**
   * Gives it to other people, or to another policy: triggered anew and paged at once, whoever had it before. Who is
   * named answers by their own paging rules; where nobody does, the last resort follows as ever.
   * @throws Problem 404 when there is no such incident; 422 with the path of each id that names nothing
   */
  reassign(incidentId: string, to: Reassignment, actor: Actor): Promise<ActionOutcome> {
    return this.commit(incidentId, (manager) =>
      this.run(manager, 'reassign', incidentId, actor, async (incident) => {
        const policy = await this.policyOf(manager, incident, to);
        await this.store.trigger(manager, incidentId);
        const details =
          'userIds' in to
            ? { userIds: to.userIds }
            : { escalationPolicyId: to.escalationPolicyId, policyName: policy.name };
        await this.timeline.append(manager, [{ incidentId, kind: 'incident.reassigned', actor, details }]);
        return this.steering.restart(manager, incident, policy);
      }),
    );
  }

  private async policyOf(manager: EntityManager, incident: LockedIncident, to: Reassignment) {
    if ('escalationPolicyId' in to) {
      const { escalationPolicyId: id } = to;
      const reference = {
        table: 'escalation_policies',
        what: 'escalation policy',
        path: 'escalationPolicyId',
      };
      await requireReferences(manager, [{ ...reference, id }]);
      return this.steering.snapshot(manager, id);
    }
    await requireReferences(
      manager,
      to.userIds.map((id, place) => ({ table: 'current_users', what: 'user', id, path: `userIds.${place}` })),
    );
    return this.steering.policyFor(manager, incident, to.userIds, 'Reassigned');
  }

  private async commit(
    incidentId: string,
    work: (manager: EntityManager) => Promise<ActionDone>,
  ): Promise<ActionOutcome> {
    return withLogContext({ incidentId }, async () => {
      const { outcome, wakeUps } = await this.dataSource.transaction(work);
      await this.wakeUps.schedule(wakeUps);
      return outcome;
    });
  }

  private async run(
    manager: EntityManager,
    action: IncidentAction,
    incidentId: string,
    actor: Actor,
    carryOut: CarryOut,
  ): Promise<ActionDone> {
    const [incident] = await this.store.lock(manager, [incidentId]);
    if (!incident) throw notFound('incident');
    const change = transition(incident.status, action, holderOf(incident, actor));
    switch (change.kind) {
      case 'unchanged':
        return {
          outcome: done(incident),
          wakeUps: change.isSignOfLife ? await this.acknowledgeAgain(manager, incident, actor) : [],
        };
      case 'too-late': {
        const { outcome, entry } = tooLate(incident, action, actor);
        await this.timeline.append(manager, [entry]);
        return { outcome, wakeUps: [] };
      }
      case 'change':
        return { outcome: done(incident, change.to), wakeUps: await carryOut(incident) };
    }
  }

  /** A person who says it again is at work; a source that repeats itself proves nothing about anybody. */
  private async acknowledgeAgain(
    manager: EntityManager,
    incident: LockedIncident,
    actor: Actor,
  ): Promise<WakeUp[]> {
    const { id } = incident;
    await this.timeline.append(manager, [{ incidentId: id, kind: 'acknowledgement.repeated', actor }]);
    return actor.type === 'user' ? wakeIncident(id, await this.store.renew(manager, id)) : [];
  }

  private async cancelRequests(manager: EntityManager, incidentId: string): Promise<void> {
    await this.timeline.append(
      manager,
      await cancelPendingRequests(manager, incidentId, 'the incident is resolved'),
    );
  }
}

/** Past tense of each action, as timeline kinds and sentences have it. */
const DONE = { acknowledge: 'acknowledged', resolve: 'resolved', escalate: 'escalated' } as const;

const userOf = (actor: Actor): string | null => (actor.type === 'user' ? actor.userId : null);
