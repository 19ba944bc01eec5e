import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ServiceCatalog, type IncidentService } from '../../catalog/service-catalog.js';
import { isSupportTime } from '../../catalog/support-hours.js';
import { EscalationPolicies } from '../../escalations/escalation-policies.js';
import { simulateEscalation, type SimulatedMoment } from '../../escalations/planning/simulate-escalation.js';
import { SituationReader, type KnownWorld, type WorldAsker } from '../../escalations/situation-reader.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { requireReferences } from '../../platform/database/references.js';
import { urgencyOf } from '../lifecycle/urgency.js';
import type { PolicySimulationView, SimulatePolicy } from './policy-simulation-schema.js';

/** Says in advance whom an incident would page, and when, by the engine's own planner. Nothing is changed. */
@Injectable()
export class PolicySimulation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly catalog: ServiceCatalog,
    private readonly policies: EscalationPolicies,
    private readonly situations: SituationReader,
  ) {}

  /** @throws Problem 422 for an unknown service, and for a draft as making the policy would be refused */
  async simulate(request: SimulatePolicy): Promise<PolicySimulationView> {
    const at = request.at ?? (await this.clock.now());
    const { severity } = request;
    const asker = await this.dataSource.transaction((manager) => this.askerOf(manager, request, at));
    const { urgency } = asker;
    const { moments, isWhole } = await simulateEscalation(asker.policy, { urgency, severity }, at, (moment) =>
      this.situations.imagine(this.dataSource.manager, asker, moment),
    );
    const secondsAfter = (time: Date): number => Math.round((time.getTime() - at.getTime()) / 1000);
    return {
      at: at.toISOString(),
      urgency,
      severity,
      pages: moments
        .flatMap((moment) => pagesOf(moment, secondsAfter(moment.at)))
        .sort((left, right) => left.afterSeconds - right.afterSeconds),
      entries: moments.flatMap((moment) =>
        moment.entries.map((entry) => ({ afterSeconds: secondsAfter(moment.at), ...entry })),
      ),
      endsAfterSeconds: secondsAfter(moments.at(-1)?.at ?? at),
      truncated: !isWhole,
    };
  }

  private async askerOf(manager: EntityManager, request: SimulatePolicy, at: Date): Promise<WorldAsker> {
    const { serviceId, policy: draft, severity, urgency } = request;
    if (draft !== undefined) {
      const policy = await this.policies.draftSnapshot(manager, draft, 'policy');
      return { policy, urgency: urgency ?? 'high', teamId: null, timeZone: request.timeZone ?? 'UTC' };
    }
    if (serviceId === undefined)
      throw new Error('neither a service nor a draft: the schema lets none through');
    await requireReferences(manager, [
      { table: 'services', what: 'service', id: serviceId, path: 'serviceId' },
    ]);
    const service = await this.catalog.forIncident(manager, serviceId);
    return {
      policy: await this.policies.snapshot(manager, service.escalationPolicyId),
      urgency: urgency ?? urgencyOf(service, severity, isSupported(service, at)),
      teamId: service.teamId,
      timeZone: service.timeZone,
    };
  }
}

const isSupported = ({ supportHours, timeZone }: IncidentService, at: Date): boolean =>
  supportHours !== null && isSupportTime(supportHours, timeZone, at);

/** One page for every person of the plan and every contact method that their rules name. */
function pagesOf(moment: SimulatedMoment<KnownWorld>, afterSeconds: number): PolicySimulationView['pages'] {
  const { policyId } = moment;
  return moment.pages.flatMap(({ userId, step, round, reason }) =>
    (moment.known.contacts.get(userId) ?? []).map(({ contactMethodId, type, delaySeconds }) => ({
      afterSeconds: afterSeconds + delaySeconds,
      userId,
      contactMethodId,
      type,
      policyId,
      step,
      round,
      reason,
    })),
  );
}
