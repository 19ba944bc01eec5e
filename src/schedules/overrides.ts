import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences } from '../platform/database/references.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../platform/http/problem.js';
import { ShiftRecorder } from './history/shift-recorder.js';
import {
  toOverrideView,
  type OverrideCut,
  type OverrideInput,
  type OverridePageQuery,
  type OverrideView,
} from './override-schema.js';
import { OverrideEntity } from './override.entity.js';
import { lockSchedule, readSchedule } from './schedule-reader.js';

/** Changes on top of the layers: somebody else carries the pager for a while. */
@Injectable()
export class Overrides {
  constructor(
    private readonly dataSource: DataSource,
    private readonly recorder: ShiftRecorder,
    private readonly auditLog: AuditLog,
  ) {}

  /**
   * People put themselves in; others are put in by a manager of the schedule's team or an admin.
   * @throws Problem 403; 404 for the schedule; 422 for unknown people and for a time that is over
   */
  create(principal: Principal, scheduleId: string, input: OverrideInput): Promise<OverrideView> {
    return this.dataSource.transaction(async (manager) => {
      const { teamId } = await lockSchedule(manager, scheduleId);
      requirePermission(principal, 'override.change', { teamId, ownerId: input.userId });
      return this.createWithin(manager, principal, scheduleId, input);
    });
  }

  /**
   * Makes one inside somebody's transaction, who has settled whether it may be done; `swapId` where a swap or cover made it. What has been so far
   * is not changed by an override that began earlier.
   */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    scheduleId: string,
    { start, end, userId, replaces, reason, swapId = null }: OverrideInput & { swapId?: string | null },
  ): Promise<OverrideView> {
    // The lock makes the order in which overrides are numbered the order in which they take effect.
    await lockSchedule(manager, scheduleId);
    const now = await this.recorder.recordBeforeChange(manager, [scheduleId]);
    await requirePossible(manager, { start, end, userId, replaces, reason }, now);
    const id = newId();
    const createdBy = principal === 'system' ? null : principal.userId;
    const whom = { userId, replaces, reason, swapId };
    const times = { startsAt: start, endsAt: end, createdAt: now };
    await manager.insert(OverrideEntity, { id, scheduleId, ...times, ...whom, createdBy });
    const after = toOverrideView(await manager.findOneByOrFail(OverrideEntity, { id }));
    await this.auditLog.record(manager, principal, {
      action: 'override.create',
      objectType: 'override',
      objectId: id,
      after,
    });
    return after;
  }

  /** Those that touch the time asked for, in the order of their making. @throws Problem 404 */
  async page(scheduleId: string, query: OverridePageQuery): Promise<Page<OverrideView>> {
    const { manager } = this.dataSource;
    await readSchedule(manager, scheduleId);
    const { limit, cursor, from, to } = query;
    const overrides = await manager.find(OverrideEntity, {
      where: {
        scheduleId,
        deletedAt: IsNull(),
        ...(cursor === undefined ? {} : { id: MoreThan(cursor) }),
        ...(from === undefined ? {} : { endsAt: MoreThan(from) }),
        ...(to === undefined ? {} : { startsAt: LessThan(to) }),
      },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return toPage(overrides.map(toOverrideView), limit);
  }

  /**
   * Lets an override end earlier than it would.
   * @throws Problem 403, 404; 409 where it is over, or ends by then already; 422 for an end that is over, or before it begins
   */
  cutShort(principal: Principal, id: string, { end }: OverrideCut): Promise<OverrideView> {
    return this.dataSource.transaction(async (manager) => {
      const { override, now } = await this.lock(manager, principal, id);
      const before = toOverrideView(override);
      if (override.endsAt <= end) {
        throw conflict(`The override ends at ${before.end} already.`, { end: before.end });
      }
      if (end < now) throw impossible([{ path: 'end', message: 'is over already: the past is not changed' }]);
      if (end <= override.startsAt) {
        const message = `must be after ${before.start}, when the override begins; to be rid of it take it back`;
        throw impossible([{ path: 'end', message }]);
      }
      await keepCut(manager, override, now, end);
      const after = toOverrideView(await manager.findOneByOrFail(OverrideEntity, { id }));
      await this.auditLog.record(manager, principal, {
        action: 'override.cut',
        objectType: 'override',
        objectId: id,
        before,
        after,
      });
      return after;
    });
  }

  /**
   * Takes an override back. What has already been stays (promise 7): one that is running ends now, one that is over
   * cannot be taken back.
   * @throws Problem 403, 404, or 409 where it is over
   */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const { override, now } = await this.lock(manager, principal, id);
      const running = override.startsAt < now;
      const before = toOverrideView(override);
      if (running) await keepCut(manager, override, now, now);
      else await manager.update(OverrideEntity, id, { deletedAt: now });
      await this.auditLog.record(manager, principal, {
        action: running ? 'override.end' : 'override.delete',
        objectType: 'override',
        objectId: id,
        before,
        after: running ? { ...before, end: now.toISOString() } : null,
      });
    });
  }

  /** An override that is not over, and that the principal may change, with its schedule, recorded up to now. */
  private async lock(
    manager: EntityManager,
    principal: Principal,
    id: string,
  ): Promise<{ override: OverrideEntity; now: Date }> {
    const { scheduleId, ...found } = await find(manager, id);
    const { teamId } = await lockSchedule(manager, scheduleId);
    requirePermission(principal, 'override.change', { teamId, ownerId: ownerOf(found, principal) });
    const now = await this.recorder.recordBeforeChange(manager, [scheduleId]);
    const override = await find(manager, id);
    if (override.endsAt <= now) throw conflict('The override is over, and the past is not changed.');
    return { override, now };
  }
}

/**
 * An override is of whom it puts in, and of whoever made it. What teammates agreed on is nobody's own: neither of them
 * takes it back alone.
 */
function ownerOf(
  { userId, createdBy, swapId }: Pick<OverrideEntity, 'userId' | 'createdBy' | 'swapId'>,
  principal: Principal,
): string | null {
  if (swapId !== null) return null;
  return createdBy === principal.userId ? createdBy : userId;
}

async function find(manager: EntityManager, id: string): Promise<OverrideEntity> {
  const override = await manager.findOneBy(OverrideEntity, { id, deletedAt: IsNull() });
  if (!override) throw notFound('override');
  return override;
}

/** The end that it had so far is kept, for whoever asks what was known before. */
async function keepCut(
  manager: EntityManager,
  { id, endsAt }: OverrideEntity,
  now: Date,
  end: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO override_cuts (override_id, cut_at, end_before) VALUES ($1, $2, $3)
     ON CONFLICT (override_id, cut_at) DO NOTHING`,
    [id, now, endsAt],
  );
  await manager.update(OverrideEntity, id, { endsAt: end });
}

async function requirePossible(
  manager: EntityManager,
  { end, userId, replaces }: OverrideInput,
  now: Date,
): Promise<void> {
  if (end <= now) {
    throw impossible([{ path: 'end', message: 'is over already: the past is not changed' }]);
  }
  const person = { table: 'current_users', what: 'user' };
  await requireReferences(manager, [
    { ...person, id: userId, path: 'userId' },
    ...(replaces === null ? [] : [{ ...person, id: replaces, path: 'replaces' }]),
  ]);
}
