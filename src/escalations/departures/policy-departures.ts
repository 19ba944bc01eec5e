import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import {
  DEPARTURE_TURNS,
  DepartureRooms,
  type DepartureRoom,
  type Leaving,
} from '../../people/departures/departure-rooms.js';
import type { DepartureFindings } from '../../people/departures/departure-schema.js';
import { toEscalationPolicyView } from '../escalation-policy-view.js';
import { EscalationPolicyEntity } from '../escalation-policy.entity.js';
import { storeNamed } from '../policy-references.js';
import { leavePolicy, type LeftPolicy } from './leave-policy.js';

/** Takes people who leave out of policies. Escalations that run keep the policy they began with, and pass them by. */
@Injectable()
export class PolicyDepartures implements DepartureRoom, OnModuleInit {
  readonly turn = DEPARTURE_TURNS.policies;

  constructor(
    private readonly rooms: DepartureRooms,
    private readonly auditLog: AuditLog,
  ) {}

  onModuleInit(): void {
    this.rooms.register(this);
  }

  async foresee(manager: EntityManager, leaving: Leaving): Promise<Partial<DepartureFindings>> {
    return toFindings(plan(await policiesOf(manager, leaving.userId), leaving), leaving);
  }

  async carryOut(
    manager: EntityManager,
    principal: Principal,
    leaving: Leaving,
  ): Promise<Partial<DepartureFindings>> {
    const planned = plan(await policiesOf(manager, leaving.userId, { forChange: true }), leaving);
    const findings = toFindings(planned, leaving);
    if (findings.obstacles.length > 0) return findings;
    for (const { policy, left } of planned) {
      const { id, teamId, handOffTo } = policy;
      const { steps, lastResort } = left;
      const before = toEscalationPolicyView(policy);
      await manager.update(EscalationPolicyEntity, id, { steps, lastResort, updatedAt: () => 'rouse_now()' });
      await storeNamed(manager, id, { teamId, handOffTo, steps, lastResort });
      const after = await manager.findOneByOrFail(EscalationPolicyEntity, { id });
      await this.auditLog.record(manager, principal, {
        action: 'escalation-policy.update',
        objectType: 'escalation-policy',
        objectId: id,
        before,
        after: toEscalationPolicyView(after),
      });
    }
    return findings;
  }
}

interface PlannedPolicy {
  readonly policy: EscalationPolicyEntity;
  readonly left: LeftPolicy;
}

async function policiesOf(
  manager: EntityManager,
  userId: string,
  { forChange = false }: { forChange?: boolean } = {},
): Promise<EscalationPolicyEntity[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT policy.id FROM escalation_policies policy
      WHERE policy.id IN (SELECT policy_id FROM escalation_policy_targets WHERE user_id = $1)
      ORDER BY policy.id ${forChange ? 'FOR UPDATE' : ''}`,
    [userId],
  );
  // Read after the locks are held: what another has just committed is in it.
  return manager.find(EscalationPolicyEntity, {
    where: { id: In(rows.map(({ id }) => id)) },
    order: { name: 'ASC' },
  });
}

const plan = (
  policies: readonly EscalationPolicyEntity[],
  { userId, successorId }: Leaving,
): PlannedPolicy[] => policies.map((policy) => ({ policy, left: leavePolicy(policy, userId, successorId) }));

function toFindings(planned: readonly PlannedPolicy[], { name }: Leaving) {
  return {
    policies: planned.map(({ policy, left }) => ({
      id: policy.id,
      name: policy.name,
      steps: left.touched,
      lastResort: left.wasLastResort,
    })),
    obstacles: planned
      .filter(({ left }) => left.steps.length === 0)
      .map(
        ({ policy }) =>
          `The escalation policy ${policy.name} pages nobody but ${name}: name a successor, or change the policy.`,
      ),
  };
}
