import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { impossible, notFound } from '../../platform/http/problem.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { Role } from '../role.js';
import { PasswordHashing } from './password-hashing.js';
import { ownWordIn } from './password-schema.js';

interface StoredPassword {
  readonly userId: string;
  readonly hash: string | null;
  readonly version: string | null;
}

export type PasswordAttempt =
  | { readonly isRight: true; readonly userId: string; readonly version: string }
  | { readonly isRight: false; readonly userId: string | null };

/** The passwords of people: stored as Argon2id hashes, and checked. */
@Injectable()
export class Passwords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hashing: PasswordHashing,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'singleSignOn'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Gives a person a password, in place of any former one, inside somebody's transaction. Sessions and the audit log
   * are for the caller.
   * @param password one that `passwordSchema` has let through
   * @param path of the password in the request, for faults
   * @throws Problem 404 for nobody; 422 where it contains the name in front of the person's @, or passwords are for
   *   admins only and they are none
   */
  async set(manager: EntityManager, userId: string, password: string, path = 'password'): Promise<void> {
    const [person] = await manager.query<{ email: string; role: Role }[]>(
      'SELECT email, role FROM current_users WHERE id = $1',
      [userId],
    );
    if (!person) throw notFound('user');
    if (this.areForAdminsOnly && person.role !== 'admin')
      throw impossible([{ path, message: 'is for admins only here: sign in by single sign-on' }]);
    const word = ownWordIn(password, person.email);
    if (word !== null) throw impossible([{ path, message: `must not contain ${word}` }]);
    await manager.query(
      `INSERT INTO passwords (user_id, hash) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = rouse_now()`,
      [userId, await this.hashing.hash(password)],
    );
  }

  /**
   * Whether somebody signs in by this e-mail address and password. It takes as long whatever is wrong; the account that
   * was meant is for the audit log, and never for the answer.
   */
  async check(email: string, password: string): Promise<PasswordAttempt> {
    const [person] = await this.dataSource.query<StoredPassword[]>(
      `SELECT person.id AS "userId", password.hash, password.set_at::text AS version
         FROM current_users person LEFT JOIN passwords password
           ON password.user_id = person.id AND (person.role = 'admin' OR NOT $2::boolean)
        WHERE lower(person.email) = lower($1)`,
      [email.trim(), this.areForAdminsOnly],
    );
    const isRight = await this.matches(person ?? null, password);
    if (!isRight || !person || person.version === null)
      return { isRight: false, userId: person?.userId ?? null };
    return { isRight: true, userId: person.userId, version: person.version };
  }

  /**
   * Keeps the password that was right from being changed until the transaction ends, so that a change ends the sessions
   * of everybody who came in by the former one.
   * @returns false where it was changed since
   */
  async hold(manager: EntityManager, userId: string, version: string): Promise<boolean> {
    const held = await manager.query<unknown[]>(
      'SELECT 1 FROM passwords WHERE user_id = $1 AND set_at = $2::timestamptz FOR SHARE',
      [userId, version],
    );
    return held.length > 0;
  }

  /** Whether this is the password of a person who is signed in; false for whoever has none. */
  async isOf(userId: string, password: string): Promise<boolean> {
    const [stored] = await this.dataSource.query<StoredPassword[]>(
      'SELECT user_id AS "userId", hash, set_at::text AS version FROM passwords WHERE user_id = $1',
      [userId],
    );
    return this.matches(stored ?? null, password);
  }

  /** Single sign-on may be the only way, but for admins: a provider that is broken must not lock everybody out. */
  private get areForAdminsOnly(): boolean {
    return this.settings.singleSignOn?.only === true;
  }

  private async matches(stored: StoredPassword | null, password: string): Promise<boolean> {
    const hash = stored?.hash ?? null;
    const isRight = await this.hashing.verify(hash, password);
    if (isRight && stored !== null && hash !== null && this.hashing.isOutdated(hash))
      await this.rehash(stored.userId, hash, password);
    return isRight;
  }

  /** Nobody is kept out because a stronger hash could not be written. */
  private async rehash(userId: string, former: string, password: string): Promise<void> {
    try {
      await this.dataSource.query('UPDATE passwords SET hash = $3 WHERE user_id = $1 AND hash = $2', [
        userId,
        former,
        await this.hashing.hash(password),
      ]);
    } catch (error) {
      this.logger.warn({ err: error, userId }, 'A password could not be hashed anew; the next sign-in tries');
    }
  }
}
