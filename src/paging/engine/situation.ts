import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { scheduleIdsOf } from '../../escalations/planning/plan-escalation.js';
import type { PolicySnapshot } from '../../escalations/policy-snapshot.js';
import { ContactMethods } from '../../people/contact-methods.js';
import type { PlannedContact } from '../../people/paging-plan.js';
import { Teams } from '../../people/teams.js';
import { Users } from '../../people/users.js';
import { OnCall } from '../../schedules/on-call.js';
import type { PagedIncident } from './incident-lock.js';

/** What the planner has to know of the world at one moment. */
export interface Situation {
  readonly onCall: ReadonlyMap<string, { readonly userId: string | null; readonly until: Date | null }>;
  readonly lastResortUserIds: readonly string[];
  /** Whom somebody can be paged on, by user id. */
  readonly contacts: ReadonlyMap<string, readonly PlannedContact[]>;
  /** Those of them who have at least one way to be paged. */
  readonly reachable: ReadonlySet<string>;
}

/** Reads who is on call, who is the last resort, and how each of them is reached. */
@Injectable()
export class SituationReader {
  constructor(
    private readonly onCall: OnCall,
    private readonly contactMethods: ContactMethods,
    private readonly teams: Teams,
    private readonly users: Users,
  ) {}

  /** In a number of queries that does not depend on how many people and schedules the policy names. */
  async read(
    manager: EntityManager,
    incident: PagedIncident,
    policy: PolicySnapshot,
    now: Date,
  ): Promise<Situation> {
    const onCall = await this.onCall.whoIsOnCall(manager, scheduleIdsOf(policy.steps), now);
    const lastResortUserIds = await this.lastResort(manager, incident.teamId);
    const named = policy.steps.flatMap((step) =>
      step.targets.flatMap((target) => (target.type === 'user' ? [target.id] : [])),
    );
    const carrying = [...onCall.values()].flatMap(({ userId }) => userId ?? []);
    const everybody = [...new Set([...named, ...carrying, ...lastResortUserIds])];
    const contacts = await this.contactMethods.pagingPlans(manager, everybody, incident.urgency);
    const reachable = new Set(
      [...contacts].flatMap(([userId, methods]) => (methods.length > 0 ? [userId] : [])),
    );
    return { onCall, lastResortUserIds, contacts, reachable };
  }

  /** The managers of the service's team; where it has none, the admins. */
  private async lastResort(manager: EntityManager, teamId: string | null): Promise<string[]> {
    const managers = teamId === null ? [] : await this.teams.managersOf(manager, teamId);
    return managers.length > 0 ? managers : this.users.adminIds(manager);
  }
}
