import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { ScheduleUses } from '../schedules/schedule-uses.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { EscalationPolicies } from './escalation-policies.js';
import { EscalationPoliciesController } from './escalation-policies.controller.js';
import { EscalationPolicyEntity } from './escalation-policy.entity.js';
import { PolicyUses } from './policy-uses.js';
import { RunningEscalations } from './running-escalations.js';

@Module({
  imports: [SchedulesModule, TypeOrmModule.forFeature([EscalationPolicyEntity])],
  controllers: [EscalationPoliciesController],
  providers: [EscalationPolicies, PolicyUses, RunningEscalations],
  exports: [EscalationPolicies, PolicyUses, RunningEscalations],
})
export class EscalationsModule implements OnModuleInit {
  constructor(private readonly scheduleUses: ScheduleUses) {}

  onModuleInit(): void {
    this.scheduleUses.register(policiesThatPage);
  }
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
