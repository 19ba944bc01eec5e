import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { impossible, notFound } from '../platform/http/problem.js';
import type { ApiToken, CreateApiToken, NewApiToken } from './api-token-schema.js';
import { AuditLog } from './audit-log.js';
import { requirePermission } from './permission.js';
import type { Principal } from './principal.js';
import { hashTokenSecret, newTokenSecret } from './token-secret.js';

interface ApiTokenRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = `id, user_id AS "userId", name, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt"`;

/** People's API tokens: made, listed and revoked by the person or by an admin. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /** Makes a token; the answer is the one place where it can be read. */
  async create(
    principal: Principal,
    userId: string,
    { name, expiresAt }: CreateApiToken,
  ): Promise<NewApiToken> {
    requirePermission(principal, 'credential.change', { ownerId: userId });
    const token = newTokenSecret();
    const made = await this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId);
      const row = await insertToken(manager, { userId, name, secret: token, expiresAt: expiresAt ?? null });
      await this.auditLog.record(manager, principal, {
        action: 'api-token.create',
        objectType: 'api-token',
        objectId: row.id,
        after: toApiToken(row),
      });
      return row;
    });
    return { ...toApiToken(made), token };
  }

  /** The tokens of a person that are not revoked; without the secrets, which nobody has but the holder. */
  async list(principal: Principal, userId: string, { limit, cursor }: PageQuery): Promise<Page<ApiToken>> {
    requirePermission(principal, 'credential.read', { ownerId: userId });
    await requireUser(this.dataSource.manager, userId);
    const rows = await this.dataSource.query<ApiTokenRow[]>(
      `SELECT ${COLUMNS} FROM api_tokens
        WHERE user_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [userId, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toApiToken), limit);
  }

  /** Revokes at once: the guard asks the database on every request. */
  async revoke(principal: Principal, tokenId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<ApiTokenRow[]>(
        `SELECT ${COLUMNS} FROM api_tokens WHERE id = $1 AND revoked_at IS NULL FOR UPDATE`,
        [tokenId],
      );
      if (!row) throw notFound('token');
      requirePermission(principal, 'credential.revoke', { ownerId: row.userId });
      await manager.query('UPDATE api_tokens SET revoked_at = rouse_now() WHERE id = $1', [tokenId]);
      await this.auditLog.record(manager, principal, {
        action: 'api-token.revoke',
        objectType: 'api-token',
        objectId: tokenId,
        before: toApiToken(row),
      });
    });
  }
}

async function requireUser(manager: EntityManager, userId: string): Promise<void> {
  const found = await manager.query<unknown[]>('SELECT 1 FROM current_users WHERE id = $1 FOR KEY SHARE', [
    userId,
  ]);
  if (found.length === 0) throw notFound('user');
}

interface TokenToInsert {
  readonly userId: string;
  readonly name: string;
  readonly secret: string;
  readonly expiresAt: Date | null;
}

/** Compares with the database's clock in the same statement, so that "in the future" means there. */
async function insertToken(manager: EntityManager, token: TokenToInsert): Promise<ApiTokenRow> {
  const [row] = await manager.query<ApiTokenRow[]>(
    `INSERT INTO api_tokens (id, user_id, name, token_hash, expires_at)
     SELECT $1, $2, $3, $4, $5::timestamptz WHERE $5::timestamptz IS NULL OR $5::timestamptz > rouse_now()
     RETURNING ${COLUMNS}`,
    [newId(), token.userId, token.name, hashTokenSecret(token.secret), token.expiresAt],
  );
  if (!row) throw impossible([{ path: 'expiresAt', message: 'must lie in the future' }]);
  return row;
}

function toApiToken(row: ApiTokenRow): ApiToken {
  return {
    id: row.id,
    userId: row.userId,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
