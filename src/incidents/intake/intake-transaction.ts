import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { MaintenanceWindows, type WindowInEffect } from '../../catalog/maintenance/maintenance-windows.js';
import { EscalationPolicies } from '../../escalations/escalation-policies.js';
import type { PolicySnapshot } from '../../escalations/policy-snapshot.js';
import { newId } from '../../platform/database/identifier.js';
import { keyedTransaction } from '../../platform/database/keyed-transaction.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { groupingKeyOf, isInSupportHours, plannedIncident } from './incident-opening.js';
import { takeTurnsAtIntake } from './intake-lock.js';
import { IntakeReader, type FoundKey, type ServiceAtIntake } from './intake-reader.js';
import { keyName, type IntakeIntegration, type IntakeRequest } from './intake-request.js';
import { IntakeWriter } from './intake-writer.js';
import { askedGroupsOf, askedKeys, mayOpen } from './intake-questions.js';
import { IntakePlan, ofService, type Circumstances } from './planning/intake-plan.js';
import { planRequest } from './planning/plan-request.js';

/** What became of the requests of a transaction, after its commit. */
export interface Taken<Request> {
  readonly stored: readonly Request[];
  /** Nothing was done for those: somebody else holds something of their service. */
  readonly leftOut: readonly Request[];
  /** Nothing was done for those: their integration was revoked, or their service deleted. */
  readonly refused: readonly Request[];
  /** To be set now. */
  readonly wakeUps: readonly WakeUp[];
}

/** A transaction that leaves out what is held by others waits for the little that it does not look at so long. */
const HASTY_LOCK_TIMEOUT_MS = 500;
/** And one that waits. Senders are patient for ten seconds or more. */
const PATIENT_LOCK_TIMEOUT_MS = 5_000;

/** Everything between the event and the state of the escalation, for the requests of one batch, in one transaction. */
@Injectable()
export class IntakeTransaction {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: IntakeReader,
    private readonly maintenance: MaintenanceWindows,
    private readonly policies: EscalationPolicies,
    private readonly writer: IntakeWriter,
  ) {}

  /**
   * Stores requests, in their order, in one commit.
   * @param isPatient whether it waits for whoever takes in events of a service, or holds an incident; if not, it leaves
   *   the requests of such services out
   */
  run<Request extends IntakeRequest>(
    requests: readonly Request[],
    isPatient: boolean,
  ): Promise<Taken<Request>> {
    return keyedTransaction(this.dataSource, (manager) => this.runWithin(manager, requests, isPatient));
  }

  private async runWithin<Request extends IntakeRequest>(
    manager: EntityManager,
    requests: readonly Request[],
    isPatient: boolean,
  ): Promise<Taken<Request>> {
    const found = await this.services(manager, requests, isPatient);
    const known = requests.filter(({ integration }) => mayStillSend(found, integration));
    const refused = requests.filter(({ integration }) => !mayStillSend(found, integration));
    const atHand = known.filter(({ integration }) => found.get(integration.serviceId)?.hasTurn === true);
    const plan = new IntakePlan();
    const { keys, busy } = await this.lookUp(manager, plan, found, atHand, isPatient);
    const stored = atHand.filter(({ integration }) => !busy.has(integration.serviceId));
    const opens = mayOpen(keys, stored);
    const opening = [...found.values()].filter(({ id }) => opens.has(id));
    const windows = await this.maintenance.inEffectOver(
      manager,
      opening.filter(({ hasWindows }) => hasWindows).map(({ id }) => id),
    );
    const policies = await this.policies.snapshots(manager, [
      ...new Set(opening.map(({ escalationPolicyId }) => escalationPolicyId)),
    ]);
    const ofServices = new Map(
      [...found.values()].map(
        (service) => [service.id, circumstancesOf(service, windows, policies)] as const,
      ),
    );
    for (const { integration, events } of stored) {
      const circumstances = ofServices.get(integration.serviceId);
      const { integrationId } = integration;
      const actor = { type: 'integration', integrationId } as const;
      if (circumstances) planRequest(plan, { ...circumstances, integrationId, actor }, events);
    }
    const wakeUps = await this.writer.write(manager, plan, (serviceId) => {
      const policy = policies.get(found.get(serviceId)?.escalationPolicyId ?? '');
      if (!policy) throw new Error(`The policy of service ${serviceId} was not read`);
      return policy;
    });
    const isStored = new Set<Request>(stored);
    return { stored, leftOut: known.filter((request) => !isStored.has(request)), refused, wakeUps };
  }

  private async services(
    manager: EntityManager,
    requests: readonly IntakeRequest[],
    isPatient: boolean,
  ): Promise<Map<string, ServiceAtIntake>> {
    const serviceIds = [...new Set(requests.map(({ integration }) => integration.serviceId))];
    const integrationIds = [...new Set(requests.map(({ integration }) => integration.integrationId))];
    const timeout = isPatient ? PATIENT_LOCK_TIMEOUT_MS : HASTY_LOCK_TIMEOUT_MS;
    if (isPatient) {
      await manager.query(`SELECT set_config('lock_timeout', $1, true)`, [String(timeout)]);
      await takeTurnsAtIntake(manager, serviceIds);
    }
    const found = await this.reader.services(manager, serviceIds, integrationIds, timeout);
    return new Map(found.map((service) => [service.id, service]));
  }

  /**
   * Reads into the plan the alerts that hold the keys of the events, and the incidents that new ones may join. Incidents
   * are locked first and the alerts read again: somebody may have resolved one while this waited, and then the key is free.
   * @returns the keys, and the services of which somebody else holds an incident
   */
  private async lookUp(
    manager: EntityManager,
    plan: IntakePlan,
    services: ReadonlyMap<string, ServiceAtIntake>,
    requests: readonly IntakeRequest[],
    isPatient: boolean,
  ): Promise<{ keys: readonly FoundKey[]; busy: ReadonlySet<string> }> {
    const asked = askedKeys(services, requests);
    const before = await this.reader.keys(manager, asked);
    const withIncident = before.flatMap(({ serviceId, incidentId }) =>
      incidentId === null ? [] : [{ serviceId, incidentId }],
    );
    const groups = askedGroupsOf(services, requests);
    const locked = await this.reader.lockIncidents(manager, withIncident, groups, isPatient);
    const busy = new Set(locked.filter(({ status }) => status === null).map(({ foundBy }) => foundBy));
    const keys =
      withIncident.length === 0 ? before : (await this.reader.keys(manager, asked)).filter(isNot(busy));
    const hasOthers = requests.some(({ events }) => events.some(({ action }) => action === 'resolve'))
      ? await this.reader.withOtherAlerts(
          manager,
          [...new Set(locked.map(({ id }) => id))],
          keys.flatMap(({ alertId }) => alertId ?? []),
        )
      : new Set<string>();
    for (const found of locked) {
      const incident = plan.incidents.get(found.id) ?? plannedIncident(found, hasOthers.has(found.id));
      if (incident === null) continue;
      plan.incidents.set(incident.id, incident);
      if (found.groupingKey !== null) plan.groups.set(ofService(found.foundBy, found.groupingKey), incident);
    }
    for (const key of keys) addKey(plan, key);
    return { keys, busy };
  }
}

const isNot =
  (services: ReadonlySet<string>) =>
  ({ serviceId }: { readonly serviceId: string }): boolean =>
    !services.has(serviceId);

function mayStillSend(
  services: ReadonlyMap<string, ServiceAtIntake>,
  integration: IntakeIntegration,
): boolean {
  return services.get(integration.serviceId)?.openKeys.includes(keyName(integration)) === true;
}

function addKey(plan: IntakePlan, key: FoundKey): void {
  const { serviceId, dedupKey, alertId, incidentId, status, severity, opens } = key;
  plan.opens.set(ofService(serviceId, dedupKey), opens);
  if (alertId === null || status === null || severity === null) return;
  const incident = incidentId === null ? null : plan.incidents.get(incidentId);
  if (incident === undefined) throw new Error(`Incident ${String(incidentId)} is not locked`);
  plan.addAlert(
    {
      id: alertId,
      serviceId,
      content: null,
      ageSeconds: key.ageSeconds ?? 0,
      incident,
      status,
      severity,
      isFlapping: key.isFlapping === true,
      settlesInSeconds: null,
      isQuietSinceBefore: key.isQuiet === true,
      suppressedBy: null,
      repeats: 0,
      isHeard: false,
      isChanged: false,
    },
    dedupKey,
  );
}

function circumstancesOf(
  service: ServiceAtIntake,
  windows: ReadonlyMap<string, WindowInEffect>,
  policies: ReadonlyMap<string, PolicySnapshot>,
): Omit<Circumstances, 'actor' | 'integrationId'> {
  return {
    service,
    isSupportTime: isInSupportHours(service, service.now),
    window: windows.get(service.id) ?? null,
    policyName: policies.get(service.escalationPolicyId)?.name ?? null,
    newId,
    groupingKeyOf: (event) => groupingKeyOf(service, event),
  };
}
