import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import type { Asker, TeamRole } from './authorization.js';
import type { Principal } from './principal.js';
import type { Role } from './role.js';
import type { Scope } from './scope.js';
import { hashTokenSecret } from './token-secret.js';

/** Whose credential it is: a principal, but for where the request came from. */
export type Holder = Omit<Principal, 'sourceAddress'>;

interface TokenRow {
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly teams: Readonly<Record<string, TeamRole>> | null;
  readonly scopes: readonly Scope[] | null;
  readonly wasUsedLately: boolean;
}

/** An SQL expression: the teams of `person`, by id, with the role in each; null for somebody in none. */
export const TEAMS_OF_PERSON = `(SELECT json_object_agg(member.team_id, member.role)
  FROM team_members member WHERE member.user_id = person.id)`;

/** What `TEAMS_OF_PERSON` gave, as the rules read it. */
export const teamsOf = (teams: Readonly<Record<string, TeamRole>> | null): Asker['teams'] =>
  new Map(Object.entries(teams ?? {}));

/** Finds who holds a token. Asks the database each time, so that a revoked token is refused at once. */
@Injectable()
export class TokenCheck {
  private readonly beingMarked = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The holder of a token that is neither unknown, expired nor revoked; else null. */
  async holderOf(secret: string): Promise<Holder | null> {
    const [row] = await this.dataSource.query<TokenRow[]>(
      `SELECT token.id AS "tokenId", person.id AS "userId", person.name, person.role, token.scopes,
              ${TEAMS_OF_PERSON} AS teams,
              coalesce(token.last_used_at > rouse_now() - interval '1 minute', false) AS "wasUsedLately"
         FROM api_tokens token JOIN users person ON person.id = token.user_id AND person.deleted_at IS NULL
        WHERE token.token_hash = $1 AND token.revoked_at IS NULL
          AND (token.expires_at IS NULL OR token.expires_at > rouse_now())`,
      [hashTokenSecret(secret)],
    );
    if (!row) return null;
    const { wasUsedLately, tokenId, teams, scopes, ...person } = row;
    if (!wasUsedLately) void this.markUsed(tokenId);
    return {
      ...person,
      teams: teamsOf(teams),
      scopes: scopes === null ? null : new Set(scopes),
      credential: { kind: 'token', id: tokenId },
    };
  }

  /** Which of these tokens, known by id, are still neither expired nor revoked: for who stays connected. */
  async stillValid(tokenIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT token.id FROM api_tokens token JOIN users person ON person.id = token.user_id AND person.deleted_at IS NULL
        WHERE token.id = ANY ($1::uuid[]) AND token.revoked_at IS NULL
          AND (token.expires_at IS NULL OR token.expires_at > rouse_now())`,
      [tokenIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Beside the request, not before it: when a token was used last is worth knowing but not worth waiting for. */
  private async markUsed(tokenId: string): Promise<void> {
    if (this.beingMarked.has(tokenId)) return;
    this.beingMarked.add(tokenId);
    try {
      await this.dataSource.query(
        `UPDATE api_tokens SET last_used_at = rouse_now()
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= rouse_now() - interval '1 minute')`,
        [tokenId],
      );
    } catch (error) {
      this.logger.warn({ err: error, tokenId }, 'When a token was last used could not be written');
    } finally {
      this.beingMarked.delete(tokenId);
    }
  }
}
