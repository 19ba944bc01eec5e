import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EscalationPolicies } from '../escalations/escalation-policies.js';
import { policyForPeople } from '../escalations/planning/policy-for-people.js';
import type { PolicySnapshot } from '../escalations/policy-snapshot.js';
import { RunningEscalations } from '../escalations/running-escalations.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import type { LockedIncident } from './incident-store.js';
import type { EscalationSteer } from './lifecycle/incident-lifecycle.js';

/** Stops, hurries and begins anew the escalation of an incident, as the state machine says. Its row is locked. */
@Injectable()
export class EscalationSteering {
  constructor(
    private readonly escalations: RunningEscalations,
    private readonly policies: EscalationPolicies,
    private readonly clock: DatabaseClock,
  ) {}

  /** @returns the wake-ups to set after the commit */
  async steer(manager: EntityManager, incident: LockedIncident, to: EscalationSteer): Promise<WakeUp[]> {
    switch (to) {
      case 'keep':
        return [];
      case 'stop':
        await this.escalations.stop(manager, [incident.id]);
        return [];
      case 'next-step': {
        const wakeUp = await this.escalations.goOnNow(manager, incident.id, await this.clock.now(manager));
        return [
          wakeUp ??
            (await this.escalations.restart(manager, incident.id, await this.policyOf(manager, incident))),
        ];
      }
      case 'restart':
        return this.restart(manager, incident, await this.policyOf(manager, incident));
    }
  }

  /** Pages by this policy instead, from its beginning. */
  async restart(manager: EntityManager, incident: LockedIncident, policy: PolicySnapshot): Promise<WakeUp[]> {
    return [await this.escalations.restart(manager, incident.id, policy)];
  }

  /** What a policy says now, for an incident that is given to it. @throws Problem 404 */
  snapshot(manager: EntityManager, policyId: string): Promise<PolicySnapshot> {
    return this.policies.snapshot(manager, policyId);
  }

  /** One step with these people, after which comes the last resort of the policies that it had. */
  async policyFor(
    manager: EntityManager,
    incident: LockedIncident,
    userIds: readonly string[],
    name: string,
  ): Promise<PolicySnapshot> {
    return policyForPeople(await this.policyOf(manager, incident), userIds, name);
  }

  /** The policy that it started with (promise 6), or was given to since. */
  private async policyOf(manager: EntityManager, incident: LockedIncident): Promise<PolicySnapshot> {
    const escalation = await this.escalations.lock(manager, incident.id);
    return escalation?.policy ?? this.policies.snapshot(manager, incident.escalationPolicyId);
  }
}
