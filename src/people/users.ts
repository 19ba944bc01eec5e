import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { Sessions } from '../access/sessions/sessions.js';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, notFound, Problem } from '../platform/http/problem.js';
import { revokeLinksOf } from './account-links/account-links.js';
import { ContactMethods } from './contact-methods.js';
import { UserEntity } from './user.entity.js';
import { UserUses } from './user-uses.js';
import { toUser, type ChangeUser, type CreateUser, type User } from './user-schema.js';

/** 409: something needs a person who is to be taken out. */
export class StillNeeded extends Problem {
  constructor(name: string, uses: readonly string[]) {
    super(409, `${name} is still needed by ${uses.join(', ')}.`);
  }
}

/** The people of the organisation. */
@Injectable()
export class Users {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly contactMethods: ContactMethods,
    private readonly uses: UserUses,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Problem 409 when somebody has this e-mail address, in whatever case */
  create(principal: Principal | 'system', input: CreateUser): Promise<User> {
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: CreateUser,
  ): Promise<User> {
    const id = newId();
    // Two requests with one address may come at once: the unique index decides, not a look beforehand.
    const made = await manager.query<unknown[]>(
      `INSERT INTO users (id, name, email, time_zone, role) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (lower(email)) WHERE deleted_at IS NULL DO NOTHING RETURNING 1`,
      [id, input.name, input.email, input.timeZone, input.role],
    );
    if (made.length === 0) throw conflict(`Somebody has the e-mail address ${input.email} already.`);
    const after = toUser(await find(manager, id));
    await this.auditLog.record(manager, principal, {
      action: 'user.create',
      objectType: 'user',
      objectId: id,
      after,
    });
    return after;
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<User>> {
    const users = await this.dataSource.manager.find(UserEntity, {
      where: {
        kind: 'person',
        deletedAt: IsNull(),
        ...(cursor === undefined ? {} : { id: MoreThan(cursor) }),
      },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return toPage(users.map(toUser), limit);
  }

  /** Also those who have left, and programs: history names them all. @throws Problem 404 */
  async get(id: string): Promise<User> {
    return toUser(await find(this.dataSource.manager, id));
  }

  /**
   * Changes what is given. People may change their own name and time zone; roles are for admins.
   * @throws Problem 403, 404, 409 where the last admin would be gone
   */
  async change(principal: Principal, id: string, input: ChangeUser): Promise<User> {
    requirePermission(principal, 'person.change', { ownerId: id });
    if (input.role !== undefined) requirePermission(principal, 'person.manage');
    return this.dataSource.transaction(async (manager) => {
      if (input.role !== undefined && input.role !== 'admin') await requireOtherAdmin(manager, id);
      const user = await manager.findOne(UserEntity, {
        where: { id, kind: 'person' },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user || user.deletedAt !== null) throw notFound('user');
      const before = toUser(user);
      user.name = input.name ?? user.name;
      user.timeZone = input.timeZone ?? user.timeZone;
      user.role = input.role ?? user.role;
      await manager.save(user);
      const after = toUser(user);
      await this.auditLog.record(manager, principal, {
        action: 'user.update',
        objectType: 'user',
        objectId: id,
        before,
        after,
      });
      return after;
    });
  }

  /**
   * Takes a person out: nothing pages them any more, their tokens are void, and no team has them. What they did stays
   * in history under their name, and running escalations that name them go on without them.
   * @throws Problem 404; 409 while a rotation, an override to come or a policy needs them, or for the last admin
   */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction((manager) => this.deleteWithin(manager, principal, id));
  }

  /** The same as `delete`, inside somebody's transaction. @throws StillNeeded where something needs them */
  async deleteWithin(manager: EntityManager, principal: Principal, id: string): Promise<void> {
    await requireOtherAdmin(manager, id);
    const user = await manager.findOne(UserEntity, {
      where: { id, kind: 'person' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!user || user.deletedAt !== null) throw notFound('user');
    const uses = await this.uses.of(manager, id);
    if (uses.length > 0) throw new StillNeeded(user.name, uses);
    await manager.query('UPDATE users SET deleted_at = rouse_now() WHERE id = $1', [id]);
    await manager.query(
      'UPDATE api_tokens SET revoked_at = rouse_now() WHERE user_id = $1 AND revoked_at IS NULL',
      [id],
    );
    await this.sessions.endAllOf(manager, id);
    await manager.query('DELETE FROM team_members WHERE user_id = $1', [id]);
    await this.contactMethods.deleteAllOf(manager, id);
    await revokeLinksOf(manager, id);
    await this.auditLog.record(manager, principal, {
      action: 'user.delete',
      objectType: 'user',
      objectId: id,
      before: toUser(user),
    });
  }

  /** Everyone with the role admin, the longest-standing first: the last resort of an escalation. */
  async adminIds(manager: EntityManager): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT id FROM current_users WHERE role = 'admin' ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  /** The names of these people by id; ids of nobody are missing from it. */
  async namesOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await manager.query<{ id: string; name: string }[]>(
      'SELECT id, name FROM users WHERE id = ANY ($1::uuid[])',
      [[...new Set(ids)]],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

async function find(manager: EntityManager, id: string): Promise<UserEntity> {
  const user = await manager.findOneBy(UserEntity, { id });
  if (!user) throw notFound('user');
  return user;
}

/**
 * Locks the admins in one order, so that two of them cannot demote each other at the same moment. With the lock that lets
 * others refer to them: whoever writes down that an admin made something does not wait, nor is waited for.
 */
async function requireOtherAdmin(manager: EntityManager, id: string): Promise<void> {
  const admins = await manager.query<{ id: string }[]>(
    `SELECT id FROM current_users WHERE role = 'admin' ORDER BY id FOR NO KEY UPDATE`,
  );
  if (admins.length === 1 && admins[0]?.id === id) {
    throw conflict('This is the last admin: make somebody else an admin first.');
  }
}
