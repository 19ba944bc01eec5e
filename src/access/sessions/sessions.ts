import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/identifier.js';
import { notFound } from '../../platform/http/problem.js';
import { AuditLog } from '../audit-log.js';
import type { Principal } from '../principal.js';
import type { Role } from '../role.js';
import type { SignedIn } from './session-schema.js';
import { hashSessionSecret, newSessionSecret } from './session-secret.js';
import type { SignInSource } from './sign-in-source.js';

/** A session that has just begun. The secret is for the browser's cookie and nothing else. */
export interface BegunSession {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: Date;
  /** Whoever signed in, as the one who does what happens with it. */
  readonly principal: Principal;
  /** What the answer says. */
  readonly signedIn: SignedIn;
}

interface BegunRow {
  readonly expiresAt: Date;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly role: Role;
}

/** The sessions of people's browsers. */
@Injectable()
export class Sessions {
  constructor(
    private readonly auditLog: AuditLog,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'sessions'>,
  ) {}

  /**
   * Begins a session inside somebody's transaction, for a person who has shown who they are; the session that the
   * browser had until now ends.
   * @param shownSecondsAgo how long ago they showed it; null where nobody knows, which confirms nothing
   * @throws Problem 404 for nobody, somebody who has left, or a program's account
   */
  async begin(
    manager: EntityManager,
    userId: string,
    source: SignInSource,
    shownSecondsAgo: number | null = 0,
  ): Promise<BegunSession> {
    const id = newId();
    const secret = newSessionSecret();
    if (typeof source.formerSecret === 'string')
      await manager.query('DELETE FROM sessions WHERE secret_hash = $1', [
        hashSessionSecret(source.formerSecret),
      ]);
    const [row] = await manager.query<BegunRow[]>(
      `WITH begun AS (
         INSERT INTO sessions (id, user_id, secret_hash, source_address, user_agent, expires_at, confirmed_at)
         SELECT $1, person.id, $3, $4, $5, rouse_now() + make_interval(days => $6),
                coalesce(rouse_now() - make_interval(secs => $7), '-infinity')
           FROM current_users person WHERE person.id = $2
         RETURNING user_id, expires_at)
       SELECT begun.expires_at AS "expiresAt", person.name, person.email, person.time_zone AS "timeZone", person.role
         FROM begun JOIN current_users person ON person.id = begun.user_id`,
      [
        id,
        userId,
        hashSessionSecret(secret),
        source.sourceAddress,
        source.userAgent,
        this.settings.sessions.days,
        shownSecondsAgo,
      ],
    );
    if (!row) throw notFound('user');
    const { expiresAt, ...person } = row;
    const principal: Principal = {
      userId,
      name: person.name,
      role: person.role,
      teams: new Map(),
      scopes: null,
      credential: { kind: 'session', id },
      sourceAddress: source.sourceAddress,
    };
    await this.auditLog.record(manager, principal, {
      action: 'session.begin',
      objectType: 'session',
      objectId: id,
      after: { userId, userAgent: source.userAgent },
    });
    const signedIn = { sessionId: id, expiresAt: expiresAt.toISOString(), user: { id: userId, ...person } };
    return { id, secret, expiresAt, principal, signedIn };
  }

  /**
   * Ends the sessions of a person at once, but for one; the change that calls for it is the one that is audited.
   * @returns how many ended
   */
  async endAllOf(manager: EntityManager, userId: string, exceptSessionId?: string): Promise<number> {
    const [, ended] = await manager.query<[unknown[], number]>(
      'DELETE FROM sessions WHERE user_id = $1 AND ($2::uuid IS NULL OR id <> $2)',
      [userId, exceptSessionId ?? null],
    );
    return ended;
  }

  /** Ends the sessions of everybody. @returns how many ended */
  async endEverybodys(manager: EntityManager): Promise<number> {
    const [, ended] = await manager.query<[unknown[], number]>('DELETE FROM sessions');
    return ended;
  }
}
