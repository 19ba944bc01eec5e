import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { requirePermission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page } from '../../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../../platform/http/problem.js';
import { readMaintenanceTime, type WrittenTime } from './maintenance-input.js';
import type {
  ChangeMaintenanceWindow,
  CreateMaintenanceWindow,
  MaintenanceWindowQuery,
  MaintenanceWindowView,
} from './maintenance-schema.js';
import {
  asWindow,
  keepWindows,
  listWindows,
  lockWindow,
  readWindow,
  saveWindow,
  windowsOver,
  writtenTime,
  type StoredWindow,
} from './maintenance-store.js';
import { lookAgain } from './silences.js';
import {
  nextOccurrence,
  occurrenceAt,
  windowInEffect,
  type MaintenanceTime,
  type Occurrence,
} from './maintenance-time.js';

/** The window that holds a service's alerts back, and how long it means to. */
export interface WindowInEffect {
  readonly id: string;
  readonly until: Date;
}

/** Times in which services are worked on: their alerts are recorded and page nobody. */
@Injectable()
export class MaintenanceWindows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly clock: DatabaseClock,
  ) {}

  /** @throws Problem 403, 422 with the path of everything that cannot be */
  create(principal: Principal, input: CreateMaintenanceWindow): Promise<MaintenanceWindowView> {
    return this.dataSource.transaction(async (manager) => {
      await requireServices(manager, principal, input.serviceIds);
      const time = await this.readTime(manager, input);
      const id = newId();
      const { name, atEnd, serviceIds } = input;
      const window = { id, name, atEnd, serviceIds, endedEarlyAt: null };
      await saveWindow(manager, window, time, input, principal.userId);
      const after = await this.view(manager, id);
      await this.record(manager, principal, 'create', id, { after });
      return after;
    });
  }

  async page(query: MaintenanceWindowQuery): Promise<Page<MaintenanceWindowView>> {
    const { limit, cursor = null, serviceId = null } = query;
    const { manager } = this.dataSource;
    const now = await this.clock.now();
    const windows = await listWindows(manager, { limit: limit + 1, cursor, serviceId });
    return toPage(
      windows.map((window) => toView(window, now)),
      limit,
    );
  }

  /** @throws Problem 404 */
  get(id: string): Promise<MaintenanceWindowView> {
    return this.view(this.dataSource.manager, id);
  }

  /** Changes what is given, by whoever may for the services of before and after. A window whose time changes begins afresh, also where it was ended early. */
  change(
    principal: Principal,
    id: string,
    { name, serviceIds, atEnd, ...times }: ChangeMaintenanceWindow,
  ): Promise<MaintenanceWindowView> {
    return this.dataSource.transaction(async (manager) => {
      const stored = await lockWindow(manager, id);
      if (!stored) throw notFound('maintenance window');
      await requireServices(manager, principal, stored.serviceIds);
      if (serviceIds) await requireServices(manager, principal, serviceIds);
      const before = toView(stored, await this.clock.now(manager));
      const timeChanges = Object.keys(times).length > 0;
      const written = { ...withoutReplaced(writtenTime(stored), times), ...times };
      const time = timeChanges ? await this.readTime(manager, written) : asWindow(stored).time;
      const window = {
        id,
        name: name ?? stored.name,
        atEnd: atEnd ?? stored.atEnd,
        serviceIds: serviceIds ?? stored.serviceIds,
        endedEarlyAt: timeChanges ? null : stored.endedEarlyAt,
      };
      await saveWindow(manager, window, time, written, principal.userId);
      await lookAgain(manager, stored.serviceIds);
      const after = await this.view(manager, id);
      await this.record(manager, principal, 'update', id, { before, after });
      return after;
    });
  }

  /** The work is done sooner: the occurrence that is in effect ends now. @throws Problem 403, 404, or 409 where none is */
  endNow(principal: Principal, id: string): Promise<MaintenanceWindowView> {
    return this.dataSource.transaction(async (manager) => {
      const stored = await lockWindow(manager, id);
      if (!stored) throw notFound('maintenance window');
      await requireServices(manager, principal, stored.serviceIds);
      const now = await this.clock.now(manager);
      const before = toView(stored, now);
      if (before.current === null) throw conflict('The maintenance window is not in effect now.');
      await manager.query(`UPDATE maintenance_windows SET ended_early_at = $2 WHERE id = $1`, [id, now]);
      await lookAgain(manager, stored.serviceIds);
      const after = await this.view(manager, id);
      await this.record(manager, principal, 'end', id, { before, after });
      return after;
    });
  }

  /** What it holds back opens incidents as at the end of a window. @throws Problem 403, 404 */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const stored = await lockWindow(manager, id);
      if (!stored) throw notFound('maintenance window');
      await requireServices(manager, principal, stored.serviceIds);
      const before = toView(stored, await this.clock.now(manager));
      await manager.query(`DELETE FROM maintenance_windows WHERE id = $1`, [id]);
      await lookAgain(manager, stored.serviceIds);
      await this.record(manager, principal, 'delete', id, { before });
    });
  }

  /**
   * The window that a service's alerts are recorded under now; null where they open incidents. Of several one whose
   * alerts open incidents at its end, since nothing is to be dropped that only one of them would drop. It is kept from
   * being changed and deleted until the transaction ends: alerts name it.
   */
  async inEffect(manager: EntityManager, serviceId: string): Promise<WindowInEffect | null> {
    return (await this.inEffectOver(manager, [serviceId])).get(serviceId) ?? null;
  }

  /** The same for many services; those that are in no maintenance are missing. */
  async inEffectOver(
    manager: EntityManager,
    serviceIds: readonly string[],
  ): Promise<Map<string, WindowInEffect>> {
    const kept = new Set<string>();
    for (;;) {
      const found = await this.firstInEffect(manager, serviceIds);
      const ids = [...new Set([...found.values()].map(({ id }) => id))].filter((id) => !kept.has(id));
      if (ids.length === 0) return found;
      await keepWindows(manager, ids);
      for (const id of ids) kept.add(id);
    }
  }

  private async firstInEffect(
    manager: EntityManager,
    serviceIds: readonly string[],
  ): Promise<Map<string, WindowInEffect>> {
    const stored = serviceIds.length === 0 ? [] : await windowsOver(manager, serviceIds);
    if (stored.length === 0) return new Map();
    const now = await this.clock.now(manager);
    const windows = stored
      .map((window) => ({
        id: window.id,
        atEnd: window.atEnd,
        over: new Set(window.serviceIds),
        ...asWindow(window),
      }))
      .sort((left, right) => Number(left.atEnd === 'discard') - Number(right.atEnd === 'discard'));
    return new Map(
      serviceIds.flatMap((serviceId) => {
        const window = windowInEffect(
          windows.filter(({ over }) => over.has(serviceId)),
          now,
        );
        const until = window === null ? undefined : occurrenceAt(window, now)?.end;
        return window === null || until === undefined ? [] : [[serviceId, { id: window.id, until }] as const];
      }),
    );
  }

  private async readTime(manager: EntityManager, written: WrittenTime): Promise<MaintenanceTime> {
    const { time, faults } = readMaintenanceTime(written, await this.clock.now(manager));
    if (time === null) throw impossible(faults);
    return time;
  }

  private async view(manager: EntityManager, id: string): Promise<MaintenanceWindowView> {
    const stored = await readWindow(manager, id);
    if (!stored) throw notFound('maintenance window');
    return toView(stored, await this.clock.now(manager));
  }

  private record(
    manager: EntityManager,
    principal: Principal,
    what: 'create' | 'update' | 'end' | 'delete',
    id: string,
    change: { before?: MaintenanceWindowView; after?: MaintenanceWindowView },
  ): Promise<void> {
    const action = `maintenance-window.${what}`;
    return this.auditLog.record(manager, principal, {
      action,
      objectType: 'maintenance-window',
      objectId: id,
      ...change,
    });
  }
}

/** A new end takes the place of the length, a new length that of the end; a new start alone moves neither. */
function withoutReplaced(written: WrittenTime, changes: Partial<WrittenTime>): WrittenTime {
  const { end, durationSeconds, recurrence } = changes;
  return {
    ...written,
    ...(end == null ? {} : { durationSeconds: null }),
    ...(durationSeconds == null ? {} : { end: null }),
    // From a rule to one stretch of time: what goes with rules only is gone with the rule.
    ...(recurrence === null ? { durationSeconds: null, timeZone: null, until: null } : {}),
    ...(recurrence != null && written.recurrence === null ? { end: null } : {}),
  };
}

/** @throws Problem 422 with the path of each that does not exist, 403 where one is of a team that is not the principal's */
async function requireServices(
  manager: EntityManager,
  principal: Principal,
  serviceIds: readonly string[],
): Promise<void> {
  await requireReferences(
    manager,
    serviceIds.map((id, index) => ({
      table: 'services',
      what: 'service',
      id,
      path: `serviceIds.${String(index)}`,
    })),
  );
  const owners = await manager.query<{ teamId: string | null }[]>(
    'SELECT DISTINCT team_id AS "teamId" FROM services WHERE id = ANY ($1::uuid[])',
    [serviceIds],
  );
  for (const { teamId } of owners) requirePermission(principal, 'maintenance.change', { teamId });
}

function toView(stored: StoredWindow, now: Date): MaintenanceWindowView {
  const window = asWindow(stored);
  return {
    id: stored.id,
    name: stored.name,
    serviceIds: [...stored.serviceIds],
    ...writtenTime(stored),
    atEnd: stored.atEnd,
    endedEarlyAt: stored.endedEarlyAt?.toISOString() ?? null,
    current: told(occurrenceAt(window, now)),
    next: told(nextOccurrence(window.time, now)),
    createdAt: stored.createdAt.toISOString(),
  };
}

const told = (occurrence: Occurrence | null): { start: string; end: string } | null =>
  occurrence && { start: occurrence.start.toISOString(), end: occurrence.end.toISOString() };
