import type { EntityManager } from 'typeorm';
import { parseWallClock } from '../../schedules/rendering/wall-clock.js';
import type { WrittenTime } from './maintenance-input.js';
import type { MaintenanceTime, MaintenanceWindow } from './maintenance-time.js';

/** A row of maintenance_windows. */
export interface StoredWindow {
  readonly id: string;
  readonly name: string;
  readonly serviceIds: readonly string[];
  readonly atEnd: 'open' | 'discard';
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly recurrence: string | null;
  readonly localStart: string | null;
  readonly durationSeconds: number | null;
  readonly localUntil: string | null;
  readonly timeZone: string | null;
  readonly endedEarlyAt: Date | null;
  readonly createdAt: Date;
}

const SELECT = `
  SELECT id, name, at_end AS "atEnd", starts_at AS "startsAt", ends_at AS "endsAt", recurrence,
         local_start AS "localStart", duration_seconds AS "durationSeconds", local_until AS "localUntil",
         time_zone AS "timeZone", ended_early_at AS "endedEarlyAt", created_at AS "createdAt",
         ARRAY(SELECT service_id FROM maintenance_window_services
               WHERE window_id = maintenance_windows.id ORDER BY service_id) AS "serviceIds"
  FROM maintenance_windows`;

/** One window, locked; null where there is none. */
export async function lockWindow(manager: EntityManager, id: string): Promise<StoredWindow | null> {
  const [row] = await manager.query<StoredWindow[]>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
  return row ?? null;
}

/** Keeps windows as they are until the transaction ends; read them again afterwards: they may have changed or gone meanwhile. */
export async function keepWindows(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await manager.query(
    'SELECT id FROM maintenance_windows WHERE id = ANY($1::uuid[]) ORDER BY id FOR KEY SHARE',
    [ids],
  );
}

export async function readWindow(manager: EntityManager, id: string): Promise<StoredWindow | null> {
  const [row] = await manager.query<StoredWindow[]>(`${SELECT} WHERE id = $1`, [id]);
  return row ?? null;
}

/** In order of id, from after `cursor` on. */
export function listWindows(
  manager: EntityManager,
  query: { readonly serviceId: string | null; readonly cursor: string | null; readonly limit: number },
): Promise<StoredWindow[]> {
  return manager.query<StoredWindow[]>(
    `${SELECT} WHERE ($1::uuid IS NULL OR id > $1)
       AND ($2::uuid IS NULL OR id IN (SELECT window_id FROM maintenance_window_services WHERE service_id = $2))
     ORDER BY id LIMIT $3`,
    [query.cursor, query.serviceId, query.limit],
  );
}

/** Those of the services that may be in effect now; which are, the rule of each says. */
export function windowsOver(manager: EntityManager, serviceIds: readonly string[]): Promise<StoredWindow[]> {
  return manager.query<StoredWindow[]>(
    `${SELECT} WHERE id IN (SELECT window_id FROM maintenance_window_services WHERE service_id = ANY($1::uuid[]))
       AND (recurrence IS NOT NULL OR (starts_at <= rouse_now() AND ends_at > rouse_now()))`,
    [serviceIds],
  );
}

/** Writes a window, new or changed; a window whose time changes begins afresh. */
export async function saveWindow(
  manager: EntityManager,
  window: Pick<StoredWindow, 'id' | 'name' | 'atEnd' | 'serviceIds' | 'endedEarlyAt'>,
  time: MaintenanceTime,
  written: Pick<WrittenTime, 'until'>,
  createdBy: string | null,
): Promise<void> {
  const once = time.kind === 'once' ? time : null;
  const recurring = time.kind === 'recurring' ? time : null;
  await manager.query(
    `INSERT INTO maintenance_windows (id, name, at_end, starts_at, ends_at, recurrence, local_start, duration_seconds,
       local_until, time_zone, ended_early_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, at_end = excluded.at_end, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, recurrence = excluded.recurrence, local_start = excluded.local_start,
       duration_seconds = excluded.duration_seconds, local_until = excluded.local_until,
       time_zone = excluded.time_zone, ended_early_at = excluded.ended_early_at`,
    [
      window.id,
      window.name,
      window.atEnd,
      once?.start ?? null,
      once?.end ?? null,
      recurring?.recurrence ?? null,
      recurring?.start ?? null,
      recurring?.durationSeconds ?? null,
      recurring === null ? null : written.until,
      recurring?.timeZone ?? null,
      window.endedEarlyAt,
      createdBy,
    ],
  );
  await manager.query(
    `WITH gone AS (
       DELETE FROM maintenance_window_services WHERE window_id = $1 AND NOT service_id = ANY($2::uuid[]))
     INSERT INTO maintenance_window_services (window_id, service_id)
     SELECT $1, service_id FROM unnest($2::uuid[]) AS service_id ON CONFLICT DO NOTHING`,
    [window.id, window.serviceIds],
  );
}

/** A stored window as the rules take it. */
export function asWindow(stored: StoredWindow): MaintenanceWindow {
  const { startsAt, endsAt, recurrence, localStart, durationSeconds, localUntil, timeZone } = stored;
  const { endedEarlyAt } = stored;
  if (startsAt !== null && endsAt !== null)
    return { time: { kind: 'once', start: startsAt, end: endsAt }, endedEarlyAt };
  if (recurrence === null || localStart === null || durationSeconds === null || timeZone === null)
    throw new Error(`Maintenance window ${stored.id} has no time`);
  const until = localUntil === null ? null : parseWallClock(localUntil);
  return {
    time: { kind: 'recurring', recurrence, start: localStart, durationSeconds, until, timeZone },
    endedEarlyAt,
  };
}

/** As somebody would have written its time: what a change is laid over. */
export function writtenTime(stored: StoredWindow): WrittenTime {
  return {
    start: stored.startsAt?.toISOString() ?? stored.localStart ?? '',
    end: stored.endsAt?.toISOString() ?? null,
    recurrence: stored.recurrence,
    durationSeconds: stored.durationSeconds,
    timeZone: stored.timeZone,
    until: stored.localUntil,
  };
}
