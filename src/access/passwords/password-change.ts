import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { AccountMailer } from '../account-mail.js';
import { AuditLog } from '../audit-log.js';
import type { Principal } from '../principal.js';
import { Sessions } from '../sessions/sessions.js';
import { SignIn } from '../sessions/sign-in.js';
import type { PasswordChangeInput } from './password-change-schema.js';
import { Passwords } from './passwords.js';

/** People change their own password, by showing the one that they have. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly auditLog: AuditLog,
    private readonly mailer: AccountMailer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Whoever else is signed in as this person is signed out, and the person is told.
   * @throws Problem 422 for a wrong current password, or a new one that will not do
   */
  async change(principal: Principal, { currentPassword, newPassword }: PasswordChangeInput): Promise<void> {
    await this.signIn.requirePassword(principal, currentPassword, 'currentPassword');
    const { kind, id } = principal.credential;
    const sessionId = kind === 'session' ? id : undefined;
    await this.dataSource.transaction(async (manager) => {
      await this.passwords.set(manager, principal.userId, newPassword, 'newPassword');
      const sessionsEnded = await this.sessions.endAllOf(manager, principal.userId, sessionId);
      await manager.query('UPDATE sessions SET confirmed_at = rouse_now() WHERE id = $1', [
        sessionId ?? null,
      ]);
      await this.auditLog.record(manager, principal, {
        action: 'password.change',
        objectType: 'user',
        objectId: principal.userId,
        after: { sessionsEnded },
      });
    });
    void this.tell(principal);
  }

  /** Beside the request: the change holds, whether or not a mail can be sent now. */
  private async tell({ userId, sourceAddress }: Principal): Promise<void> {
    try {
      const [person] = await this.dataSource.query<{ name: string; email: string }[]>(
        'SELECT name, email FROM current_users WHERE id = $1',
        [userId],
      );
      if (!person) return;
      await this.mailer.send({
        to: { userId, ...person },
        subject: 'Your password was changed',
        text: [
          `Hello ${person.name},`,
          '',
          `your password of Rouse was changed, from ${sourceAddress}. Everybody else who was signed in as you was signed out.`,
          '',
          'If it was not you, tell an admin at once.',
        ].join('\n'),
      });
    } catch (error) {
      this.logger.warn({ err: error, userId }, 'A person could not be told that their password was changed');
    }
  }
}
