import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { newId } from '../platform/database/identifier.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { AuditLog } from './audit-log.js';
import { hashTokenSecret } from './token-secret.js';

export const ADMIN_TOKEN_NAME = 'ROUSE_ADMIN_TOKEN';

/** The account that holds the environment's token; an address that no mail server delivers. */
export const ADMINISTRATOR_EMAIL = 'administrator@localhost';
const ADMINISTRATOR = { name: 'Administrator', email: ADMINISTRATOR_EMAIL, timeZone: 'UTC' } as const;

/** Any number will do, as long as it is Rouse's own: processes that start at once take turns. */
const ADMIN_TOKEN_LOCK = 7_683_202;

/**
 * Puts ROUSE_ADMIN_TOKEN into effect at start. A process without the variable changes nothing: an api with it and
 * a worker without it may share a database.
 */
@Injectable()
export class AdminToken implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'adminToken'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.settings.adminToken === null) return;
    const changed = await this.ensure(this.settings.adminToken.trim());
    if (changed) this.logger.info(`The token of ${ADMIN_TOKEN_NAME} is in effect`);
  }

  /**
   * Makes sure that `secret` is the one environment token and that its holder is an admin. Idempotent.
   * @returns whether anything had to change
   */
  ensure(secret: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [ADMIN_TOKEN_LOCK]);
      const userId = await this.ensureAdministrator(manager);
      const hash = hashTokenSecret(secret);
      const revoked = await revokeFormer(manager, userId, hash);
      const granted = await grant(manager, userId, hash);
      for (const tokenId of revoked) {
        await this.auditLog.record(manager, 'system', {
          action: 'api-token.revoke',
          objectType: 'api-token',
          objectId: tokenId,
          before: { userId, name: ADMIN_TOKEN_NAME },
        });
      }
      if (granted !== null) {
        await this.auditLog.record(manager, 'system', {
          action: 'api-token.create',
          objectType: 'api-token',
          objectId: granted,
          after: { userId, name: ADMIN_TOKEN_NAME },
        });
      }
      return granted !== null || revoked.length > 0;
    });
  }

  private async ensureAdministrator(manager: EntityManager): Promise<string> {
    const [existing] = await manager.query<{ id: string; role: string }[]>(
      'SELECT id, role FROM current_users WHERE lower(email) = $1 FOR UPDATE',
      [ADMINISTRATOR.email],
    );
    if (existing?.role === 'admin') return existing.id;
    const id = existing?.id ?? newId();
    if (existing) await manager.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [id]);
    else {
      await manager.query(
        `INSERT INTO users (id, name, email, time_zone, role) VALUES ($1, $2, $3, $4, 'admin')`,
        [id, ADMINISTRATOR.name, ADMINISTRATOR.email, ADMINISTRATOR.timeZone],
      );
    }
    await this.auditLog.record(manager, 'system', {
      action: existing ? 'user.update' : 'user.create',
      objectType: 'user',
      objectId: id,
      ...(existing ? { before: { role: existing.role } } : {}),
      after: { ...ADMINISTRATOR, role: 'admin' },
    });
    return id;
  }
}

async function revokeFormer(manager: EntityManager, userId: string, hash: Buffer): Promise<string[]> {
  const [rows] = await manager.query<[{ id: string }[], number]>(
    `UPDATE api_tokens SET revoked_at = rouse_now()
      WHERE user_id = $1 AND name = $2 AND token_hash <> $3 AND revoked_at IS NULL RETURNING id`,
    [userId, ADMIN_TOKEN_NAME, hash],
  );
  return rows.map((row) => row.id);
}

/** A token that was revoked before and is set again is in effect again: the operator at the machine has the last word. */
async function grant(manager: EntityManager, userId: string, hash: Buffer): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `INSERT INTO api_tokens (id, user_id, name, token_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (token_hash) DO UPDATE
       SET user_id = excluded.user_id, name = excluded.name, revoked_at = NULL, expires_at = NULL
     WHERE api_tokens.revoked_at IS NOT NULL OR api_tokens.expires_at IS NOT NULL
        OR api_tokens.user_id <> excluded.user_id
     RETURNING id`,
    [newId(), userId, ADMIN_TOKEN_NAME, hash],
  );
  return row?.id ?? null;
}
