import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { notFound } from '../../platform/http/problem.js';
import { AuditLog } from '../audit-log.js';
import type { Principal } from '../principal.js';
import type { Rotation } from '../secret-rotation.js';
import { insertToken, renewToken, TOKEN_COLUMNS, tokenFacts, type TokenRow } from '../token-rows.js';
import type { CreateServiceToken, NewServiceToken, ServiceToken } from './service-token-schema.js';

type ServiceTokenRow = TokenRow & Pick<ServiceToken, 'role' | 'teams'>;

/** A program's account has one token, and both have one id. */
const SERVICE_TOKENS = `
  SELECT ${TOKEN_COLUMNS}, account.role,
         coalesce((SELECT json_agg(json_build_object('teamId', team_id, 'role', team.role) ORDER BY team_id)
                     FROM service_account_teams team WHERE team.user_id = account.id), '[]') AS teams
    FROM api_tokens token
    JOIN users account ON account.id = token.user_id AND account.kind = 'service' AND account.deleted_at IS NULL
   WHERE token.revoked_at IS NULL`;

/** Tokens of programs. Each has an account that is no person's: history names it, and nothing ever pages it. */
@Injectable()
export class ServiceTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /**
   * Makes an account with its token; the answer is the one place where that can be read.
   * @throws Problem 403 where a token asks for more than it has itself, 422 for an unknown team
   */
  create(principal: Principal, body: CreateServiceToken): Promise<NewServiceToken> {
    return this.dataSource.transaction(async (manager) => {
      const id = newId();
      const { name, role, teams, scopes = null, expiresAt = null } = body;
      await requireReferences(
        manager,
        teams.map(({ teamId }, place) => ({
          table: 'teams',
          what: 'team',
          id: teamId,
          path: `teams.${String(place)}.teamId`,
        })),
      );
      await insertAccount(manager, { id, name, role, teams });
      const token = await insertToken(manager, principal, { id, userId: id, name, scopes, expiresAt });
      const after = toServiceToken(await find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'service-token.create',
        objectType: 'service-token',
        objectId: id,
        after,
      });
      return { ...after, token };
    });
  }

  /** Those that are not revoked. */
  async page({ limit, cursor }: PageQuery): Promise<Page<ServiceToken>> {
    const rows = await this.dataSource.query<ServiceTokenRow[]>(
      `${SERVICE_TOKENS} AND ($1::uuid IS NULL OR token.id > $1) ORDER BY token.id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toServiceToken), limit);
  }

  /** Gives it a new secret. @throws Problem as for a person's token */
  rotate(principal: Principal, id: string, rotation: Rotation): Promise<NewServiceToken> {
    return this.dataSource.transaction(async (manager) => {
      const before = await find(manager, id);
      const token = await renewToken(manager, principal, before, rotation);
      const after = toServiceToken(await find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'service-token.rotate',
        objectType: 'service-token',
        objectId: id,
        before: toServiceToken(before),
        after,
      });
      return { ...after, token };
    });
  }

  /** Ends the token at once and retires its account, whose name stays in history. @throws Problem 404 */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const before = toServiceToken(await find(manager, id));
      const [, revoked] = await manager.query<[unknown[], number]>(
        'UPDATE api_tokens SET revoked_at = rouse_now() WHERE id = $1 AND revoked_at IS NULL',
        [id],
      );
      if (revoked === 0) throw notFound('service token');
      await manager.query('UPDATE users SET deleted_at = rouse_now() WHERE id = $1', [id]);
      await manager.query('DELETE FROM service_account_teams WHERE user_id = $1', [id]);
      await this.auditLog.record(manager, principal, {
        action: 'service-token.revoke',
        objectType: 'service-token',
        objectId: id,
        before,
      });
    });
  }
}

async function insertAccount(
  manager: EntityManager,
  { id, name, role, teams }: Pick<CreateServiceToken, 'name' | 'role' | 'teams'> & { readonly id: string },
): Promise<void> {
  // An address that no mail server delivers, as everybody in the table has one.
  await manager.query(
    `INSERT INTO users (id, name, email, time_zone, role, kind) VALUES ($1, $2, $3, 'UTC', $4, 'service')`,
    [id, name, `${id}@service.localhost`, role],
  );
  await manager.query(
    `INSERT INTO service_account_teams (user_id, team_id, role)
     SELECT $1, team_id, role FROM unnest($2::uuid[], $3::text[]) AS team (team_id, role)`,
    [id, teams.map(({ teamId }) => teamId), teams.map((team) => team.role)],
  );
}

async function find(manager: EntityManager, id: string): Promise<ServiceTokenRow> {
  const [row] = await manager.query<ServiceTokenRow[]>(`${SERVICE_TOKENS} AND token.id = $1`, [id]);
  if (!row) throw notFound('service token');
  return row;
}

const toServiceToken = (row: ServiceTokenRow): ServiceToken => ({
  id: row.id,
  name: row.name,
  role: row.role,
  teams: row.teams,
  ...tokenFacts(row),
});
