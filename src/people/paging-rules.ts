import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { impossible, type Fault } from '../platform/http/problem.js';
import { urgencySchema, type Urgency } from './contact-method.js';
import { DELETED } from './contact-methods.js';
import type { PagingRule } from './paging-plan.js';
import type { PagingRules as PagingRulesView } from './paging-rules-schema.js';
import { requireUser } from './require-user.js';

const URGENCIES = urgencySchema.options;

/** When to use which contact method, as each person wants it. */
@Injectable()
export class PagingRules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  async get(principal: Principal, userId: string): Promise<PagingRulesView> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    await requireUser(this.dataSource.manager, userId);
    return read(this.dataSource.manager, userId);
  }

  /** Replaces all rules. @throws Problem 422 with the path of each that is there twice or names a method of nobody or others */
  async replace(principal: Principal, userId: string, input: PagingRulesView): Promise<PagingRulesView> {
    requirePermission(principal, 'contact.change', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      await requireOwnMethods(manager, userId, input);
      const before = await read(manager, userId);
      await manager.query('DELETE FROM paging_rules WHERE user_id = $1', [userId]);
      for (const urgency of URGENCIES) await insert(manager, userId, urgency, input[urgency]);
      await this.auditLog.record(manager, principal, {
        action: 'paging-rules.update',
        objectType: 'user',
        objectId: userId,
        before,
        after: input,
      });
      return input;
    });
  }
}

/** What is wrong with a rule that names a method of nobody or others. */
export const notOwnMethod = (path: string): Fault => ({
  path,
  message: 'is not the id of a contact method of this person',
});

async function read(manager: EntityManager, userId: string): Promise<PagingRulesView> {
  const rules = await manager.query<PagingRule[]>(
    `SELECT urgency, contact_method_id AS "contactMethodId", delay_seconds AS "delaySeconds"
       FROM paging_rules WHERE user_id = $1 ORDER BY position`,
    [userId],
  );
  const of = (wanted: Urgency) =>
    rules
      .filter(({ urgency }) => urgency === wanted)
      .map(({ contactMethodId, delaySeconds }) => ({ contactMethodId, delaySeconds }));
  return { high: of('high'), low: of('low') };
}

/** Locks the methods against being deleted until the rules stand. */
async function requireOwnMethods(
  manager: EntityManager,
  userId: string,
  input: PagingRulesView,
): Promise<void> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM contact_methods
      WHERE user_id = $1 AND disabled_reason IS DISTINCT FROM $2 ORDER BY id FOR SHARE`,
    [userId, DELETED],
  );
  const own = new Set(rows.map(({ id }) => id));
  const faults = URGENCIES.flatMap((urgency) =>
    input[urgency].flatMap(({ contactMethodId }, index) =>
      own.has(contactMethodId) ? [] : [notOwnMethod(`${urgency}.${String(index)}.contactMethodId`)],
    ),
  );
  if (faults.length > 0) throw impossible(faults);
}

async function insert(
  manager: EntityManager,
  userId: string,
  urgency: Urgency,
  rules: PagingRulesView[Urgency],
): Promise<void> {
  await manager.query(
    `INSERT INTO paging_rules (user_id, urgency, position, contact_method_id, delay_seconds)
     SELECT $1, $2, rule.position, rule.contact_method_id, rule.delay_seconds
       FROM unnest($3::uuid[], $4::int[]) WITH ORDINALITY AS rule (contact_method_id, delay_seconds, position)`,
    [userId, urgency, rules.map((rule) => rule.contactMethodId), rules.map((rule) => rule.delaySeconds)],
  );
}
