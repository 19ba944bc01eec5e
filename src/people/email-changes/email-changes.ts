import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { mayDo, requirePermission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { conflict, Problem } from '../../platform/http/problem.js';
import { AccountMails } from '../account-links/account-mails.js';
import {
  findLink,
  issueLink,
  linkIsOver,
  revokeLinksOf,
  useLink,
  type NewLink,
} from '../account-links/account-links.js';
import { linkPrincipal, personOf, type LinkedPerson } from '../account-links/linked-person.js';
import { requireUser } from '../require-user.js';
import type { ChangedEmail } from './email-change-schema.js';
import { confirmEmailMail, emailChangedMail } from './email-change-mails.js';

/** Whose address it was, and which it is now. */
interface Change {
  readonly before: LinkedPerson;
  readonly email: string;
}

/** The e-mail addresses by which people sign in. */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly mails: AccountMails,
  ) {}

  /**
   * An admin changes an address at once; a person's own counts once they followed the link that goes there. Either way
   * the old address is told when it counts no more.
   * @throws Problem 403, 404, 409 for an address that somebody has, 503 where the link could not be sent
   */
  async change(principal: Principal, userId: string, email: string): Promise<ChangedEmail> {
    requirePermission(principal, 'email.change', { ownerId: userId });
    if (mayDo(principal, 'email.change')) return this.changeNow(principal, userId, email);
    const { person, link } = await this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      await requireFree(manager, userId, email);
      const asking = await personOf(manager, userId);
      const link = await issueLink(manager, { purpose: 'email-change', userId, email, createdBy: userId });
      await this.auditLog.record(manager, principal, {
        action: 'user.ask-for-email',
        objectType: 'user',
        objectId: userId,
        before: { email: asking.email },
        after: { email },
      });
      return { person: asking, link };
    });
    await this.sendLink(person, email, link);
    return { email: person.email, pending: { email, expiresAt: link.expiresAt.toISOString() } };
  }

  /** Which address is to be confirmed by this link; null where it is not good. Changes nothing. */
  async look(secret: string): Promise<string | null> {
    return (await findLink(this.dataSource.manager, 'email-change', secret))?.email ?? null;
  }

  /** @throws Problem 404 for a link that is not good, 409 where somebody else has the address by now */
  async confirm(secret: string, sourceAddress: string): Promise<string> {
    const { before, email } = await this.dataSource.transaction(async (manager): Promise<Change> => {
      const link = await useLink(manager, 'email-change', secret);
      if (link === null) throw linkIsOver();
      const person = await personOf(manager, link.userId);
      const principal = linkPrincipal(person, link, sourceAddress);
      return this.write(manager, principal, person, link.email);
    });
    await this.tellOld({ before, email });
    return email;
  }

  private async changeNow(principal: Principal, userId: string, email: string): Promise<ChangedEmail> {
    const change = await this.dataSource.transaction(async (manager) => {
      await requireUser(manager, userId, { forChange: true });
      return this.write(manager, principal, await personOf(manager, userId), email);
    });
    await this.tellOld(change);
    return { email, pending: null };
  }

  /** Links that went to the old address are dead: it may be somebody else's, which is why it is changed. */
  private async write(
    manager: EntityManager,
    principal: Principal,
    before: LinkedPerson,
    email: string,
  ): Promise<Change> {
    await requireFree(manager, before.id, email);
    await manager.query('UPDATE users SET email = $2 WHERE id = $1', [before.id, email]);
    await revokeLinksOf(manager, before.id);
    await this.auditLog.record(manager, principal, {
      action: 'user.change-email',
      objectType: 'user',
      objectId: before.id,
      before: { email: before.email },
      after: { email },
    });
    return { before, email };
  }

  private async sendLink(person: LinkedPerson, email: string, link: NewLink): Promise<void> {
    const { mailed } = await this.mails.sendLink(person, email, link, (url) =>
      confirmEmailMail({ ...person, ...link, url }),
    );
    if (mailed) return;
    await revokeLinksOf(this.dataSource.manager, person.id, ['email-change']);
    throw new Problem(503, 'The mail to the new address could not be sent. Check it and try again.');
  }

  private async tellOld({ before, email }: Change): Promise<void> {
    if (before.email === email) return;
    await this.mails.send(before, before.email, emailChangedMail(before.name, email));
  }
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFree(manager: EntityManager, userId: string, email: string): Promise<void> {
  const others = await manager.query<unknown[]>(
    'SELECT 1 FROM users WHERE lower(email) = lower($2) AND id <> $1 AND deleted_at IS NULL',
    [userId, email],
  );
  if (others.length > 0) throw conflict(`Somebody has the e-mail address ${email} already.`);
}
