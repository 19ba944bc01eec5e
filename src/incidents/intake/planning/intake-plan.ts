import type { Actor } from '../../actor.js';
import type { IncomingEvent, Severity } from '../../incoming-event.js';
import type { IncidentStatus } from '../../lifecycle/incident-lifecycle.js';
import type { Urgency } from '../../lifecycle/urgency.js';
import type { TimelineEntry } from '../../timeline.js';

/** What of an alert's event is stored with the alert. */
export type AlertContent = Pick<IncomingEvent, 'dedupKey' | 'summary' | 'severity' | 'source' | 'details'>;

/** An alert while a batch is planned: as it is in the database, and what is to become of it. */
export interface PlannedAlert {
  readonly id: string;
  readonly serviceId: string;
  /** Null for an alert that is stored already: nothing of its content changes. */
  readonly content: { readonly integrationId: string; readonly event: AlertContent } | null;
  /** How long ago it opened, in seconds. */
  readonly ageSeconds: number;
  /** Null: it came during maintenance. */
  incident: PlannedIncident | null;
  status: IncidentStatus;
  severity: Severity;
  isFlapping: boolean;
  /** Seconds from now after which it is over, where it is a flapping one that its source has resolved. */
  settlesInSeconds: number | null;
  /** It is quiet since an earlier transaction, and nothing was heard of it in this one. */
  isQuietSinceBefore: boolean;
  /** The maintenance window that holds it back. */
  suppressedBy: string | null;
  /** Events to be counted beside the first. */
  repeats: number;
  /** Its source had something to say of it. */
  isHeard: boolean;
  /** Of one that is stored: there is something to write. */
  isChanged: boolean;
}

/** An incident while a batch is planned. */
export interface PlannedIncident {
  readonly id: string;
  readonly serviceId: string;
  readonly isNew: boolean;
  readonly title: string;
  /** As it is stored; null: no alert joins it. */
  readonly groupingKey: string | null;
  status: IncidentStatus;
  severity: Severity;
  urgency: Urgency;
  /** How often one of its alerts flapped by now. */
  flapCount: number;
  alertsAdded: number;
  flapsAdded: number;
  isRaised: boolean;
  /** It became urgent while nobody had it: its people are to be paged anew. */
  isPagedAnew: boolean;
  /** What the source has said of it in this batch. */
  isAcknowledgedBySource: boolean;
  isResolvedBySource: boolean;
  /** It resolves by itself so many seconds from now, not before; null: that stays as it is. */
  autoResolveSeconds: number | null;
  /** Those of its open alerts that the batch knows of, and whether there are others. */
  readonly alerts: Set<PlannedAlert>;
  readonly hasOtherAlerts: boolean;
}

/** An event as it is stored. */
export interface PlannedEvent {
  readonly integrationId: string;
  readonly serviceId: string;
  /** Null: it concerned nothing. */
  readonly alertId: string | null;
  readonly event: IncomingEvent;
}

/** What stands under a name of a service: its dedup keys, its grouping keys. */
export const ofService = (serviceId: string, name: string): string => `${serviceId} ${name}`;

/**
 * What the requests of a batch do, one after the other, before any of it is written: what was read and locked, brought
 * up to date by each request, so that the next one sees what it would see if the one before had been committed.
 */
export class IntakePlan {
  /** The alerts that hold dedup keys, by `ofService`. */
  readonly keys = new Map<string, PlannedAlert>();
  /** The incidents that new alerts may join, by `ofService`. */
  readonly groups = new Map<string, PlannedIncident>();
  readonly incidents = new Map<string, PlannedIncident>();
  /** How often keys opened within the time that their service counts flapping in, by `ofService`. */
  readonly opens = new Map<string, number>();
  /** All alerts that were read or made. */
  readonly alerts: PlannedAlert[] = [];
  readonly entries: TimelineEntry[] = [];
  readonly events: PlannedEvent[] = [];
  /** Services with alerts that are held back, and until when that is meant to be. */
  readonly heldBack = new Map<string, Date>();

  addAlert(alert: PlannedAlert, dedupKey: string): void {
    this.alerts.push(alert);
    this.keys.set(ofService(alert.serviceId, dedupKey), alert);
    alert.incident?.alerts.add(alert);
  }

  tell(incident: PlannedIncident, entry: Omit<TimelineEntry, 'incidentId'>): void {
    this.entries.push({ incidentId: incident.id, ...entry });
  }
}

/** At which service, when, and at whose word something happens. */
export interface Circumstances {
  readonly service: IntakeService;
  /** Null: it is not known by which one alerts came. */
  readonly integrationId: string | null;
  readonly actor: Actor;
  /** Whether the service is in its support hours now. */
  readonly isSupportTime: boolean;
  /** The maintenance that the service is in, and until when that is meant to last. */
  readonly window: { readonly id: string; readonly until: Date } | null;
  /** By what name the policy goes that new incidents begin with. */
  readonly policyName: string | null;
  readonly newId: () => string;
  /** What alerts of this content have in common with others, as it is stored; null: nothing. */
  readonly groupingKeyOf: (event: AlertContent) => string | null;
}

/** What of a service decides what becomes of its events. */
export interface IntakeService {
  readonly id: string;
  readonly urgency: 'high' | 'low' | 'severity' | 'support-hours';
  readonly supportHours: {
    readonly during: Urgency | 'severity';
    readonly outside: Urgency | 'severity';
  } | null;
  readonly flapping: {
    readonly opens: number;
    readonly withinSeconds: number;
    readonly quietSeconds: number;
  } | null;
  readonly autoResolveSeconds: number | null;
}
