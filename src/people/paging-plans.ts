import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { impossible, notFound } from '../platform/http/problem.js';
import { pagingPlan, type PagingMethod, type PagingRule } from './paging-plan.js';
import type { Urgency } from './contact-method.js';
import { readPlannedPeople, type PlannedPerson } from './paging-plan-reader.js';
import type { PagingPlan, PagingPlanDraft, PagingPlanQuery } from './paging-plan-schema.js';
import { notOwnMethod } from './paging-rules.js';
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
    const person = await this.readPerson(principal, userId, urgency);
    return planOf(person, urgency, at ?? (await this.clock.now()));
  }

  /**
   * The same by rules and waking hours that are not saved. Changes nothing.
   * @throws Problem 403, 404, 422 with the path of each rule that names a method of nobody or others
   */
  async ofDraft(principal: Principal, userId: string, draft: PagingPlanDraft): Promise<PagingPlan> {
    const { urgency, at, wakingHours } = draft;
    const person = await this.readPerson(principal, userId, urgency);
    const own = new Set(person.methods.map(({ id }) => id));
    const faults = draft.rules.flatMap(({ contactMethodId }, index) =>
      own.has(contactMethodId) ? [] : [notOwnMethod(`rules.${String(index)}.contactMethodId`)],
    );
    if (faults.length > 0) throw impossible(faults);
    const rules = draft.rules.map((rule) => ({ ...rule, urgency }));
    return planOf({ ...person, rules, wakingHours }, urgency, at ?? (await this.clock.now()));
  }

  private async readPerson(principal: Principal, userId: string, urgency: Urgency): Promise<PlannedPerson> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    const { manager } = this.dataSource;
    await requireUser(manager, userId);
    const person = (await readPlannedPeople(manager, [userId], urgency)).get(userId);
    if (!person) throw notFound('user');
    return person;
  }
}

function planOf(person: PlannedPerson, urgency: Urgency, now: Date): PagingPlan {
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

function ignored(
  { contactMethodId, delaySeconds }: PagingRule,
  methods: readonly PagingMethod[],
): PagingPlan['ignoredRules'][number] | null {
  const method = methods.find(({ id }) => id === contactMethodId);
  if (method?.disabled === false && method.verified) return null;
  const reason = method?.disabled === false ? 'not verified' : 'turned off';
  return { contactMethodId, delaySeconds, reason };
}
