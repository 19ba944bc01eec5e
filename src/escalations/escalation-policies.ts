import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences } from '../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, notFound } from '../platform/http/problem.js';
import { locateTargets, type EscalationPolicyInput } from './escalation-policy-input.js';
import { toEscalationPolicyView, type EscalationPolicyView } from './escalation-policy-view.js';
import { EscalationPolicyEntity } from './escalation-policy.entity.js';
import type { PolicySnapshot, PolicyStep } from './policy-snapshot.js';
import { PolicyUses } from './policy-uses.js';

const TABLES = { user: 'current_users', schedule: 'current_schedules' } as const;

/** Escalation policies: whom to page, in which order, how long to wait. */
@Injectable()
export class EscalationPolicies {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly uses: PolicyUses,
  ) {}

  /** @throws Problem 422 with the path of each unknown target, 409 where the name is taken */
  create(principal: Principal, input: EscalationPolicyInput): Promise<EscalationPolicyView> {
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: EscalationPolicyInput,
  ): Promise<EscalationPolicyView> {
    const id = newId();
    await requireTargets(manager, input.steps);
    await requireFreeName(manager, input.name, id);
    await manager.insert(EscalationPolicyEntity, { id, ...input });
    await storeTargets(manager, id, input.steps);
    const after = toEscalationPolicyView(await find(manager, id));
    await this.auditLog.record(manager, principal, {
      action: 'escalation-policy.create',
      objectType: 'escalation-policy',
      objectId: id,
      after,
    });
    return after;
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<EscalationPolicyView>> {
    const policies = await this.dataSource.manager.find(EscalationPolicyEntity, {
      where: cursor === undefined ? {} : { id: MoreThan(cursor) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return toPage(policies.map(toEscalationPolicyView), limit);
  }

  async get(id: string): Promise<EscalationPolicyView> {
    return toEscalationPolicyView(await find(this.dataSource.manager, id));
  }

  /** Replaces the whole policy. Escalations that run keep the policy they started with (promise 6). */
  replace(principal: Principal, id: string, input: EscalationPolicyInput): Promise<EscalationPolicyView> {
    return this.dataSource.transaction(async (manager) => {
      const before = toEscalationPolicyView(await lock(manager, id));
      await requireTargets(manager, input.steps);
      await requireFreeName(manager, input.name, id);
      await manager.update(EscalationPolicyEntity, id, { ...input, updatedAt: () => 'rouse_now()' });
      await storeTargets(manager, id, input.steps);
      const after = toEscalationPolicyView(await find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'escalation-policy.update',
        objectType: 'escalation-policy',
        objectId: id,
        before,
        after,
      });
      return after;
    });
  }

  /** @throws Problem 409 naming what uses it */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = toEscalationPolicyView(await lock(manager, id));
      const uses = await this.uses.of(manager, id);
      if (uses.length > 0) throw conflict(`The policy is used by ${uses.join(', ')}.`);
      await manager.delete(EscalationPolicyEntity, id);
      await this.auditLog.record(manager, principal, {
        action: 'escalation-policy.delete',
        objectType: 'escalation-policy',
        objectId: id,
        before,
      });
    });
  }

  /** The policy as it stands now, for an escalation that begins. @throws Problem 404 */
  async snapshot(manager: EntityManager, policyId: string): Promise<PolicySnapshot> {
    const { id, name, repeat, steps } = await find(manager, policyId);
    return { policyId: id, name, repeat, steps };
  }
}

async function find(manager: EntityManager, id: string): Promise<EscalationPolicyEntity> {
  const policy = await manager.findOneBy(EscalationPolicyEntity, { id });
  if (!policy) throw notFound('escalation policy');
  return policy;
}

async function lock(manager: EntityManager, id: string): Promise<EscalationPolicyEntity> {
  const policy = await manager.findOne(EscalationPolicyEntity, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!policy) throw notFound('escalation policy');
  return policy;
}

async function requireTargets(manager: EntityManager, steps: readonly PolicyStep[]): Promise<void> {
  await requireReferences(
    manager,
    locateTargets(steps).map(({ type, id, path }) => ({ table: TABLES[type], what: type, id, path })),
  );
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFreeName(manager: EntityManager, name: string, ownId: string): Promise<void> {
  const holder = await manager.findOneBy(EscalationPolicyEntity, { name });
  if (holder && holder.id !== ownId) throw conflict(`There is an escalation policy named ${name} already.`);
}

/** Keeps each user and schedule that the steps name from being deleted: see the foreign keys of the table. */
async function storeTargets(
  manager: EntityManager,
  policyId: string,
  steps: readonly PolicyStep[],
): Promise<void> {
  await manager.query('DELETE FROM escalation_policy_targets WHERE policy_id = $1', [policyId]);
  const targets = locateTargets(steps);
  const idsOf = (type: PolicyTargetType) => [
    ...new Set(targets.filter((target) => target.type === type).map(({ id }) => id)),
  ];
  await manager.query(
    `INSERT INTO escalation_policy_targets (policy_id, user_id, schedule_id)
     SELECT $1::uuid, user_id, NULL FROM unnest($2::uuid[]) AS user_id
     UNION ALL
     SELECT $1::uuid, NULL, schedule_id FROM unnest($3::uuid[]) AS schedule_id`,
    [policyId, idsOf('user'), idsOf('schedule')],
  );
}

type PolicyTargetType = keyof typeof TABLES;
