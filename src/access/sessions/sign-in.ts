import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Counter } from 'prom-client';
import { impossible, notFound, Problem } from '../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { AuditLog } from '../audit-log.js';
import { Passwords } from '../passwords/passwords.js';
import type { Principal } from '../principal.js';
import type { SignInInput } from './session-schema.js';
import { Sessions, type BegunSession } from './sessions.js';
import type { SignInSource } from './sign-in-source.js';

/** One answer for every reason: who has an account here is nobody's business. */
const REFUSED = 'The e-mail address or the password is wrong.';

/** People show who they are by their password: to sign in, and again before what is dangerous. */
@Injectable()
export class SignIn {
  private readonly attempts: Counter<'outcome'>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly auditLog: AuditLog,
    metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.attempts = new Counter({
      name: 'rouse_password_attempts_total',
      help: 'Passwords that people gave to sign in or to confirm, by outcome',
      labelNames: ['outcome'],
      registers: [metrics.registry],
    });
  }

  /** @throws Problem 401 in the same words, after the same time, for whatever is wrong */
  async byPassword({ email, password }: SignInInput, source: SignInSource): Promise<BegunSession> {
    const attempt = await this.passwords.check(email, password);
    if (!attempt.isRight) {
      await this.refused(attempt.userId, source.sourceAddress);
      throw new Problem(401, REFUSED);
    }
    this.attempts.inc({ outcome: 'right' });
    return this.dataSource.transaction(async (manager) => {
      const holds = await this.passwords.hold(manager, attempt.userId, attempt.version);
      if (!holds) throw new Problem(401, REFUSED);
      return this.sessions.begin(manager, attempt.userId, source);
    });
  }

  /**
   * The person of a session shows again who they are.
   * @throws Problem 404 for whoever came with a token, 422 for a wrong password
   */
  async confirm(principal: Principal, password: string): Promise<void> {
    if (principal.credential.kind !== 'session') throw notFound('session');
    await this.requirePassword(principal, password, 'password');
    await this.dataSource.query('UPDATE sessions SET confirmed_at = rouse_now() WHERE id = $1', [
      principal.credential.id,
    ]);
  }

  /** @throws Problem 422 at `path` unless it is the password of who asks; whoever has none has no right one */
  async requirePassword(principal: Principal, password: string, path: string): Promise<void> {
    if (await this.passwords.isOf(principal.userId, password)) {
      this.attempts.inc({ outcome: 'right' });
      return;
    }
    await this.refused(principal.userId, principal.sourceAddress);
    throw impossible([{ path, message: 'is not your password' }]);
  }

  /** Every attempt is logged and counted; the audit log has one a minute and account, so that nobody can fill it. */
  private async refused(userId: string | null, sourceAddress: string): Promise<void> {
    this.attempts.inc({ outcome: 'wrong' });
    this.logger.warn({ userId, sourceAddress }, 'A password was wrong');
    if (userId === null) return;
    await this.dataSource.transaction(async (manager) => {
      const [, told] = await manager.query<[unknown[], number]>(
        `UPDATE passwords SET refusal_told_at = rouse_now()
          WHERE user_id = $1 AND (refusal_told_at IS NULL OR refusal_told_at <= rouse_now() - interval '1 minute')`,
        [userId],
      );
      if (told === 0) return;
      await this.auditLog.record(manager, 'system', {
        action: 'session.refuse',
        objectType: 'user',
        objectId: userId,
      });
    });
  }
}
