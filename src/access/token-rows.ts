import type { EntityManager } from 'typeorm';
import { conflict, impossible } from '../platform/http/problem.js';
import type { TokenFacts } from './api-token-schema.js';
import { forbidden } from './permission.js';
import type { Principal } from './principal.js';
import type { Scope } from './scope.js';
import { OLD_SECRET, renewSecret, visiblePrefix, type Rotation } from './secret-rotation.js';
import { refusalToHandOut } from './token-limits.js';
import { hashTokenSecret, newTokenSecret } from './token-secret.js';

/** A token as it is stored, whoever holds it. */
export interface TokenRow extends Omit<TokenFacts, 'createdAt' | 'expiresAt' | 'lastUsedAt'> {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly secretNumber: number;
  readonly hasExpired: boolean;
}

/** An SQL expression: the columns of a `TokenRow`, of `api_tokens` under the name `token`. */
export const TOKEN_COLUMNS = `token.id, token.user_id AS "userId", token.name, token.scopes, token.prefix,
  token.created_at AS "createdAt", token.made_with AS "madeWith", token.expires_at AS "expiresAt",
  token.last_used_at AS "lastUsedAt", token.last_used_from AS "lastUsedFrom", token.secret_number AS "secretNumber",
  coalesce(token.expires_at <= rouse_now(), false) AS "hasExpired",
  (${OLD_SECRET})::jsonb || jsonb_build_object('lastUsedFrom', old_last_used_from) AS old`;

/** What a token tells of itself, without its secrets. */
export const tokenFacts = (row: TokenRow): TokenFacts => ({
  scopes: row.scopes,
  prefix: row.prefix,
  createdAt: row.createdAt.toISOString(),
  madeWith: row.madeWith,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedFrom: row.lastUsedFrom,
  old: row.old,
});

export interface TokenToInsert {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly Scope[] | null;
  readonly expiresAt: Date | null;
}

/**
 * Makes a token inside somebody's transaction.
 * @returns its secret, which is stored nowhere
 * @throws Problem 403 where the token that asks may not hand it out, 422 where it would have ended already
 */
export async function insertToken(
  manager: EntityManager,
  principal: Principal,
  token: TokenToInsert,
): Promise<string> {
  requireMayHandOut(principal, token);
  const secret = newTokenSecret();
  // Compares with the database's clock in the same statement, so that "in the future" means there.
  const made = await manager.query<unknown[]>(
    `INSERT INTO api_tokens (id, user_id, name, scopes, expires_at, token_hash, prefix, made_with)
     SELECT $1, $2, $3, $4, $5::timestamptz, $6, $7, $8
      WHERE $5::timestamptz IS NULL OR $5::timestamptz > rouse_now() RETURNING 1`,
    [
      ...[token.id, token.userId, token.name, token.scopes, token.expiresAt],
      ...[hashTokenSecret(secret), visiblePrefix(secret)],
      principal.credential.kind === 'token' ? principal.credential.id : null,
    ],
  );
  if (made.length === 0) throw impossible([{ path: 'expiresAt', message: 'must lie in the future' }]);
  return secret;
}

/**
 * Gives a token a new secret inside somebody's transaction, with the same name, scopes and end.
 * @returns the new secret
 * @throws Problem 403 where the token that asks may not hand it out; 409 where it has ended, or is being renewed
 */
export async function renewToken(
  manager: EntityManager,
  principal: Principal,
  row: TokenRow,
  rotation: Rotation,
): Promise<string> {
  requireMayHandOut(principal, row);
  if (row.hasExpired) throw conflict('This token has expired: make a new one.');
  const secret = newTokenSecret();
  const fresh = { hash: hashTokenSecret(secret), prefix: visiblePrefix(secret) };
  await renewSecret(manager, 'api_tokens', { ...row, oldEndsAt: row.old?.endsAt ?? null }, fresh, rotation);
  return secret;
}

function requireMayHandOut(principal: Principal, power: Parameters<typeof refusalToHandOut>[1]): void {
  const refusal = refusalToHandOut(principal, power);
  if (refusal !== null) throw forbidden(refusal);
}
