import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { TeamRole } from '../authorization.js';
import type { Role } from '../role.js';
import { TEAMS_OF_PERSON, teamsOf, type Holder } from '../token-check.js';
import { hashSessionSecret } from './session-secret.js';

/** A sign-in or confirmation holds so long for what asks for one. */
const CONFIRMED_FOR = '15 minutes';

/** An SQL condition: `session` is within both of its limits. @param idleHours the placeholder of the idle limit */
export const IS_LIVE = (idleHours: string): string => `(session.expires_at > rouse_now()
  AND session.last_seen_at > rouse_now() - make_interval(hours => ${idleHours}::int))`;

interface SessionRow {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly teams: Readonly<Record<string, TeamRole>> | null;
  readonly isConfirmed: boolean;
  readonly wasSeenLately: boolean;
}

/** Finds whose session it is. Asks the database each time, so that a session that was ended is refused at once. */
@Injectable()
export class SessionCheck {
  private readonly beingMarked = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'sessions'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The person of a session that is within its limits; else null. */
  async holderOf(secret: string): Promise<Holder | null> {
    const [row] = await this.dataSource.query<SessionRow[]>(
      `SELECT session.id AS "sessionId", person.id AS "userId", person.name, person.role,
              ${TEAMS_OF_PERSON} AS teams,
              session.confirmed_at > rouse_now() - $3::interval AS "isConfirmed",
              session.last_seen_at > rouse_now() - interval '1 minute' AS "wasSeenLately"
         FROM sessions session JOIN current_users person ON person.id = session.user_id
        WHERE session.secret_hash = $1 AND ${IS_LIVE('$2')}`,
      [hashSessionSecret(secret), this.settings.sessions.idleHours, CONFIRMED_FOR],
    );
    if (!row) return null;
    const { wasSeenLately, sessionId, teams, isConfirmed, ...person } = row;
    if (!wasSeenLately) void this.markSeen(sessionId);
    return {
      ...person,
      teams: teamsOf(teams),
      scopes: null,
      credential: { kind: 'session', id: sessionId, isConfirmed },
    };
  }

  /** Which of these sessions, known by id, still hold: for who stays connected. */
  async stillValid(sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT session.id FROM sessions session JOIN current_users person ON person.id = session.user_id
        WHERE session.id = ANY ($1::uuid[]) AND ${IS_LIVE('$2')}`,
      [sessionIds, this.settings.sessions.idleHours],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Beside the request, not before it, and at most once a minute. */
  private async markSeen(sessionId: string): Promise<void> {
    if (this.beingMarked.has(sessionId)) return;
    this.beingMarked.add(sessionId);
    try {
      await this.dataSource.query(
        `UPDATE sessions SET last_seen_at = rouse_now()
          WHERE id = $1 AND last_seen_at <= rouse_now() - interval '1 minute'`,
        [sessionId],
      );
    } catch (error) {
      this.logger.warn({ err: error, sessionId }, 'When a session was last seen could not be written');
    } finally {
      this.beingMarked.delete(sessionId);
    }
  }
}
