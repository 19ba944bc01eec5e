import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../platform/database/identifier.js';
import { matchesVersion } from '../platform/http/if-match.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, notFound } from '../platform/http/problem.js';
import type { EscalationPolicyInput } from './escalation-policy-input.js';
import { toEscalationPolicyView, type EscalationPolicyView } from './escalation-policy-view.js';
import { EscalationPolicyEntity } from './escalation-policy.entity.js';
import { lockHandOffs, readChain, readChains, requireHandOff } from './policy-chains.js';
import { requireNamed, storeNamed } from './policy-references.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import { PolicyUses } from './policy-uses.js';

/** Escalation policies: whom to page, in which order, how long to wait. */
@Injectable()
export class EscalationPolicies {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly uses: PolicyUses,
  ) {}

  /**
   * @throws Problem 403; 422 with the path of each unknown target, and where policies would hand off in a circle or through
   *   too many; 409 where the name is taken
   */
  async create(principal: Principal, input: EscalationPolicyInput): Promise<EscalationPolicyView> {
    requirePermission(principal, 'policy.change', { teamId: input.teamId });
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: EscalationPolicyInput,
  ): Promise<EscalationPolicyView> {
    const id = newId();
    await requirePossible(manager, id, input);
    await requireFreeName(manager, input.name, id);
    await manager.insert(EscalationPolicyEntity, { id, ...input });
    await storeNamed(manager, id, input);
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

  /**
   * Replaces the whole policy. Escalations that run keep the policy they started with (promise 6). Who gives it to
   * another team needs the permission for both.
   * @param ifMatch the If-Match header: the version that the caller has seen (its `updatedAt`), where they say it
   * @throws Problem 403, 404, and as `create` does; 409 with `updatedAt` where another version stands than `ifMatch`
   */
  replace(
    principal: Principal,
    id: string,
    input: EscalationPolicyInput,
    ifMatch: string | undefined,
  ): Promise<EscalationPolicyView> {
    return this.dataSource.transaction(async (manager) => {
      if (input.handOffTo !== null) await lockHandOffs(manager);
      const before = toEscalationPolicyView(await lock(manager, id));
      for (const teamId of new Set([before.teamId, input.teamId]))
        requirePermission(principal, 'policy.change', { teamId });
      if (!matchesVersion(ifMatch, before.updatedAt)) {
        throw conflict(`The policy was changed meanwhile, at ${before.updatedAt}.`, {
          updatedAt: before.updatedAt,
        });
      }
      await requirePossible(manager, id, input);
      await requireFreeName(manager, input.name, id);
      await manager.update(EscalationPolicyEntity, id, { ...input, updatedAt: () => 'rouse_now()' });
      await storeNamed(manager, id, input);
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

  /** @throws Problem 403, 404, or 409 naming what uses it */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = toEscalationPolicyView(await lock(manager, id));
      requirePermission(principal, 'policy.change', before);
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

  /** The policy and those that it hands off to as they stand now, for an escalation that begins. @throws Problem 404 */
  async snapshot(manager: EntityManager, policyId: string): Promise<PolicySnapshot> {
    const snapshot = (await this.snapshots(manager, [policyId])).get(policyId);
    if (!snapshot) throw notFound('escalation policy');
    return snapshot;
  }

  /** The same for many, in one query, by id; those that do not exist are missing. */
  async snapshots(
    manager: EntityManager,
    policyIds: readonly string[],
  ): Promise<Map<string, PolicySnapshot>> {
    const chains = await readChains(manager, policyIds);
    return new Map(
      [...chains].flatMap(([id, [first, ...handsOffTo]]) =>
        first === undefined ? [] : [[id, { ...first, handsOffTo }] as const],
      ),
    );
  }

  /**
   * What an escalation would begin with by a policy that is saved nowhere.
   * @param path where the draft stands in the request
   * @throws Problem 422 as `create` does
   */
  async draftSnapshot(
    manager: EntityManager,
    input: EscalationPolicyInput,
    path: string,
  ): Promise<PolicySnapshot> {
    const { name, repeat, steps, lastResort, handOffTo } = input;
    const policyId = newId();
    await requirePossible(manager, policyId, input, `${path}.`);
    const handsOffTo = handOffTo === null ? [] : await readChain(manager, handOffTo);
    return { policyId, name, repeat, steps, lastResort, handsOffTo };
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

/** @throws Problem 422 */
async function requirePossible(
  manager: EntityManager,
  id: string,
  input: EscalationPolicyInput,
  pathPrefix = '',
): Promise<void> {
  if (input.handOffTo !== null) await lockHandOffs(manager);
  await requireNamed(manager, input, pathPrefix);
  if (input.handOffTo !== null) await requireHandOff(manager, { ...input, id }, pathPrefix);
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFreeName(manager: EntityManager, name: string, ownId: string): Promise<void> {
  const holder = await manager.findOneBy(EscalationPolicyEntity, { name });
  if (holder && holder.id !== ownId) throw conflict(`There is an escalation policy named ${name} already.`);
}
