import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { Sessions, type BegunSession } from '../../access/sessions/sessions.js';
import type { SignInSource } from '../../access/sessions/sign-in-source.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { AccountMails } from '../account-links/account-mails.js';
import { findLink, linkIsOver, revokeLinksOf, useLink } from '../account-links/account-links.js';
import { personOf, type LinkedPerson } from '../account-links/linked-person.js';
import { passwordChangedMail } from './password-reset-mails.js';
import type { Completion } from './password-reset-schema.js';

/** Gives somebody with a reset link their new password. */
@Injectable()
export class PasswordResetCompletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly mails: AccountMails,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /** Whose link it is; null where it is not good. Changes nothing: programs that preview links look too. */
  async look(secret: string): Promise<LinkedPerson | null> {
    const { manager } = this.dataSource;
    const link = await findLink(manager, 'password-reset', secret);
    return link === null ? null : personOf(manager, link.userId);
  }

  /**
   * Sets the password, ends every session and every other link of the person, begins a session, and tells them by mail.
   * Of two at once one wins.
   * @throws Problem 404 for a link that is not good, for whatever reason; 422 for a password that is easily guessed
   */
  async complete({ secret, password }: Completion, source: SignInSource): Promise<BegunSession> {
    const { session, person } = await this.dataSource.transaction(async (manager) => {
      const link = await useLink(manager, 'password-reset', secret);
      if (link === null) throw linkIsOver();
      const { userId } = link;
      await this.passwords.set(manager, userId, password);
      const sessionsEnded = await this.sessions.endAllOf(manager, userId);
      await revokeLinksOf(manager, userId);
      const begun = await this.sessions.begin(manager, userId, source);
      await this.auditLog.record(manager, begun.principal, {
        action: 'password-reset.complete',
        objectType: 'user',
        objectId: userId,
        after: { sessionsEnded },
      });
      return { session: begun, person: await personOf(manager, userId) };
    });
    const { name, email } = person;
    // The answer does not wait for the mail server: the change stands, and a mail that fails is in the log.
    void this.mails.send(person, email, passwordChangedMail(name, this.settings.publicUrl));
    return session;
  }
}
