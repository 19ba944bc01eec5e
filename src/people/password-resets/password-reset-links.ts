import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import { conflict } from '../../platform/http/problem.js';
import { AccountMails } from '../account-links/account-mails.js';
import { issueLink, type NewLink } from '../account-links/account-links.js';
import type { SentLink } from '../account-links/link-schema.js';
import { personOf, type LinkedPerson } from '../account-links/linked-person.js';
import { requireUser } from '../require-user.js';
import { passwordResetMail } from './password-reset-mails.js';

/** So many mails that anybody can ask for within an hour: a mailbox is not to be filled by strangers. */
const MOST_MAILS_AN_HOUR = 3;

/** Makes and sends the links with which people choose a new password. */
@Injectable()
export class PasswordResetLinks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly mails: AccountMails,
  ) {}

  /**
   * By an admin, for whoever cannot read their mail.
   * @throws Problem 404; 409 for whoever has no password: they are to be invited, or come by single sign-on
   */
  async make(principal: Principal, userId: string): Promise<SentLink> {
    const { person, link } = await this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      if (!(await hasPassword(manager, userId)))
        throw conflict('This person has no password: invite them instead.');
      return this.issue(manager, principal, userId);
    });
    return this.mails.sendLink(person, person.email, link, (url) =>
      passwordResetMail({ ...person, ...link, url }, principal.name),
    );
  }

  /**
   * By whoever knows an e-mail address. Nothing happens where nobody with a password has it, or where so many mails
   * went out within an hour. The mail goes to the address that is stored, never to the one that was asked for.
   */
  async mail(email: string): Promise<void> {
    const made = await this.dataSource.transaction(async (manager) => {
      const [person] = await manager.query<{ id: string }[]>(
        'SELECT id FROM current_users WHERE lower(email) = lower($1) FOR NO KEY UPDATE',
        [email],
      );
      if (!person || !(await hasPassword(manager, person.id)) || (await hadEnough(manager, person.id)))
        return null;
      return this.issue(manager, null, person.id);
    });
    if (made === null) return;
    const { person, link } = made;
    await this.mails.sendLink(person, person.email, link, (url) =>
      passwordResetMail({ ...person, ...link, url }, null),
    );
  }

  private async issue(
    manager: EntityManager,
    principal: Principal | null,
    userId: string,
  ): Promise<{ person: LinkedPerson; link: NewLink }> {
    const person = await personOf(manager, userId);
    const createdBy = principal?.userId ?? null;
    const link = await issueLink(manager, {
      purpose: 'password-reset',
      userId,
      email: person.email,
      createdBy,
    });
    await this.auditLog.record(manager, principal ?? 'system', {
      action: 'password-reset.create',
      objectType: 'user',
      objectId: userId,
      after: { expiresAt: link.expiresAt.toISOString(), askedBy: principal === null ? 'anybody' : 'admin' },
    });
    return { person, link };
  }
}

async function hasPassword(manager: EntityManager, userId: string): Promise<boolean> {
  const ways = await manager.query<unknown[]>(
    `SELECT 1 FROM sign_in_ways WHERE user_id = $1 AND way = 'password'`,
    [userId],
  );
  return ways.length > 0;
}

async function hadEnough(manager: EntityManager, userId: string): Promise<boolean> {
  const [row] = await manager.query<{ mails: number }[]>(
    `SELECT count(*)::int AS mails FROM account_links
      WHERE user_id = $1 AND purpose = 'password-reset' AND created_by IS NULL
        AND created_at > rouse_now() - interval '1 hour'`,
    [userId],
  );
  return (row?.mails ?? 0) >= MOST_MAILS_AN_HOUR;
}
