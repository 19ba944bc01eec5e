import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import {
  DEPARTURE_TURNS,
  DepartureRooms,
  type DepartureRoom,
  type Leaving,
} from '../../people/departures/departure-rooms.js';
import type { DepartureFindings } from '../../people/departures/departure-schema.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { keepVersion } from '../history/schedule-versions.js';
import { ShiftRecorder } from '../history/shift-recorder.js';
import { Overrides } from '../overrides.js';
import type { OverrideDefinition } from '../rendering/schedule-definition.js';
import { DAY } from '../rendering/wall-clock.js';
import { findSchedule, readAbsences, readOverrides, type StoredSchedule } from '../schedule-reader.js';
import { horizonDays, LONGEST_WINDOW_DAYS, type ScheduleWindow } from '../schedule-window.js';
import { updateSchedule } from '../schedule-writer.js';
import { toScheduleView } from '../schedules.js';
import { departurePlan, type DeparturePlan } from './departure-plan.js';
import { endOverrides, putInPlace } from './departed-overrides.js';

/** So far ahead gaps and changes are told. */
const TOLD_DAYS = 90;
/** Later than any override. */
const FOR_EVER = new Date('9999-12-31T00:00:00Z');

interface PlannedDeparture {
  readonly schedule: StoredSchedule;
  readonly plan: DeparturePlan;
}

/** Takes people who leave out of rotations and overrides, from now on: what was is in the record (promise 7). */
@Injectable()
export class ScheduleDepartures implements DepartureRoom, OnModuleInit {
  readonly turn = DEPARTURE_TURNS.schedules;

  constructor(
    private readonly rooms: DepartureRooms,
    private readonly clock: DatabaseClock,
    private readonly recorder: ShiftRecorder,
    private readonly overrides: Overrides,
    private readonly auditLog: AuditLog,
  ) {}

  onModuleInit(): void {
    this.rooms.register(this);
  }

  async foresee(manager: EntityManager, leaving: Leaving): Promise<Partial<DepartureFindings>> {
    const now = await this.clock.now(manager);
    const ids = await schedulesOf(manager, leaving.userId);
    return toFindings(await planAll(manager, ids, leaving, now), leaving, now);
  }

  async carryOut(
    manager: EntityManager,
    principal: Principal,
    leaving: Leaving,
  ): Promise<Partial<DepartureFindings>> {
    const ids = await schedulesOf(manager, leaving.userId);
    await manager.query('SELECT FROM schedules WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
      ids,
    ]);
    const now = await this.recorder.recordBeforeChange(manager, ids);
    const planned = await planAll(manager, ids, leaving, now);
    const findings = toFindings(planned, leaving, now);
    if (findings.obstacles.length > 0) return findings;
    for (const departure of planned) await this.change(manager, principal, departure, leaving, now);
    return findings;
  }

  private async change(
    manager: EntityManager,
    principal: Principal,
    { schedule, plan }: PlannedDeparture,
    { name }: Leaving,
    now: Date,
  ): Promise<void> {
    if (plan.layersChange) await this.changeLayers(manager, principal, schedule, plan, now);
    for (const override of plan.ended) {
      const reason = `in place of ${name}, who left`;
      const instead = plan.inPlaceOf.get(override.id);
      const made =
        instead === undefined
          ? null
          : await putInPlace(manager, principal, override.id, instead, reason, now);
      await this.auditLog.record(manager, principal, {
        action: override.start < now ? 'override.end' : 'override.delete',
        objectType: 'override',
        objectId: override.id,
        before: override,
        after: made === null ? null : { inPlace: made },
      });
    }
    await endOverrides(
      manager,
      plan.ended.map(({ id }) => id),
      now,
    );
    for (const override of plan.kept) {
      const reason = `still stands in, after ${name} left`;
      await this.overrides.createWithin(manager, principal, schedule.id, { ...override, reason });
    }
  }

  private async changeLayers(
    manager: EntityManager,
    principal: Principal,
    schedule: StoredSchedule,
    { layers }: DeparturePlan,
    now: Date,
  ): Promise<void> {
    const { id, name, timeZone, teamId } = schedule;
    await updateSchedule(manager, id, { name, timeZone, teamId, layers }, layers, now);
    await keepVersion(manager, id, now, { name, timeZone, teamId, layers });
    const after = await findSchedule(manager, id);
    await this.auditLog.record(manager, principal, {
      action: 'schedule.update',
      objectType: 'schedule',
      objectId: id,
      before: toScheduleView(schedule),
      after: after && toScheduleView(after),
    });
  }
}

/** Where the person takes turns, has an override to come, or is stood in for by one. */
async function schedulesOf(manager: EntityManager, userId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM current_schedules WHERE id IN (
       SELECT layer.schedule_id FROM schedule_layers layer
         JOIN schedule_participants participant ON participant.layer_id = layer.id
        WHERE participant.user_id = $1
       UNION
       SELECT schedule_id FROM overrides
        WHERE (user_id = $1 OR replaces = $1) AND deleted_at IS NULL AND ends_at > rouse_now())
     ORDER BY id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

async function planAll(
  manager: EntityManager,
  scheduleIds: readonly string[],
  leaving: Leaving,
  now: Date,
): Promise<PlannedDeparture[]> {
  const planned: PlannedDeparture[] = [];
  for (const id of scheduleIds) {
    const schedule = await findSchedule(manager, id);
    if (schedule === null) continue;
    const overrides = await readOverrides(manager, id, { from: now, to: FOR_EVER });
    const standIns = overrides.filter(({ replaces }) => replaces === leaving.userId);
    const window = windowFrom(schedule, now, standIns);
    const people = [
      ...schedule.layers.flatMap(({ participants }) => participants),
      ...(leaving.successorId === null ? [] : [leaving.successorId]),
    ];
    const absences = await readAbsences(manager, people, window);
    const { timeZone, layers } = schedule;
    planned.push({
      schedule,
      plan: departurePlan({ timeZone, layers, overrides, absences }, leaving, window),
    });
  }
  return planned;
}

/** As far as is told, and as anybody stands in for the person. */
function windowFrom(
  schedule: StoredSchedule,
  now: Date,
  standIns: readonly OverrideDefinition[],
): ScheduleWindow {
  const told = now.getTime() + TOLD_DAYS * DAY;
  const wanted = Math.max(told, ...standIns.map(({ end }) => end.getTime())) - now.getTime();
  const days = horizonDays(schedule, now, Math.min(wanted / DAY, LONGEST_WINDOW_DAYS));
  return { from: now, to: new Date(now.getTime() + days * DAY) };
}

function toFindings(planned: readonly PlannedDeparture[], { userId, name }: Leaving, now: Date) {
  const until = new Date(now.getTime() + TOLD_DAYS * DAY);
  return {
    schedules: planned.map(({ schedule, plan }) => {
      const changes = plan.changes
        .filter(({ start }) => start < until)
        .map(({ start, end, before, after }) => ({
          start: start.toISOString(),
          end: (end < until ? end : until).toISOString(),
          before,
          after,
        }));
      const gaps = changes.filter(({ after }) => after === null).map(({ start, end }) => ({ start, end }));
      return { id: schedule.id, name: schedule.name, gaps, changes };
    }),
    overrides: planned.flatMap(({ schedule, plan }) =>
      plan.ended
        .filter((override) => override.userId === userId)
        .map(({ id, start, end }) => ({
          id,
          scheduleId: schedule.id,
          start: start.toISOString(),
          end: end.toISOString(),
        })),
    ),
    obstacles: planned
      .filter(({ plan }) => plan.layers.length === 0)
      .map(
        ({ schedule }) =>
          `${schedule.name} has nobody but ${name}: name a successor, put somebody else in, or delete the schedule.`,
      ),
  };
}
