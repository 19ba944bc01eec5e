import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ServiceCatalog } from '../catalog/service-catalog.js';
import { EscalationPolicies } from '../escalations/escalation-policies.js';
import { RunningEscalations } from '../escalations/running-escalations.js';
import { newId } from '../platform/database/identifier.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { WakeUp } from '../platform/queue/wake-up.js';
import { WakeUpQueue } from '../platform/queue/wake-up-queue.js';
import { AlertStore, type AcceptedEvent, type OpenAlert } from './alert-store.js';
import { IncidentActions } from './incident-actions.js';
import type { IncomingEvent } from './incoming-event.js';
import { decideIntake, partsWithDistinctKeys, urgencyOf } from './intake-decision.js';
import { Timeline } from './timeline.js';

/** The way in that an event took. */
export interface IntakeIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: string;
}

/**
 * Takes events in: one transaction from the event to the state of the escalation. Resolves only after the commit
 * that holds them (promise 1), and sets the wake-ups then.
 */
@Injectable()
export class AlertIntake {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalog: ServiceCatalog,
    private readonly policies: EscalationPolicies,
    private readonly store: AlertStore,
    private readonly escalations: RunningEscalations,
    private readonly actions: IncidentActions,
    private readonly timeline: Timeline,
    private readonly wakeUps: WakeUpQueue,
    private readonly metrics: Metrics,
  ) {}

  /** Stores what monitoring sent and does what it asks for; all of it or nothing. */
  async accept(integration: IntakeIntegration, events: readonly IncomingEvent[]): Promise<void> {
    const wakeUps = await this.dataSource.transaction(async (manager) => {
      // One at a time a service: two first triggers of one key must not both open an incident.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('intake:' || $1, 0))`, [
        integration.serviceId,
      ]);
      const set: WakeUp[] = [];
      for (const part of partsWithDistinctKeys(events))
        set.push(...(await this.acceptPart(manager, integration, part)));
      return set;
    });
    for (const event of events) this.metrics.events.inc({ type: integration.type, action: event.action });
    await this.wakeUps.schedule(wakeUps);
  }

  private async acceptPart(
    manager: EntityManager,
    integration: IntakeIntegration,
    events: readonly IncomingEvent[],
  ): Promise<WakeUp[]> {
    const open = await this.store.lockOpen(
      manager,
      integration.serviceId,
      events.map((event) => event.dedupKey),
    );
    const wakeUps: WakeUp[] = [];
    const opened: AcceptedEvent[] = [];
    const repeated: AcceptedEvent[] = [];
    const accepted: { event: IncomingEvent; alertId: string | null }[] = [];
    for (const event of events) {
      const alert = open.get(event.dedupKey);
      const decision = decideIntake(event.action, alert !== undefined);
      if (decision === 'open') {
        const fresh = { event, alertId: newId(), incidentId: newId() };
        opened.push(fresh);
        accepted.push(fresh);
        continue;
      }
      accepted.push({ event, alertId: alert?.alertId ?? null });
      if (alert === undefined || decision === 'nothing') continue;
      if (decision === 'repeat') repeated.push({ event, ...alert });
      else wakeUps.push(...(await this.actForSource(manager, integration, decision, alert)));
    }
    wakeUps.push(...(await this.open(manager, integration, opened)));
    await this.repeat(manager, integration, repeated);
    await this.store.addEvents(manager, integration, accepted);
    return wakeUps;
  }

  /** New incidents with their alerts, and their escalations, due at once. */
  private async open(
    manager: EntityManager,
    integration: IntakeIntegration,
    opened: readonly AcceptedEvent[],
  ): Promise<WakeUp[]> {
    if (opened.length === 0) return [];
    const service = await this.catalog.forIncident(manager, integration.serviceId);
    const policy = await this.policies.snapshot(manager, service.escalationPolicyId);
    await this.store.open(
      manager,
      integration,
      opened.map((each) => ({ ...each, urgency: urgencyOf(service.urgency, each.event.severity) })),
    );
    const actor = { type: 'integration', integrationId: integration.integrationId } as const;
    await this.timeline.append(
      manager,
      opened.map(({ event, alertId, incidentId }) => ({
        incidentId,
        kind: 'incident.triggered',
        actor,
        reason: event.summary,
        details: { alertId, dedupKey: event.dedupKey, severity: event.severity, policyName: policy.name },
      })),
    );
    return this.escalations.start(
      manager,
      opened.map(({ incidentId }) => ({ incidentId, policy })),
    );
  }

  private async repeat(
    manager: EntityManager,
    integration: IntakeIntegration,
    repeated: readonly AcceptedEvent[],
  ): Promise<void> {
    await this.store.countRepeats(
      manager,
      repeated.map((each) => each.alertId),
    );
    await this.timeline.append(
      manager,
      repeated.map(({ event, alertId, incidentId }) => ({
        incidentId,
        kind: 'alert.repeated',
        actor: { type: 'integration', integrationId: integration.integrationId },
        reason: event.summary,
        details: { alertId, dedupKey: event.dedupKey },
      })),
    );
  }

  /** The source itself says that it is acknowledged or over. The incident follows once all its alerts agree. */
  private async actForSource(
    manager: EntityManager,
    integration: IntakeIntegration,
    action: 'acknowledge' | 'resolve',
    alert: OpenAlert,
  ): Promise<WakeUp[]> {
    const actor = { type: 'integration', integrationId: integration.integrationId } as const;
    const othersOpen = await this.store.setStatus(
      manager,
      alert,
      action === 'resolve' ? 'resolved' : 'acknowledged',
    );
    if (action === 'resolve' && othersOpen > 0) {
      await this.timeline.append(manager, [
        { incidentId: alert.incidentId, kind: 'alert.resolved', actor, details: { alertId: alert.alertId } },
      ]);
      return [];
    }
    const { wakeUps } = await this.actions.actWithin(manager, action, alert.incidentId, actor);
    return wakeUps;
  }
}
