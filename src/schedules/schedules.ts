import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences, type Reference } from '../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { matchesVersion } from '../platform/http/if-match.js';
import { conflict, impossible } from '../platform/http/problem.js';
import { keepVersion } from './history/schedule-versions.js';
import { ShiftRecorder } from './history/shift-recorder.js';
import type { ScheduleInput } from './schedule-input.js';
import { storedScheduleFaults } from './schedule-input-faults.js';
import { lockSchedule, readSchedule, readSchedulePage, type StoredSchedule } from './schedule-reader.js';
import { ScheduleUses } from './schedule-uses.js';
import type { LayerView, ScheduleView, WrittenScheduleView } from './schedule-view.js';
import { warningsOf } from './schedule-warnings.js';
import { archiveSchedule, insertSchedule, toLayers, updateSchedule } from './schedule-writer.js';

/** Schedules: layers of rotations that say who carries the pager. */
@Injectable()
export class Schedules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly uses: ScheduleUses,
    private readonly clock: DatabaseClock,
    private readonly recorder: ShiftRecorder,
  ) {}

  /** @throws Problem 403, 422 with the path of each fault, 409 where the name is taken */
  async create(principal: Principal, input: ScheduleInput): Promise<WrittenScheduleView> {
    requirePermission(principal, 'schedule.change', { teamId: input.teamId });
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: ScheduleInput,
  ): Promise<WrittenScheduleView> {
    const id = newId();
    const layers = toLayers(input.layers);
    await requirePossible(manager, input, layers);
    await requireFreeName(manager, input.name, id);
    const now = await this.clock.now(manager);
    await insertSchedule(manager, id, input, layers, now);
    await keepVersion(manager, id, now, { ...input, layers });
    await this.recorder.begin(manager, id, now);
    const after = toScheduleView(await readSchedule(manager, id));
    await this.auditLog.record(manager, principal, {
      action: 'schedule.create',
      objectType: 'schedule',
      objectId: id,
      after,
    });
    return { ...after, warnings: await warningsOf(manager, after) };
  }

  async page(query: PageQuery): Promise<Page<ScheduleView>> {
    const schedules = await readSchedulePage(this.dataSource.manager, query);
    return toPage(schedules.map(toScheduleView), query.limit);
  }

  async get(id: string): Promise<ScheduleView> {
    return toScheduleView(await readSchedule(this.dataSource.manager, id));
  }

  /**
   * Replaces the whole schedule. Who gives it to another team needs the permission for both.
   * @param ifMatch the If-Match header: the version that the caller has seen, where they say it
   * @throws Problem 403; 409 with the version that stands where it is another than `ifMatch`
   */
  replace(
    principal: Principal,
    id: string,
    input: ScheduleInput,
    ifMatch: string | undefined,
  ): Promise<WrittenScheduleView> {
    return this.dataSource.transaction(async (manager) => {
      const before = toScheduleView(await lockSchedule(manager, id));
      for (const teamId of new Set([before.teamId, input.teamId]))
        requirePermission(principal, 'schedule.change', { teamId });
      if (!matchesVersion(ifMatch, before.version)) {
        throw conflict(`The schedule was changed: its version is ${before.version} now.`, {
          version: before.version,
        });
      }
      const layers = toLayers(
        input.layers,
        before.layers.map((layer) => layer.id),
      );
      await requirePossible(manager, input, layers);
      await requireFreeName(manager, input.name, id);
      const now = await this.recorder.recordBeforeChange(manager, [id]);
      await updateSchedule(manager, id, input, layers, now);
      await keepVersion(manager, id, now, { ...input, layers });
      const after = toScheduleView(await readSchedule(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'schedule.update',
        objectType: 'schedule',
        objectId: id,
        before,
        after,
      });
      return { ...after, warnings: await warningsOf(manager, after) };
    });
  }

  /**
   * Takes a schedule out of use: it is gone from every list, nobody is on call in it any more, and its name is free.
   * Who was on call can still be read.
   * @throws Problem 403, or 409 naming what uses it
   */
  archive(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = toScheduleView(await lockSchedule(manager, id, { forArchiving: true }));
      requirePermission(principal, 'schedule.change', before);
      const uses = await this.uses.of(manager, id);
      if (uses.length > 0) throw conflict(`The schedule is used by ${uses.join(', ')}.`);
      const now = await this.recorder.recordBeforeChange(manager, [id]);
      await archiveSchedule(manager, id, now);
      await keepVersion(manager, id, now, null);
      await this.recorder.end(manager, id, now);
      await this.auditLog.record(manager, principal, {
        action: 'schedule.archive',
        objectType: 'schedule',
        objectId: id,
        before,
      });
    });
  }
}

export function toScheduleView(schedule: StoredSchedule): ScheduleView {
  const { id, name, timeZone, teamId, layers, version, createdAt, updatedAt } = schedule;
  return {
    id,
    name,
    timeZone,
    teamId,
    layers,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

async function requirePossible(
  manager: EntityManager,
  { timeZone, teamId, layers: inputs }: ScheduleInput,
  layers: readonly LayerView[],
): Promise<void> {
  const faults = storedScheduleFaults({ timeZone, layers, overrides: [], absences: [] });
  if (faults.length > 0) throw impossible(faults);
  const references: Reference[] = inputs.flatMap(({ participants }, layer) =>
    participants.map((id, index) => ({
      table: 'current_users',
      what: 'user',
      id,
      path: `layers.${layer}.participants.${index}`,
    })),
  );
  if (teamId !== null) references.push({ table: 'teams', what: 'team', id: teamId, path: 'teamId' });
  await requireReferences(manager, references);
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFreeName(manager: EntityManager, name: string, ownId: string): Promise<void> {
  const holders = await manager.query<{ id: string }[]>(
    'SELECT id FROM current_schedules WHERE name = $1 AND id <> $2',
    [name, ownId],
  );
  if (holders.length > 0) throw conflict(`There is a schedule named ${name} already.`);
}
