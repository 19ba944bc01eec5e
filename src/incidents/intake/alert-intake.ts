import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { MaintenanceWindows } from '../../catalog/maintenance/maintenance-windows.js';
import { holdBack } from '../../catalog/maintenance/silences.js';
import { ServiceCatalog, type IncidentService } from '../../catalog/service-catalog.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { newId } from '../../platform/database/identifier.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { AlertStore, type KnownAlert } from './alert-store.js';
import { AlertUpdates, type KnownEvent } from './alert-updates.js';
import { groupingKeyOf, IncidentOpening, type OpeningAlert } from './incident-opening.js';
import type { IncomingEvent } from '../incoming-event.js';
import {
  decideIntake,
  partsWithDistinctKeys,
  type IntakeDecision,
  type KeyState,
} from './intake-decision.js';
import { takeTurnsAtIntake } from './intake-lock.js';
import { isFlapping } from '../lifecycle/flapping.js';
import { worseSeverity } from '../lifecycle/urgency.js';
import { OpenIncidents, type OpenIncident } from './open-incidents.js';

/** The way in that an event took. */
export interface IntakeIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: string;
}

/** What a part of a batch finds, its incidents locked. */
interface Found {
  readonly alerts: ReadonlyMap<string, KnownAlert>;
  /** By id. */
  readonly incidents: ReadonlyMap<string, OpenIncident>;
  /** By grouping key. */
  readonly groups: ReadonlyMap<string, OpenIncident>;
}

/** One transaction's work for one service. */
interface Intake {
  readonly manager: EntityManager;
  readonly integration: IntakeIntegration;
  readonly service: IncidentService;
  readonly now: Date;
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
    private readonly maintenance: MaintenanceWindows,
    private readonly alerts: AlertStore,
    private readonly incidents: OpenIncidents,
    private readonly opening: IncidentOpening,
    private readonly updates: AlertUpdates,
    private readonly clock: DatabaseClock,
    private readonly wakeUps: WakeUpQueue,
    private readonly metrics: Metrics,
  ) {}

  /** Stores what monitoring sent and does what it asks for; all of it or nothing. */
  async accept(integration: IntakeIntegration, events: readonly IncomingEvent[]): Promise<void> {
    const wakeUps = await this.dataSource.transaction(async (manager) => {
      // One at a time a service: two first triggers of one key must not both open an incident.
      await takeTurnsAtIntake(manager, [integration.serviceId]);
      const service = await this.catalog.forIncident(manager, integration.serviceId);
      const intake = { manager, integration, service, now: await this.clock.now(manager) };
      const set: WakeUp[] = [];
      for (const part of partsWithDistinctKeys(events)) set.push(...(await this.acceptPart(intake, part)));
      return set;
    });
    for (const event of events) this.metrics.events.inc({ type: integration.type, action: event.action });
    await this.wakeUps.schedule(wakeUps);
  }

  private async acceptPart(intake: Intake, events: readonly IncomingEvent[]): Promise<WakeUp[]> {
    const { manager, integration, service, now } = intake;
    const found = await this.find(intake, events);
    const window = await this.windowFor(intake, events, found);
    const decided = events.map((event) => {
      const alert = found.alerts.get(event.dedupKey) ?? null;
      const decision = decideIntake(event.action, stateOf(alert, service), window !== null);
      return { event, decision, alert, alertId: alert?.alertId ?? newId() };
    });
    const where = (...decisions: IntakeDecision[]) =>
      decided.filter((each) => decisions.includes(each.decision));

    const suppressed = where('suppress');
    if (window !== null && suppressed.length > 0) {
      await this.suppress(intake, suppressed, window);
    }
    const opened = await this.opening.open(
      manager,
      {
        service,
        now,
        integrationId: integration.integrationId,
        actor: actorOf(integration),
        groups: found.groups,
      },
      await this.openingAlerts(intake, where('open', 'emerge')),
    );
    const known: KnownEvent[] = decided.flatMap(({ event, decision, alert }) =>
      alert === null ? [] : [{ event, decision, alert, incident: incidentOf(alert, found) }],
    );
    const updated = await this.updates.carryOut(
      manager,
      { service, now, actor: actorOf(integration) },
      known,
    );
    const incidentIds = [...new Set([...opened.incidentIds, ...updated.incidentIds])];
    if (service.autoResolveSeconds !== null)
      await this.incidents.renewAutoResolve(manager, incidentIds, service.autoResolveSeconds);
    await this.alerts.addEvents(
      manager,
      integration,
      decided.map(({ event, decision, alert, alertId }) => ({
        event,
        alertId: alert !== null || decision === 'open' || decision === 'suppress' ? alertId : null,
      })),
    );
    return [...opened.wakeUps, ...updated.wakeUps];
  }

  /**
   * The alerts that hold these keys, and the incidents that new ones may join. Incidents are locked first and the
   * alerts read again: somebody may have resolved one while this waited, and then the key is free.
   */
  private async find({ manager, service }: Intake, events: readonly IncomingEvent[]): Promise<Found> {
    const keys = events.map((event) => event.dedupKey);
    const groupingKeys = events.flatMap((event) =>
      event.action === 'trigger' ? (groupingKeyOf(service, event) ?? []) : [],
    );
    const before = await this.alerts.known(manager, service.id, keys);
    const groups = await this.incidents.ofGroups(manager, service.id, service.grouping, groupingKeys);
    const ids = [...[...before.values()].flatMap((alert) => alert.incidentId ?? []), ...groups.values()];
    const incidents = await this.incidents.lock(manager, ids);
    const alerts = before.size === 0 ? before : await this.alerts.known(manager, service.id, keys);
    const open = [...groups].flatMap(([key, id]) => {
      const incident = incidents.get(id);
      return incident === undefined ? [] : [[key, incident] as const];
    });
    return { alerts, incidents, groups: new Map(open) };
  }

  /** Asked only where a trigger might open something. */
  private windowFor({ manager, service }: Intake, events: readonly IncomingEvent[], found: Found) {
    const asks = events.some(
      ({ action, dedupKey }) =>
        action === 'trigger' && (found.alerts.get(dedupKey)?.incidentId ?? null) === null,
    );
    return asks ? this.maintenance.inEffect(manager, service.id) : Promise.resolve(null);
  }

  /** Recorded, and no more: no incident, no page, until the maintenance is over. */
  private async suppress(
    { manager, integration }: Intake,
    suppressed: readonly { event: IncomingEvent; alertId: string }[],
    window: { readonly id: string; readonly until: Date },
  ): Promise<void> {
    await this.alerts.add(
      manager,
      integration,
      suppressed.map(({ event, alertId }) => ({
        alertId,
        event,
        incidentId: null,
        status: 'triggered' as const,
        suppressedBy: window.id,
        isFlapping: false,
      })),
    );
    await holdBack(manager, integration.serviceId, window.until);
  }

  private async openingAlerts(
    { manager, service }: Intake,
    decided: readonly {
      event: IncomingEvent;
      alert: KnownAlert | null;
      alertId: string;
      decision: IntakeDecision;
    }[],
  ): Promise<OpeningAlert[]> {
    const rule = service.flapping;
    const keys = decided.map(({ event }) => event.dedupKey);
    const before =
      rule === null || keys.length === 0
        ? new Map<string, number>()
        : await this.alerts.recentOpens(manager, service.id, keys, rule.withinSeconds);
    return decided.map(({ event, alert, alertId, decision }) => {
      const opensBefore = before.get(event.dedupKey) ?? 0;
      const isStored = decision === 'emerge';
      const opens = !isStored && isFlapping(rule, opensBefore) ? opensBefore + 1 : 0;
      // It is as bad as it ever was, also where nobody was told then.
      const severity = worseSeverity(alert?.severity ?? event.severity, event.severity);
      return { alertId, event: { ...event, severity }, isStored, opens };
    });
  }
}

function stateOf(alert: KnownAlert | null, service: IncidentService): KeyState {
  if (alert === null) return 'free';
  if (alert.incidentId === null) return 'suppressed';
  if (alert.isQuiet) return 'quiet';
  return alert.isFlapping && service.flapping !== null ? 'flapping' : 'open';
}

const incidentOf = (alert: KnownAlert, found: Found): OpenIncident | null =>
  alert.incidentId === null ? null : (found.incidents.get(alert.incidentId) ?? null);

const actorOf = ({ integrationId }: IntakeIntegration) => ({ type: 'integration', integrationId }) as const;
