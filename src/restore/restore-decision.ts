/**
 * Where a database lives, as far as it tells: the number of the server's files, the database within it, and the
 * timeline, which PostgreSQL counts up when a copy of the files goes on by itself. Null: it does not tell.
 */
export interface DatabasePlace {
  readonly systemIdentifier: string | null;
  readonly databaseOid: string | null;
  readonly timeline: string | null;
}

/** What the database remembers of its place; all null with no time: it is new, or was upgraded a moment ago. */
export interface RememberedPlace extends DatabasePlace {
  /** When a worker last saw it there. */
  readonly seenAt: Date | null;
}

/**
 * - `same`: it is where it was, however long nobody looked: an outage is no restore
 * - `first`: nobody has looked before
 * - `moved`: it is elsewhere, and goes on where it stopped: a standby took over, or the server was upgraded
 * - `missing-place`, `other-place`: it was restored
 */
export type RestoreDecision = 'same' | 'first' | 'moved' | 'missing-place' | 'other-place';

/**
 * A database that is elsewhere and that no worker has seen for longer was restored. A standby takes over within it, and
 * what is later than this is old news anyway. So much may a standby that takes over have missed.
 */
const GAP_MS = 5 * 60_000;

/**
 * Whether the database was restored since a worker last saw it. Backups are made without the remembered place, so that
 * one that remembers none was restored, however fresh it is. A process that ran all the time knows better than the clock:
 * what goes on where it last saw it has lost nothing, and was only away, for however long.
 * @param remembered null: there is no row
 * @param lastSeen the last time that this process knows to have been remembered; null: it has only just started
 */
export function decideRestore(
  remembered: RememberedPlace | null,
  found: DatabasePlace,
  now: Date,
  lastSeen: Date | null,
): RestoreDecision {
  if (remembered === null) return 'missing-place';
  if (remembered.seenAt === null) return 'first';
  if (!isElsewhere(remembered, found)) return 'same';
  const until = lastSeen ?? now;
  return until.getTime() - remembered.seenAt.getTime() > GAP_MS ? 'other-place' : 'moved';
}

/** What one of the two does not tell is not compared. */
function isElsewhere(remembered: DatabasePlace, found: DatabasePlace): boolean {
  const parts = ['systemIdentifier', 'databaseOid', 'timeline'] as const;
  return parts.some(
    (part) => remembered[part] !== null && found[part] !== null && remembered[part] !== found[part],
  );
}
