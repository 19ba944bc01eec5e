import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { conflict, impossible } from '../../platform/http/problem.js';
import { AuditLog } from '../audit-log.js';
import { ADMINISTRATOR_EMAIL } from '../admin-token.js';
import { Passwords } from '../passwords/passwords.js';
import { Sessions, type BegunSession } from '../sessions/sessions.js';
import type { SignInSource } from '../sessions/sign-in-source.js';
import { hashSetUpCode, newSetUpCode } from './set-up-code.js';
import type { SetUpInput } from './set-up-schema.js';

/** Any number will do, as long as it is Rouse's own: of two who set up at once, one waits and is told. */
const SET_UP_LOCK = 7_683_210;
/** A code stands in a terminal, or in a log: a forgotten one is not to open Rouse next year. */
const CODE_HOLDS_FOR = '7 days';

/**
 * The first admin who can sign in. Whoever reads what a start of Rouse prints is the one who runs it, so a code printed
 * there is the key; it is offered for as long as no admin can sign in.
 */
@Injectable()
export class SetUp {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly auditLog: AuditLog,
  ) {}

  async isNeeded(): Promise<boolean> {
    const [state] = await this.dataSource.query<{ isNeeded: boolean }[]>(`SELECT ${IS_NEEDED} AS "isNeeded"`);
    return state?.isNeeded === true;
  }

  /** A new code for the terminal, or null where nothing is to be set up. Each process has one of its own. */
  async newCode(): Promise<string | null> {
    if (!(await this.isNeeded())) return null;
    const code = newSetUpCode();
    await this.dataSource.query(
      `WITH forgotten AS (DELETE FROM set_up_codes WHERE created_at <= rouse_now() - $2::interval)
       INSERT INTO set_up_codes (code_hash) VALUES ($1)`,
      [hashSetUpCode(code), CODE_HOLDS_FOR],
    );
    return code;
  }

  /**
   * Makes the admin, or gives a password and the role to the person who has this e-mail address already, and signs them
   * in. All codes are void then.
   * @throws Problem 409 once an admin can sign in; 422 for a code that is none, or a password that will not do
   */
  async complete(input: SetUpInput, source: SignInSource): Promise<BegunSession> {
    // Whoever guesses codes gets neither a lock nor a password hashed.
    await requireCode(this.dataSource.manager, input.code);
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [SET_UP_LOCK]);
      await requireCode(manager, input.code);
      const userId = await this.makeAdmin(manager, input);
      await this.passwords.set(manager, userId, input.password);
      await manager.query('DELETE FROM set_up_codes');
      return this.sessions.begin(manager, userId, source);
    });
  }

  private async makeAdmin(manager: EntityManager, { name, email, timeZone }: SetUpInput): Promise<string> {
    const [existing] = await manager.query<{ id: string; role: string }[]>(
      `SELECT id, role FROM users WHERE lower(email) = lower($1) AND deleted_at IS NULL AND kind = 'person' FOR UPDATE`,
      [email],
    );
    const id = existing?.id ?? newId();
    if (existing) await manager.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [id]);
    else
      await manager.query(
        `INSERT INTO users (id, name, email, time_zone, role) VALUES ($1, $2, $3, $4, 'admin')`,
        [id, name, email, timeZone],
      );
    await this.auditLog.record(manager, 'system', {
      action: 'set-up.complete',
      objectType: 'user',
      objectId: id,
      ...(existing ? { before: { role: existing.role } } : {}),
      after: existing ? { role: 'admin' } : { name, email, timeZone, role: 'admin' },
    });
    return id;
  }
}

/**
 * An SQL expression: no admin can sign in. One who comes by the environment's token only cannot, nor can the people of
 * the demo.
 */
const IS_NEEDED = `NOT EXISTS (SELECT 1 FROM current_users person JOIN sign_in_ways way ON way.user_id = person.id
  WHERE person.role = 'admin' AND lower(person.email) <> '${ADMINISTRATOR_EMAIL}')`;

/** One statement, so that whoever comes a moment too late is told so, and not that their code is wrong. */
async function requireCode(manager: EntityManager, code: string): Promise<void> {
  const [state] = await manager.query<{ isNeeded: boolean; isKnown: boolean }[]>(
    `SELECT ${IS_NEEDED} AS "isNeeded",
            EXISTS (SELECT 1 FROM set_up_codes
                     WHERE code_hash = $1 AND created_at > rouse_now() - $2::interval) AS "isKnown"`,
    [hashSetUpCode(code), CODE_HOLDS_FOR],
  );
  if (state?.isNeeded !== true)
    throw conflict('Rouse is set up already. Sign in, or ask an admin to invite you.');
  if (!state.isKnown)
    throw impossible([{ path: 'code', message: 'is not one that a start of Rouse has printed lately' }]);
}
