import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { MaintenanceWindows } from '../../catalog/maintenance/maintenance-windows.js';
import { claimSilences, endSilence, stayHeldBack } from '../../catalog/maintenance/silences.js';
import { ServiceCatalog } from '../../catalog/service-catalog.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { SYSTEM } from '../actor.js';
import { IncidentOpening, type StoredAlert } from '../intake/incident-opening.js';
import { takeTurnsAtIntake } from '../intake/intake-lock.js';

/** So many alerts open their incidents in one transaction. */
const BATCH = 100;

/**
 * Ends the silence of services whose maintenance is over: alerts that still fire open their incidents and page, unless
 * their window says to drop them. What is in effect is asked of the windows as they are now.
 */
@Injectable()
export class MaintenanceEnd implements SweptDeadlines {
  readonly kind = 'maintenance-end';

  constructor(
    private readonly dataSource: DataSource,
    private readonly catalog: ServiceCatalog,
    private readonly windows: MaintenanceWindows,
    private readonly opening: IncidentOpening,
    private readonly clock: DatabaseClock,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return claimSilences(this.dataSource.manager, limit, graceMs, leaseMs);
  }

  async takeUp(serviceId: string): Promise<void> {
    for (;;) {
      const { goesOn, wakeUps } = await this.dataSource.transaction((manager) =>
        this.lookWithin(manager, serviceId),
      );
      await this.wakeUps.schedule(wakeUps);
      if (!goesOn) return;
    }
  }

  /** One batch of alerts. @returns whether there may be more */
  private async lookWithin(
    manager: EntityManager,
    serviceId: string,
  ): Promise<{ goesOn: boolean; wakeUps: WakeUp[] }> {
    await takeTurnsAtIntake(manager, [serviceId]);
    const window = await this.windows.inEffect(manager, serviceId);
    if (window !== null) {
      await stayHeldBack(manager, serviceId, window.until);
      return { goesOn: false, wakeUps: [] };
    }
    await discard(manager, serviceId);
    const held = await heldBack(manager, serviceId);
    if (held.length === 0) {
      await endSilence(manager, serviceId);
      return { goesOn: false, wakeUps: [] };
    }
    const service = await this.catalog.forIncident(manager, serviceId);
    const now = await this.clock.now(manager);
    return { goesOn: true, wakeUps: await this.opening.open(manager, service, now, SYSTEM, held) };
  }
}

/** Their window says that nobody wants them afterwards. */
async function discard(manager: EntityManager, serviceId: string): Promise<void> {
  await manager.query(
    `UPDATE alerts SET status = 'resolved', resolved_at = rouse_now()
     WHERE service_id = $1 AND incident_id IS NULL AND status <> 'resolved'
       AND suppressed_by IN (SELECT id FROM maintenance_windows WHERE at_end = 'discard')`,
    [serviceId],
  );
}

function heldBack(manager: EntityManager, serviceId: string): Promise<StoredAlert[]> {
  return manager.query<StoredAlert[]>(
    `SELECT id AS "alertId", dedup_key AS "dedupKey", summary, severity, source, details FROM alerts
     WHERE service_id = $1 AND incident_id IS NULL AND status <> 'resolved' ORDER BY id LIMIT $2`,
    [serviceId, BATCH],
  );
}
