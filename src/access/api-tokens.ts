import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, notFound } from '../platform/http/problem.js';
import { ADMIN_TOKEN_NAME } from './admin-token.js';
import type { ApiToken, CreateApiToken, NewApiToken } from './api-token-schema.js';
import { AuditLog } from './audit-log.js';
import { requirePermission } from './permission.js';
import type { Principal } from './principal.js';
import type { Rotation } from './secret-rotation.js';
import { insertToken, renewToken, TOKEN_COLUMNS, tokenFacts, type TokenRow } from './token-rows.js';

/** People's API tokens: made, listed, renewed and revoked by the person or by an admin. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /**
   * Makes a token; the answer is the one place where it can be read.
   * @throws Problem 403, also where a token asks for more than it has itself; 404 for the person
   */
  async create(principal: Principal, userId: string, body: CreateApiToken): Promise<NewApiToken> {
    requirePermission(principal, 'credential.change', { ownerId: userId });
    return this.dataSource.transaction(async (manager) => {
      await requirePerson(manager, userId);
      const id = newId();
      const { name, scopes = null, expiresAt = null } = body;
      const token = await insertToken(manager, principal, { id, userId, name, scopes, expiresAt });
      const after = toApiToken(await find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'api-token.create',
        objectType: 'api-token',
        objectId: id,
        after,
      });
      return { ...after, token };
    });
  }

  /** The tokens of a person that are not revoked; without the secrets, which nobody has but the holder. */
  async list(principal: Principal, userId: string, { limit, cursor }: PageQuery): Promise<Page<ApiToken>> {
    requirePermission(principal, 'credential.read', { ownerId: userId });
    await requirePerson(this.dataSource.manager, userId);
    const rows = await this.dataSource.query<TokenRow[]>(
      `SELECT ${TOKEN_COLUMNS} FROM api_tokens token
        WHERE user_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [userId, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toApiToken), limit);
  }

  /**
   * Gives a token a new secret; the old one opens for as long as is chosen, and never longer than the token.
   * @throws Problem 403, 404; 409 where it has expired, was renewed a moment ago, or is set by the environment
   */
  rotate(principal: Principal, tokenId: string, rotation: Rotation): Promise<NewApiToken> {
    return this.dataSource.transaction(async (manager) => {
      requirePermission(principal, 'credential.change', { ownerId: await ownerOf(manager, tokenId) });
      const before = await find(manager, tokenId);
      if (before.name === ADMIN_TOKEN_NAME) {
        throw conflict(`This token is what ${ADMIN_TOKEN_NAME} says: set another one there.`);
      }
      const token = await renewToken(manager, principal, before, rotation);
      const after = toApiToken(await find(manager, tokenId));
      await this.auditLog.record(manager, principal, {
        action: 'api-token.rotate',
        objectType: 'api-token',
        objectId: tokenId,
        before: toApiToken(before),
        after,
      });
      return { ...after, token };
    });
  }

  /** Revokes at once, with an old secret that still opens: the guard asks the database on every request. */
  async revoke(principal: Principal, tokenId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      requirePermission(principal, 'credential.revoke', { ownerId: await ownerOf(manager, tokenId) });
      const row = await find(manager, tokenId);
      const [, revoked] = await manager.query<[unknown[], number]>(
        'UPDATE api_tokens SET revoked_at = rouse_now() WHERE id = $1 AND revoked_at IS NULL',
        [tokenId],
      );
      if (revoked === 0) throw notFound('token');
      await this.auditLog.record(manager, principal, {
        action: 'api-token.revoke',
        objectType: 'api-token',
        objectId: tokenId,
        before: toApiToken(row),
      });
    });
  }
}

async function requirePerson(manager: EntityManager, userId: string): Promise<void> {
  const found = await manager.query<unknown[]>('SELECT 1 FROM current_users WHERE id = $1 FOR KEY SHARE', [
    userId,
  ]);
  if (found.length === 0) throw notFound('user');
}

/** Whose token it is or was; null where there is none, so that others are told the same whether or not there is. */
async function ownerOf(manager: EntityManager, tokenId: string): Promise<string | null> {
  const [row] = await manager.query<{ userId: string }[]>(
    'SELECT user_id AS "userId" FROM api_tokens WHERE id = $1',
    [tokenId],
  );
  return row?.userId ?? null;
}

/** A token of a person; those of programs are looked after elsewhere. @throws Problem 404 */
async function find(manager: EntityManager, tokenId: string): Promise<TokenRow> {
  const [row] = await manager.query<TokenRow[]>(
    `SELECT ${TOKEN_COLUMNS} FROM api_tokens token JOIN current_users person ON person.id = token.user_id
      WHERE token.id = $1 AND token.revoked_at IS NULL`,
    [tokenId],
  );
  if (!row) throw notFound('token');
  return row;
}

const toApiToken = (row: TokenRow): ApiToken => ({
  id: row.id,
  userId: row.userId,
  name: row.name,
  ...tokenFacts(row),
});
