import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import type { Role } from '../../access/role.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { AccountMails } from '../account-links/account-mails.js';
import { issueLink, renewLink, type NewLink } from '../account-links/account-links.js';
import { personOf, type LinkedPerson } from '../account-links/linked-person.js';
import { requireUser } from '../require-user.js';
import { Teams } from '../teams.js';
import { Users } from '../users.js';
import { invitationMail } from './invitation-mail.js';
import type { Invite, OpenInvitation, SentInvitation } from './invitation-schema.js';

/** Where an invitation stands. */
interface InvitationRow {
  readonly id: string;
  readonly userId: string;
  readonly isUsed: boolean;
  readonly isRevoked: boolean;
}

/** A person, and the link that was made for them. */
interface Invited {
  readonly person: LinkedPerson;
  readonly link: NewLink;
}

/** Asks people in: they exist at once, for teams and rotations, and choose a password when they come. */
@Injectable()
export class Invitations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly users: Users,
    private readonly teams: Teams,
    private readonly mails: AccountMails,
  ) {}

  /**
   * Invites somebody new, or somebody with this e-mail address who has no way to sign in yet; they keep their name and zone,
   * and an open invitation of theirs is dead. The mail goes out after the commit.
   * @throws Problem 409 where they can sign in already, or are there with another role; 422 with the path of each
   *   unknown team
   */
  async invite(principal: Principal, input: Invite): Promise<SentInvitation> {
    const invited = await this.dataSource.transaction(async (manager): Promise<Invited> => {
      const person = await this.personFor(manager, principal, input);
      await this.teams.join(manager, principal, person.id, input.teams);
      const { id: userId, email } = person;
      const link = await issueLink(manager, {
        purpose: 'invitation',
        userId,
        email,
        createdBy: principal.userId,
      });
      await this.record(manager, principal, 'invitation.create', { person, link });
      return { person, link };
    });
    return this.send(principal, invited);
  }

  /** Everybody who was invited and has not come, also where the link is too old by now. */
  async page({ limit, cursor }: PageQuery): Promise<Page<OpenInvitation>> {
    const rows = await this.dataSource.query<OpenInvitationRow[]>(
      `SELECT link.id, link.user_id AS "userId", person.name, link.email, person.role,
              link.created_by AS "invitedBy", link.created_at AS "createdAt", link.expires_at AS "expiresAt",
              link.mailed_at IS NOT NULL AS mailed
         FROM account_links link JOIN current_users person ON person.id = link.user_id
        WHERE link.purpose = 'invitation' AND link.used_at IS NULL AND link.revoked_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM sign_in_ways way WHERE way.user_id = link.user_id)
          AND ($1::uuid IS NULL OR link.id > $1) ORDER BY link.id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toOpenInvitation), limit);
  }

  /**
   * Makes a new link, good for the whole time again, and sends it; the old one is dead.
   * @throws Problem 404, 409 for one that was accepted or revoked, or where they can sign in by now
   */
  async renew(principal: Principal, id: string): Promise<SentInvitation> {
    const invited = await this.dataSource.transaction(async (manager): Promise<Invited> => {
      const { userId } = await lockOpen(manager, id);
      const person = await personOf(manager, userId);
      await requireNoWayIn(manager, person);
      const link = await renewLink(manager, 'invitation', id);
      if (link === null) throw notFound('invitation');
      await this.record(manager, principal, 'invitation.renew', { person, link });
      return { person, link };
    });
    return this.send(principal, invited);
  }

  /**
   * Kills the link. The person stays; taking them out is another matter.
   * @throws Problem 404, 409 for one that was accepted or revoked
   */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { userId } = await lockOpen(manager, id);
      await manager.query('UPDATE account_links SET revoked_at = rouse_now() WHERE id = $1', [id]);
      await this.auditLog.record(manager, principal, {
        action: 'invitation.revoke',
        objectType: 'invitation',
        objectId: id,
        before: { userId },
      });
    });
  }

  private async personFor(
    manager: EntityManager,
    principal: Principal,
    { email, name, role, timeZone }: Invite,
  ): Promise<LinkedPerson> {
    const [there] = await manager.query<LinkedPerson[]>(
      `SELECT id, name, email, time_zone AS "timeZone", role FROM current_users
        WHERE lower(email) = lower($1) FOR NO KEY UPDATE`,
      [email],
    );
    if (!there) return this.users.createWithin(manager, principal, { email, name, role, timeZone });
    await requireNoWayIn(manager, there);
    requireSameRole(there, role);
    return there;
  }

  /** Tells of the link by mail, and of both to the one who invited. */
  private async send(principal: Principal, { person, link }: Invited): Promise<SentInvitation> {
    const told = await this.mails.sendLink(person, person.email, link, (url) =>
      invitationMail({ ...person, ...link, url, invitedBy: principal.name }),
    );
    return { id: link.id, userId: person.id, email: person.email, ...told };
  }

  private record(
    manager: EntityManager,
    principal: Principal,
    action: 'invitation.create' | 'invitation.renew',
    { person, link }: Invited,
  ): Promise<void> {
    const { id: userId, email, role } = person;
    return this.auditLog.record(manager, principal, {
      action,
      objectType: 'invitation',
      objectId: link.id,
      after: { userId, email, role, expiresAt: link.expiresAt.toISOString() },
    });
  }
}

type OpenInvitationRow = Omit<OpenInvitation, 'createdAt' | 'expiresAt'> & {
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

const toOpenInvitation = (row: OpenInvitationRow): OpenInvitation => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

async function requireNoWayIn(manager: EntityManager, { id, name, email }: LinkedPerson): Promise<void> {
  const ways = await manager.query<unknown[]>('SELECT 1 FROM sign_in_ways WHERE user_id = $1', [id]);
  if (ways.length > 0) throw conflict(`${name} can sign in already, with the e-mail address ${email}.`);
}

/** An invitation gives nobody another role than they were given. */
function requireSameRole({ name, role }: LinkedPerson, invitedAs: Role): void {
  if (role === invitedAs) return;
  throw conflict(`${name} is there already, as ${role}: invite them as that, or change their role first.`);
}

/** An open invitation, whose person nobody changes until the transaction ends. @throws Problem 404, 409 */
async function lockOpen(manager: EntityManager, id: string): Promise<InvitationRow> {
  const read = async (): Promise<InvitationRow> => {
    const [row] = await manager.query<InvitationRow[]>(
      `SELECT id, user_id AS "userId", used_at IS NOT NULL AS "isUsed", revoked_at IS NOT NULL AS "isRevoked"
         FROM account_links WHERE id = $1 AND purpose = 'invitation'`,
      [id],
    );
    if (!row) throw notFound('invitation');
    return row;
  };
  await requireUser(manager, (await read()).userId, { forChange: true });
  const invitation = await read();
  if (invitation.isUsed) throw conflict('This invitation was accepted.');
  if (invitation.isRevoked) throw conflict('This invitation was revoked, or a later one took its place.');
  return invitation;
}
