import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ServiceCatalog, type IncidentService } from '../../catalog/service-catalog.js';
import { nextSupportStart } from '../../catalog/support-hours.js';
import { claimSupportStarts, setSupportStart } from '../../catalog/support-starts.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { SYSTEM } from '../actor.js';
import { isInSupportHours } from '../intake/incident-opening.js';
import { IncidentRaising } from '../intake/incident-raising.js';
import { SEVERITIES } from '../incoming-event.js';
import { takeTurnsAtIntake } from '../intake/intake-lock.js';
import { urgencyOf } from '../lifecycle/urgency.js';
import type { OpenIncident } from '../intake/open-incidents.js';

/** So many incidents are raised in one transaction. */
const BATCH = 100;

/**
 * Raises what is open, unanswered and of low urgency when the support hours of its service begin, where the service
 * wants that. A claim needs no fence: the hours are asked as they are. Takes turns with the intake: what came just before the hours is seen, what comes after is urgent anyway.
 */
@Injectable()
export class SupportHoursStart implements SweptDeadlines {
  readonly kind = 'support-hours';

  constructor(
    private readonly dataSource: DataSource,
    private readonly catalog: ServiceCatalog,
    private readonly raising: IncidentRaising,
    private readonly clock: DatabaseClock,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return claimSupportStarts(this.dataSource.manager, limit, graceMs, leaseMs);
  }

  async takeUp(serviceId: string): Promise<void> {
    for (;;) {
      const { goesOn, wakeUps } = await this.dataSource.transaction((manager) =>
        this.raiseWithin(manager, serviceId),
      );
      await this.wakeUps.schedule(wakeUps);
      if (!goesOn) return;
    }
  }

  /** One batch of incidents. @returns whether there may be more */
  private async raiseWithin(
    manager: EntityManager,
    serviceId: string,
  ): Promise<{ goesOn: boolean; wakeUps: WakeUp[] }> {
    await takeTurnsAtIntake(manager, [serviceId]);
    const service = await this.catalog.forIncident(manager, serviceId);
    const now = await this.clock.now(manager);
    const incidents = await toRaise(manager, service, now);
    if (incidents.length === 0) {
      await this.waitForNext(manager, service, now);
      return { goesOn: false, wakeUps: [] };
    }
    const reason = 'the support hours began';
    const wakeUps = await this.raising.raise(
      manager,
      incidents.map((incident) => ({
        incident,
        to: { severity: incident.severity, urgency: 'high' as const },
        reason,
      })),
      SYSTEM,
    );
    return { goesOn: true, wakeUps };
  }

  private async waitForNext(manager: EntityManager, service: IncidentService, now: Date): Promise<void> {
    const { supportHours, timeZone } = service;
    const next = wantsRaising(service) && supportHours ? nextSupportStart(supportHours, timeZone, now) : null;
    await setSupportStart(manager, service.id, next);
  }
}

const wantsRaising = ({ urgency, supportHours }: IncidentService): boolean =>
  urgency === 'support-hours' && supportHours?.raiseAtStart === true;

/** By what the service says now: it may have been changed, or the hours be over again. */
async function toRaise(manager: EntityManager, service: IncidentService, now: Date): Promise<OpenIncident[]> {
  const inHours = isInSupportHours(service, now);
  if (!wantsRaising(service) || !inHours) return [];
  const severities = SEVERITIES.filter((severity) => urgencyOf(service, severity, inHours) === 'high');
  return manager.query<OpenIncident[]>(
    `SELECT id, number::int AS number, status, severity, urgency FROM incidents
     WHERE service_id = $1 AND status = 'triggered' AND urgency = 'low' AND severity = ANY($2::text[])
       -- What is held after a restore pages nobody before somebody wants it to, or its source says it again.
       AND NOT EXISTS (SELECT FROM escalations WHERE incident_id = incidents.id AND status = 'stopped'
                         AND held_since IS NOT NULL)
     ORDER BY id LIMIT $3 FOR NO KEY UPDATE`,
    [service.id, severities, BATCH],
  );
}
