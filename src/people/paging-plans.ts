import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { notFound } from '../platform/http/problem.js';
import { pagingPlan, type PagingMethod, type PagingRule } from './paging-plan.js';
import { readPlannedPeople } from './paging-plan-reader.js';
import type { PagingPlan, PagingPlanQuery } from './paging-plan-schema.js';
import { requireUser } from './require-user.js';

/** Shows people what their rules come to. */
@Injectable()
export class PagingPlans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
  ) {}

  /** What happens, at which second, to this person when paged at a moment. @throws Problem 403, 404 */
  async of(principal: Principal, userId: string, { urgency, at }: PagingPlanQuery): Promise<PagingPlan> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    const { manager } = this.dataSource;
    await requireUser(manager, userId);
    const now = at ?? (await this.clock.now());
    const person = (await readPlannedPeople(manager, [userId], urgency)).get(userId);
    if (!person) throw notFound('user');
    const { methods, rules } = person;
    const contacts = pagingPlan(methods, rules, urgency, { ...person, now });
    const ignoredRules = rules.flatMap((rule) => ignored(rule, methods) ?? []);
    return {
      urgency,
      at: now.toISOString(),
      usesRules: rules.length > ignoredRules.length,
      contacts: contacts.map(({ delaySeconds, contactMethodId, type, address }) => ({
        afterSeconds: delaySeconds,
        at: new Date(now.getTime() + delaySeconds * 1000).toISOString(),
        contactMethodId,
        type,
        address,
      })),
      ignoredRules,
    };
  }
}

function ignored(
  { contactMethodId, delaySeconds }: PagingRule,
  methods: readonly PagingMethod[],
): PagingPlan['ignoredRules'][number] | null {
  const method = methods.find(({ id }) => id === contactMethodId);
  if (method?.disabled === false && method.verified) return null;
  const reason = method?.disabled === false ? 'not verified' : 'turned off';
  return { contactMethodId, delaySeconds, reason };
}
