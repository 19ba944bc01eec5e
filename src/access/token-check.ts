import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Asker, TeamRole } from './authorization.js';
import type { Credential, Principal } from './principal.js';
import type { Role } from './role.js';
import type { Scope } from './scope.js';
import { SecretUses, wasUsedLately } from './secret-uses.js';
import { hashTokenSecret } from './token-secret.js';

/** Whose credential it is: a principal, but for where the request came from. */
export type Holder = Omit<Principal, 'sourceAddress'>;

interface TokenRow {
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly isProgram: boolean;
  readonly teams: Readonly<Record<string, TeamRole>> | null;
  readonly scopes: readonly Scope[] | null;
  readonly secretNumber: number;
  readonly isOld: boolean;
  readonly endsAt: Date | null;
  readonly wasUsedLately: boolean;
}

/** An SQL expression: the teams of `person`, by id, with the role in each; null for somebody in none. */
export const TEAMS_OF_PERSON = `(SELECT json_object_agg(member.team_id, member.role) FROM (
  SELECT team_id, role FROM team_members WHERE user_id = person.id
  UNION ALL SELECT team_id, role FROM service_account_teams WHERE user_id = person.id) member)`;

/** An SQL condition: `token` is neither expired nor revoked. */
const IS_LIVE = `(token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > rouse_now()))`;

/**
 * Names a credential for who stays connected: a token together with which of its secrets was shown, since an old
 * secret ends before its token does.
 */
export const lastingName = ({ id, secretNumber }: Credential): string =>
  secretNumber === undefined ? id : `${id}.${String(secretNumber)}`;

/** What `TEAMS_OF_PERSON` gave, as the rules read it. */
export const teamsOf = (teams: Readonly<Record<string, TeamRole>> | null): Asker['teams'] =>
  new Map(Object.entries(teams ?? {}));

/** Finds who holds a token. Asks the database each time, so that a revoked token is refused at once. */
@Injectable()
export class TokenCheck {
  constructor(
    private readonly dataSource: DataSource,
    private readonly uses: SecretUses,
  ) {}

  /**
   * The holder of a token that is neither unknown, expired nor revoked; else null.
   * @param sourceAddress where it came from, which is written beside when
   */
  async holderOf(secret: string, sourceAddress: string): Promise<Holder | null> {
    const hash = hashTokenSecret(secret);
    const [row] = await this.dataSource.query<TokenRow[]>(
      `SELECT token.id AS "tokenId", person.id AS "userId", person.name, person.role,
              person.kind = 'service' AS "isProgram", token.scopes,
              ${TEAMS_OF_PERSON} AS teams, token.token_hash <> $1 AS "isOld",
              CASE WHEN token.token_hash = $1 THEN token.secret_number ELSE token.secret_number - 1 END AS "secretNumber",
              CASE WHEN token.token_hash = $1 THEN token.expires_at ELSE token.old_ends_at END AS "endsAt",
              ${wasUsedLately('api_tokens')} AS "wasUsedLately"
         FROM api_tokens token JOIN users person ON person.id = token.user_id AND person.deleted_at IS NULL
        WHERE (token.token_hash = $1 OR (token.old_hash = $1 AND token.old_ends_at > rouse_now())) AND ${IS_LIVE}`,
      [hash],
    );
    if (!row) return null;
    const { tokenId, secretNumber, isOld, endsAt, teams, scopes } = row;
    if (!row.wasUsedLately) this.uses.note({ table: 'api_tokens', hash, isOld, sourceAddress });
    return {
      userId: row.userId,
      name: row.name,
      role: row.role,
      isProgram: row.isProgram,
      teams: teamsOf(teams),
      scopes: scopes === null ? null : new Set(scopes),
      credential: { kind: 'token', id: tokenId, secretNumber, endsAt },
    };
  }

  /** Which of these still hold, by `lastingName`; names of what is no token are left out. */
  async stillValid(names: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = names.flatMap((name) => {
      const [id, number] = name.split('.');
      return id === undefined || number === undefined ? [] : [{ id, number: Number(number) }];
    });
    if (asked.length === 0) return new Set();
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT asked.id || '.' || asked.number AS name
         FROM unnest($1::uuid[], $2::int[]) AS asked (id, number)
         JOIN api_tokens token ON token.id = asked.id AND ${IS_LIVE}
          AND (token.secret_number = asked.number
            OR (token.secret_number - 1 = asked.number AND token.old_ends_at > rouse_now()))
         JOIN users person ON person.id = token.user_id AND person.deleted_at IS NULL`,
      [asked.map(({ id }) => id), asked.map(({ number }) => number)],
    );
    return new Set(rows.map(({ name }) => name));
  }
}
