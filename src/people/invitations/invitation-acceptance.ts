import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { Sessions, type BegunSession } from '../../access/sessions/sessions.js';
import type { SignInSource } from '../../access/sessions/sign-in-source.js';
import { newId } from '../../platform/database/identifier.js';
import {
  findLink,
  linkIsOver,
  revokeLinksOf,
  useLink,
  type AccountLink,
} from '../account-links/account-links.js';
import { personOf, type LinkedPerson } from '../account-links/linked-person.js';
import type { Acceptance } from './invitation-schema.js';

/** Lets in who was invited. */
@Injectable()
export class InvitationAcceptance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  /** Who is invited by this link; null where it is not good. Changes nothing: programs that preview links look too. */
  async look(secret: string): Promise<LinkedPerson | null> {
    const { manager } = this.dataSource;
    const link = await findLink(manager, 'invitation', secret);
    return link === null ? null : personOf(manager, link.userId);
  }

  /**
   * Gives the invited person their password, name and time zone, and begins a session. Of two at once one wins.
   * @throws Problem 404 for a link that is not good, for whatever reason; 422 for a password that is easily guessed
   */
  accept({ secret, password, name, timeZone }: Acceptance, source: SignInSource): Promise<BegunSession> {
    return this.dataSource.transaction(async (manager) => {
      const link = await useLink(manager, 'invitation', secret);
      if (link === null) throw linkIsOver();
      const { userId } = link;
      const before = await personOf(manager, userId);
      await manager.query(
        'UPDATE users SET name = coalesce($2, name), time_zone = coalesce($3, time_zone) WHERE id = $1',
        [userId, name ?? null, timeZone ?? null],
      );
      await this.passwords.set(manager, userId, password);
      await revokeLinksOf(manager, userId);
      if (link.mailed) await verifyMailbox(manager, link);
      const session = await this.sessions.begin(manager, userId, source);
      await this.auditLog.record(manager, session.principal, {
        action: 'invitation.accept',
        objectType: 'invitation',
        objectId: link.id,
        before,
        after: session.signedIn.user,
      });
      return session;
    });
  }
}

/** The link came by mail and came back, which is what a verification code proves. From now on pages reach the person. */
async function verifyMailbox(manager: EntityManager, { userId, email }: AccountLink): Promise<void> {
  await manager.query(
    `INSERT INTO contact_methods AS method (id, user_id, type, address, verified_at, proven_at, proven_by)
     VALUES ($1, $2, 'email', $3, rouse_now(), rouse_now(), 'verification')
     ON CONFLICT (user_id, type, address) DO UPDATE
       SET verified_at = excluded.verified_at, proven_at = excluded.proven_at, proven_by = excluded.proven_by
     WHERE method.verified_at IS NULL AND method.disabled_at IS NULL`,
    [newId(), userId, email],
  );
}
