import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { PeopleModule } from '../people/people.module.js';
import { UserUses } from '../people/user-uses.js';
import { ScheduleUses } from '../schedules/schedule-uses.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { PolicyDepartures } from './departures/policy-departures.js';
import { EscalationPolicies } from './escalation-policies.js';
import { EscalationPoliciesController } from './escalation-policies.controller.js';
import { EscalationPolicyEntity } from './escalation-policy.entity.js';
import { policiesThatHandOff } from './policy-chains.js';
import { PolicyUses } from './policy-uses.js';
import { RunningEscalations } from './running-escalations.js';
import { SituationReader } from './situation-reader.js';

@Module({
  imports: [PeopleModule, SchedulesModule, TypeOrmModule.forFeature([EscalationPolicyEntity])],
  controllers: [EscalationPoliciesController],
  providers: [EscalationPolicies, PolicyDepartures, PolicyUses, RunningEscalations, SituationReader],
  exports: [EscalationPolicies, PolicyUses, RunningEscalations, SituationReader],
})
export class EscalationsModule implements OnModuleInit {
  constructor(
    private readonly scheduleUses: ScheduleUses,
    private readonly userUses: UserUses,
    private readonly policyUses: PolicyUses,
  ) {}

  onModuleInit(): void {
    this.scheduleUses.register(policiesThatPage);
    this.userUses.register(policiesThatName);
    this.policyUses.register(policiesThatHandOff);
  }
}

async function policiesThatName(manager: EntityManager, userId: string): Promise<string[]> {
  const policies = await manager.query<{ name: string }[]>(
    `SELECT name FROM escalation_policies
     WHERE id IN (SELECT policy_id FROM escalation_policy_targets WHERE user_id = $1)
     ORDER BY name`,
    [userId],
  );
  return policies.map(({ name }) => `the escalation policy ${name}`);
}

async function policiesThatPage(manager: EntityManager, scheduleId: string): Promise<string[]> {
  const policies = await manager.query<{ name: string }[]>(
    `SELECT name FROM escalation_policies
     WHERE id IN (SELECT policy_id FROM escalation_policy_targets WHERE schedule_id = $1)
     ORDER BY name`,
    [scheduleId],
  );
  return policies.map(({ name }) => `the escalation policy ${name}`);
}
