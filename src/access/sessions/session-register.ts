import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { notFound } from '../../platform/http/problem.js';
import { AuditLog } from '../audit-log.js';
import { requirePermission } from '../permission.js';
import type { Principal } from '../principal.js';
import { IS_LIVE } from './session-check.js';
import type { Session } from './session-schema.js';
import { Sessions } from './sessions.js';

interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly sourceAddress: string;
  readonly userAgent: string;
}

/** What people, and admins, see of sessions, and how they end them. */
@Injectable()
export class SessionRegister {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly auditLog: AuditLog,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'sessions'>,
  ) {}

  /** The sessions of a person that are within their limits. @throws Problem 403, 404 */
  async list(principal: Principal, userId: string, { limit, cursor }: PageQuery): Promise<Page<Session>> {
    requirePermission(principal, 'credential.read', { ownerId: userId });
    await requirePerson(this.dataSource.manager, userId);
    const rows = await this.dataSource.query<SessionRow[]>(
      `SELECT id, user_id AS "userId", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
              expires_at AS "expiresAt", source_address AS "sourceAddress", user_agent AS "userAgent"
         FROM sessions session
        WHERE user_id = $1 AND ${IS_LIVE('$4')} AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [userId, cursor ?? null, limit + 1, this.settings.sessions.idleHours],
    );
    const thisId = principal.credential.kind === 'session' ? principal.credential.id : null;
    return toPage(
      rows.map((row) => toSession(row, thisId)),
      limit,
    );
  }

  /** Signs out: ends the session that the request came with. @throws Problem 404 for whoever came with a token */
  async endThis(principal: Principal): Promise<void> {
    if (principal.credential.kind !== 'session') throw notFound('session');
    await this.end(principal, principal.credential.id);
  }

  /** Ends one session at once. @throws Problem 403, 404 */
  end(principal: Principal, sessionId: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const [session] = await manager.query<{ userId: string }[]>(
        'SELECT user_id AS "userId" FROM sessions WHERE id = $1 FOR UPDATE',
        [sessionId],
      );
      if (!session) throw notFound('session');
      // Signing out needs nothing but the session itself.
      if (principal.credential.id !== sessionId)
        requirePermission(principal, 'credential.revoke', { ownerId: session.userId });
      await manager.query('DELETE FROM sessions WHERE id = $1', [sessionId]);
      await this.auditLog.record(manager, principal, {
        action: 'session.end',
        objectType: 'session',
        objectId: sessionId,
        before: session,
      });
    });
  }

  /** Ends all sessions of a person, but for the one that the request came with. @throws Problem 403, 404 */
  endAll(principal: Principal, userId: string): Promise<void> {
    requirePermission(principal, 'credential.revoke', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requirePerson(manager, userId);
      const { kind, id } = principal.credential;
      const ended = await this.sessions.endAllOf(manager, userId, kind === 'session' ? id : undefined);
      if (ended === 0) return;
      await this.auditLog.record(manager, principal, {
        action: 'session.end-all',
        objectType: 'user',
        objectId: userId,
        before: { sessions: ended },
      });
    });
  }
}

async function requirePerson(manager: EntityManager, userId: string): Promise<void> {
  const found = await manager.query<unknown[]>('SELECT 1 FROM current_users WHERE id = $1', [userId]);
  if (found.length === 0) throw notFound('user');
}

const toSession = (row: SessionRow, thisId: string | null): Session => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  isThis: row.id === thisId,
});
