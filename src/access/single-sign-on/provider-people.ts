import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { notFound } from '../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { AuditLog } from '../audit-log.js';
import type { Principal } from '../principal.js';
import type { Role } from '../role.js';
import type { ProviderPerson } from './provider-claims.js';
import { SignOnRefusal } from './sign-on-refusal.js';

/** What somebody is who comes for the first time, where groups do not say it. */
const FIRST_ROLE: Role = 'observer';

interface PersonRow {
  readonly id: string;
  readonly role: Role;
}

/** Who of Rouse's people somebody at the identity provider is. */
@Injectable()
export class ProviderPeople {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Finds the person by issuer and subject, else by a verified e-mail address, else makes one; and gives them the role
   * of their groups. Whoever was taken out stays out until an admin adds them again.
   * @param role by their groups; null where groups say nothing of roles
   * @returns the person's id; the row is locked until the transaction ends
   * @throws SignOnRefusal
   */
  async enter(manager: EntityManager, provided: ProviderPerson, role: Role | null): Promise<string> {
    // Two tabs of one person may come at once.
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${provided.issuer} ${provided.subject}`,
    ]);
    const found = (await findByIdentity(manager, provided)) ?? (await this.linkByEmail(manager, provided));
    if (found === null) return this.add(manager, provided, role ?? FIRST_ROLE);
    if (role !== null && role !== found.role) await this.changeRole(manager, found, role);
    await lock(manager, found.id);
    return found.id;
  }

  /**
   * Forgets who a person is at the provider, for where they were given a new account there.
   * @throws Problem 404 for nobody, and for whoever has left
   */
  unlink(principal: Principal, userId: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const found = await manager.query<unknown[]>(
        'SELECT 1 FROM current_users WHERE id = $1 FOR NO KEY UPDATE',
        [userId],
      );
      if (found.length === 0) throw notFound('user');
      const [before] = await manager.query<[{ issuer: string; subject: string }[], number]>(
        'DELETE FROM provider_identities WHERE user_id = $1 RETURNING issuer, subject',
        [userId],
      );
      if (before.length === 0) return;
      await this.auditLog.record(manager, principal, {
        action: 'single-sign-on.unlink',
        objectType: 'user',
        objectId: userId,
        before,
      });
    });
  }

  private async linkByEmail(manager: EntityManager, provided: ProviderPerson): Promise<PersonRow | null> {
    const [person] = await manager.query<PersonRow[]>(
      'SELECT id, role FROM current_users WHERE lower(email) = lower($1)',
      [provided.email],
    );
    if (!person) return null;
    if (!provided.isEmailVerified) throw refusal('email-not-verified', provided, person);
    // An address that was given to somebody else must not bring its former owner's account along.
    if (await isLinked(manager, provided.issuer, person.id))
      throw refusal('email-of-another', provided, person);
    await this.link(manager, provided, person.id);
    return person;
  }

  private async add(manager: EntityManager, provided: ProviderPerson, role: Role): Promise<string> {
    const { email, name, timeZone } = provided;
    if (await hasLeft(manager, provided)) throw refusal('left', provided);
    if (email === null) throw refusal('no-email', provided);
    const person = { name: name ?? email.replace(/@.*$/, ''), email, timeZone: timeZone ?? 'UTC', role };
    const id = newId();
    const made = await manager.query<unknown[]>(
      `INSERT INTO users (id, name, email, time_zone, role) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (lower(email)) WHERE deleted_at IS NULL DO NOTHING RETURNING 1`,
      [id, person.name, person.email, person.timeZone, person.role],
    );
    // Somebody was added by this address a moment ago.
    if (made.length === 0) throw refusal('email-of-another', provided);
    await this.auditLog.record(manager, 'system', {
      action: 'user.create',
      objectType: 'user',
      objectId: id,
      after: { id, ...person, by: 'single sign-on' },
    });
    await this.link(manager, provided, id);
    return id;
  }

  private async link(manager: EntityManager, provided: ProviderPerson, userId: string): Promise<void> {
    const { issuer, subject } = provided;
    // Of somebody who left and was added again, the identity is there already.
    await manager.query(
      `INSERT INTO provider_identities (issuer, subject, user_id) VALUES ($1, $2, $3)
       ON CONFLICT (issuer, subject) DO UPDATE SET user_id = excluded.user_id`,
      [issuer, subject, userId],
    );
    await this.auditLog.record(manager, 'system', {
      action: 'single-sign-on.link',
      objectType: 'user',
      objectId: userId,
      after: { issuer, subject },
    });
  }

  /** Roles follow the groups, but never so that no admin is left. */
  private async changeRole(manager: EntityManager, { id }: PersonRow, role: Role): Promise<void> {
    // In one order, as everywhere: two admins cannot be demoted at the same moment.
    const admins = await manager.query<{ id: string }[]>(
      `SELECT id FROM current_users WHERE role = 'admin' ORDER BY id FOR NO KEY UPDATE`,
    );
    if (admins.length === 1 && admins[0]?.id === id) {
      this.logger.warn({ userId: id, role }, 'Groups would take the role of the last admin, who keeps it');
      return;
    }
    const before = await lock(manager, id);
    await manager.query('UPDATE users SET role = $2 WHERE id = $1', [id, role]);
    await this.auditLog.record(manager, 'system', {
      action: 'user.update',
      objectType: 'user',
      objectId: id,
      before: { role: before.role },
      after: { role, by: 'single sign-on' },
    });
  }
}

/** What the log may tell of whoever is refused: ids, and no address. */
const refusal = (
  reason: 'email-not-verified' | 'email-of-another' | 'left' | 'no-email',
  { subject }: ProviderPerson,
  person?: PersonRow,
): SignOnRefusal =>
  new SignOnRefusal(reason, { subject, ...(person === undefined ? {} : { userId: person.id }) });

async function findByIdentity(
  manager: EntityManager,
  { issuer, subject }: ProviderPerson,
): Promise<PersonRow | null> {
  const [person] = await manager.query<PersonRow[]>(
    `SELECT person.id, person.role FROM provider_identities identity
       JOIN current_users person ON person.id = identity.user_id
      WHERE identity.issuer = $1 AND identity.subject = $2`,
    [issuer, subject],
  );
  return person ?? null;
}

async function isLinked(manager: EntityManager, issuer: string, userId: string): Promise<boolean> {
  const found = await manager.query<unknown[]>(
    'SELECT 1 FROM provider_identities WHERE issuer = $1 AND user_id = $2',
    [issuer, userId],
  );
  return found.length > 0;
}

/** Whether they were here and were taken out, by what the provider calls them or by their address. */
async function hasLeft(manager: EntityManager, { issuer, subject, email }: ProviderPerson): Promise<boolean> {
  const found = await manager.query<unknown[]>(
    `SELECT 1 FROM users
      WHERE deleted_at IS NOT NULL AND kind = 'person' AND (lower(email) = lower($3)
         OR id = (SELECT user_id FROM provider_identities WHERE issuer = $1 AND subject = $2))
      LIMIT 1`,
    [issuer, subject, email],
  );
  return found.length > 0;
}

/** The person as they are now, who stays so until the transaction ends. */
async function lock(manager: EntityManager, id: string): Promise<PersonRow> {
  const [person] = await manager.query<PersonRow[]>(
    'SELECT id, role FROM current_users WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  if (!person) throw new SignOnRefusal('left', { userId: id });
  return person;
}
