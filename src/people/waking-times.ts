import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { requireUser } from './require-user.js';
import type { WakingHoursView } from './waking-hours-schema.js';

/** Until when pages of low urgency wait, as each person chose. */
@Injectable()
export class WakingTimes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /** @throws Problem 403, 404 */
  async get(principal: Principal, userId: string): Promise<WakingHoursView> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    await requireUser(this.dataSource.manager, userId);
    return read(this.dataSource.manager, userId);
  }

  /** Replaces them. Pages that wait already keep their time. @throws Problem 403, 404 */
  async replace(principal: Principal, userId: string, input: WakingHoursView): Promise<WakingHoursView> {
    requirePermission(principal, 'contact.change', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      const before = await read(manager, userId);
      await manager.query('UPDATE users SET waking_hours = $2 WHERE id = $1', [userId, input.wakingHours]);
      await this.auditLog.record(manager, principal, {
        action: 'waking-hours.update',
        objectType: 'user',
        objectId: userId,
        before,
        after: input,
      });
      return input;
    });
  }
}

async function read(manager: EntityManager, userId: string): Promise<{ wakingHours: WakingHoursRow }> {
  const [row] = await manager.query<{ wakingHours: WakingHoursRow }[]>(
    'SELECT waking_hours AS "wakingHours" FROM users WHERE id = $1',
    [userId],
  );
  return row ?? { wakingHours: null };
}

type WakingHoursRow = WakingHoursView['wakingHours'];
