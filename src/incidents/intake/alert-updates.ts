import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IncidentService } from '../../catalog/service-catalog.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { Actor } from '../actor.js';
import { AlertStore, type KnownAlert } from './alert-store.js';
import { IncidentActions } from '../incident-actions.js';
import { isInSupportHours } from './incident-opening.js';
import { IncidentRaising, type Raised } from './incident-raising.js';
import type { IncomingEvent } from '../incoming-event.js';
import type { IntakeDecision } from './intake-decision.js';
import { raised, worseSeverity } from '../lifecycle/urgency.js';
import { OpenIncidents, type OpenIncident } from './open-incidents.js';
import { Timeline, type TimelineEntry } from '../timeline.js';

/** An event of an alert that is there already, and what is to be done. */
export interface KnownEvent {
  readonly event: IncomingEvent;
  readonly decision: IntakeDecision;
  readonly alert: KnownAlert;
  /** Locked; null for an alert that has none. */
  readonly incident: OpenIncident | null;
}

/** The same for an alert whose incident is open. */
interface EventOfIncident extends Omit<KnownEvent, 'incident'> {
  readonly incident: OpenIncident;
}

interface Circumstances {
  readonly service: IncidentService;
  /** The database's time. */
  readonly now: Date;
  readonly actor: Actor;
}

/** What further events do to alerts that are there, and to their incidents. */
@Injectable()
export class AlertUpdates {
  constructor(
    private readonly alerts: AlertStore,
    private readonly incidents: OpenIncidents,
    private readonly raising: IncidentRaising,
    private readonly actions: IncidentActions,
    private readonly timeline: Timeline,
  ) {}

  /** @returns the incidents that something was heard of, and the wake-ups to set after the commit */
  async carryOut(
    manager: EntityManager,
    circumstances: Circumstances,
    events: readonly KnownEvent[],
  ): Promise<{ incidentIds: string[]; wakeUps: WakeUp[] }> {
    const { service, actor } = circumstances;
    const heard = events.filter(({ decision }) => decision !== 'nothing');
    const repeated = heard.filter(({ decision }) => ['repeat', 'flap', 'emerge'].includes(decision));
    const quiet = heard.filter(({ decision }) => decision === 'quieten');
    const dropped = heard.filter(({ decision }) => decision === 'drop');
    await this.alerts.countRepeats(
      manager,
      repeated.map(({ event, alert }) => ({
        alertId: alert.alertId,
        severity: worseSeverity(alert.severity, event.severity),
      })),
    );
    await this.alerts.quieten(manager, quiet.map(alertId), service.flapping?.quietSeconds ?? 0);
    await this.alerts.close(manager, dropped.map(alertId));
    const flapped = ofIncidents(repeated).filter(({ decision }) => decision === 'flap');
    const flapCounts = await this.incidents.count(manager, countFlaps(flapped));
    await this.timeline.append(
      manager,
      [...ofIncidents(repeated), ...ofIncidents(quiet)].map((each) =>
        entryOf(each, circumstances, flapCounts.get(each.incident.id) ?? 0),
      ),
    );
    const wakeUps = await this.raising.raise(manager, raisedBy(ofIncidents(repeated), circumstances), actor);
    wakeUps.push(...(await this.actForSource(manager, actor, ofIncidents(heard))));
    return { incidentIds: ofIncidents(heard).map(({ incident }) => incident.id), wakeUps };
  }

  /** The source itself says that alerts are acknowledged or over. An incident is over once all its alerts are. */
  private async actForSource(
    manager: EntityManager,
    actor: Actor,
    heard: readonly EventOfIncident[],
  ): Promise<WakeUp[]> {
    const acknowledged = heard.filter(({ decision }) => decision === 'acknowledge');
    const resolved = heard.filter(({ decision }) => decision === 'resolve');
    await this.alerts.setStatus(manager, acknowledged.map(alertId), 'acknowledged');
    await this.alerts.setStatus(manager, resolved.map(alertId), 'resolved');
    const stillOpen = await this.alerts.stillOpen(manager, incidentsOf(resolved));
    await this.timeline.append(
      manager,
      resolved
        .filter(({ incident }) => stillOpen.has(incident.id))
        .map(({ alert, incident }) => ({
          incidentId: incident.id,
          kind: 'alert.resolved',
          actor,
          details: { alertId: alert.alertId },
        })),
    );
    const wakeUps: WakeUp[] = [];
    const act = async (action: 'acknowledge' | 'resolve', incidentIds: readonly string[]): Promise<void> => {
      for (const incidentId of incidentIds)
        wakeUps.push(...(await this.actions.actWithin(manager, action, incidentId, actor)).wakeUps);
    };
    await act('acknowledge', incidentsOf(acknowledged));
    await act(
      'resolve',
      incidentsOf(resolved).filter((id) => !stillOpen.has(id)),
    );
    return wakeUps;
  }
}

const incidentsOf = (events: readonly EventOfIncident[]): string[] => [
  ...new Set(events.map(({ incident }) => incident.id)),
];

const alertId = ({ alert }: Pick<KnownEvent, 'alert'>): string => alert.alertId;

const ofIncidents = (events: readonly KnownEvent[]): EventOfIncident[] =>
  events.flatMap(({ incident, ...event }) => (incident === null ? [] : [{ ...event, incident }]));

/** Each incident once, with how many of its alerts came back. */
function countFlaps(flapped: readonly EventOfIncident[]) {
  const flaps = new Map<string, number>();
  for (const { incident } of flapped) flaps.set(incident.id, (flaps.get(incident.id) ?? 0) + 1);
  return [...flaps].map(([incidentId, count]) => ({ incidentId, alerts: 0, flaps: count }));
}

/** Each incident once, by the worst of its events. */
function raisedBy(repeated: readonly EventOfIncident[], { service, now }: Circumstances): Raised[] {
  const worst = new Map<string, Raised>();
  for (const { incident, event } of repeated) {
    const { severity } = event;
    const known = worst.get(incident.id);
    const to = raised(known?.to ?? incident, severity, service, isInSupportHours(service, now));
    if (to !== null)
      worst.set(incident.id, { incident, to, reason: `it came again with severity ${severity}` });
  }
  return [...worst.values()];
}

function entryOf(
  { event, decision, alert, incident }: EventOfIncident,
  { service, actor }: Circumstances,
  flapCount: number,
): TimelineEntry {
  const incidentId = incident.id;
  const details = { alertId: alert.alertId, dedupKey: event.dedupKey };
  switch (decision) {
    case 'flap': {
      const reason = 'back again; nobody is paged for it';
      return { incidentId, kind: 'alert.flapping', actor, reason, details: { ...details, flapCount } };
    }
    case 'quieten': {
      const reason = `it flaps: over once it has been quiet for ${service.flapping?.quietSeconds ?? 0} s`;
      return { incidentId, kind: 'alert.quiet', actor, reason, details };
    }
    default:
      return { incidentId, kind: 'alert.repeated', actor, reason: event.summary, details };
  }
}
