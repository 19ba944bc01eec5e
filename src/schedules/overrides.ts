import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences } from '../platform/database/references.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../platform/http/problem.js';
import {
  toOverrideView,
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
    private readonly clock: DatabaseClock,
    private readonly auditLog: AuditLog,
  ) {}

  /** @throws Problem 404 for the schedule; 422 for unknown people and for a time that is over */
  create(principal: Principal, scheduleId: string, input: OverrideInput): Promise<OverrideView> {
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, scheduleId, input));
  }

  /** The same as `create`, inside somebody's transaction; `swapId` where a swap or cover made it. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    scheduleId: string,
    { start, end, userId, replaces, reason, swapId = null }: OverrideInput & { swapId?: string | null },
  ): Promise<OverrideView> {
    // The lock makes the order in which overrides are numbered the order in which they take effect.
    await lockSchedule(manager, scheduleId);
    await this.requirePossible(manager, { start, end, userId, replaces, reason });
    const id = newId();
    const createdBy = principal === 'system' ? null : principal.userId;
    const times = { startsAt: start, endsAt: end };
    await manager.insert(OverrideEntity, {
      id,
      scheduleId,
      ...times,
      userId,
      replaces,
      reason,
      createdBy,
      swapId,
    });
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
   * Takes an override back. What has already been stays (promise 7): one that is running ends now, one that is over
   * cannot be taken back.
   * @throws Problem 404, or 409 where it is over
   */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const override = await manager.findOne(OverrideEntity, {
        where: { id, deletedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (!override) throw notFound('override');
      const now = await this.clock.now(manager);
      if (override.endsAt <= now) throw conflict('The override is over, and the past is not changed.');
      const running = override.startsAt < now;
      const before = toOverrideView(override);
      await manager.update(OverrideEntity, id, running ? { endsAt: now } : { deletedAt: now });
      await this.auditLog.record(manager, principal, {
        action: running ? 'override.end' : 'override.delete',
        objectType: 'override',
        objectId: id,
        before,
        after: running ? { ...before, end: now.toISOString() } : null,
      });
    });
  }

  private async requirePossible(manager: EntityManager, input: OverrideInput): Promise<void> {
    const { end, userId, replaces } = input;
    if (end <= (await this.clock.now(manager))) {
      throw impossible([{ path: 'end', message: 'is over already: the past is not changed' }]);
    }
    const person = { table: 'users', what: 'user' };
    await requireReferences(manager, [
      { ...person, id: userId, path: 'userId' },
      ...(replaces === null ? [] : [{ ...person, id: replaces, path: 'replaces' }]),
    ]);
  }
}
