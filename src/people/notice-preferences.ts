import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import {
  noticePreferencesSchema,
  type NoticePreferences as NoticePreferencesView,
  type NoticePreferencesInput,
} from './notice-preferences-schema.js';
import { REFUSABLE_NOTICE_KINDS } from './notices.js';
import { requireUser } from './require-user.js';

/** Of what each person wants to be told. Everything, until they say otherwise. */
@Injectable()
export class NoticePreferences {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /** @throws Problem 403, 404 */
  async get(principal: Principal, userId: string): Promise<NoticePreferencesView> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    await requireUser(this.dataSource.manager, userId);
    return read(this.dataSource.manager, userId);
  }

  /** Replaces them all. What is in the outbox already still goes out. @throws Problem 403, 404 */
  async replace(
    principal: Principal,
    userId: string,
    { kinds }: NoticePreferencesInput,
  ): Promise<NoticePreferencesView> {
    requirePermission(principal, 'contact.change', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      const before = await read(manager, userId);
      await manager.query('DELETE FROM notice_refusals WHERE user_id = $1', [userId]);
      await manager.query(
        'INSERT INTO notice_refusals (user_id, kind) SELECT $1, kind FROM unnest($2::text[]) AS kind',
        [userId, REFUSABLE_NOTICE_KINDS.filter((kind) => kinds[kind] === false)],
      );
      const after = await read(manager, userId);
      await this.auditLog.record(manager, principal, {
        action: 'notice-preferences.update',
        objectType: 'user',
        objectId: userId,
        before,
        after,
      });
      return after;
    });
  }
}

async function read(manager: EntityManager, userId: string): Promise<NoticePreferencesView> {
  const rows = await manager.query<{ kind: string }[]>(
    'SELECT kind FROM notice_refusals WHERE user_id = $1',
    [userId],
  );
  const refused = new Set(rows.map(({ kind }) => kind));
  return noticePreferencesSchema.parse({
    kinds: Object.fromEntries(REFUSABLE_NOTICE_KINDS.map((kind) => [kind, !refused.has(kind)])),
  });
}
