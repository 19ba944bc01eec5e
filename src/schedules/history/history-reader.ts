import type { EntityManager } from 'typeorm';
import type {
  AbsenceDefinition,
  LayerDefinition,
  OverrideDefinition,
  ScheduleDefinition,
} from '../rendering/schedule-definition.js';
import type { RecordedChange, ScheduleHistory } from './schedule-history.js';

/** More changes than this are not read of one schedule: its history ends where they do. */
export const MOST_CHANGES = 100_000;

/** Which schedules: these, archived or not; or one page of those that are not, in the order of their making. */
export type WhichSchedules =
  { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number };

/** Milliseconds since 1970, as JSON carries them. */
const instant = (time: string): string => `floor(extract(epoch FROM ${time}) * 1000)`;

/**
 * A schedule's overrides as they were known at some time, in the order of their making. The end of one that was cut
 * short later is the one it had; one that was taken back later was there.
 */
const overridesAt = (known: string, from: string, to: string): string => `
  (SELECT json_agg(json_build_object('id', o.id, 'start', ${instant('o.starts_at')}, 'end', ${instant('o.known_end')},
      'userId', o.user_id, 'replaces', o.replaces) ORDER BY o.made_order)
   FROM (SELECT *, coalesce((SELECT cut.end_before FROM override_cuts cut
             WHERE cut.override_id = overrides.id AND cut.cut_at > ${known} ORDER BY cut.cut_at LIMIT 1),
           ends_at) AS known_end
         FROM overrides WHERE schedule_id = s.id AND starts_at < ${to}
           AND created_at <= ${known} AND (deleted_at IS NULL OR deleted_at > ${known})) o
   WHERE o.known_end > ${from})`;

/** The same as known now, which is asked most, by an index. */
const overridesNow = (from: string, to: string): string => `
  (SELECT json_agg(json_build_object('id', o.id, 'start', ${instant('o.starts_at')}, 'end', ${instant('o.ends_at')},
      'userId', o.user_id, 'replaces', o.replaces) ORDER BY o.made_order)
   FROM overrides o
   WHERE o.schedule_id = s.id AND o.deleted_at IS NULL AND o.ends_at > ${from} AND o.starts_at < ${to})`;

/** The absences of some people as they were known at some time. */
const absencesAt = (userIds: string, known: string, from: string, to: string): string => `
  (SELECT json_agg(json_build_object('userId', a.user_id, 'start', ${instant('a.starts_at')},
      'end', ${instant('a.known_end')}))
   FROM (SELECT *, CASE WHEN withdrawn_at <= ${known} THEN least(ends_at, withdrawn_at) ELSE ends_at END AS known_end
         FROM absences WHERE user_id = ANY (${userIds}) AND ends_at > ${from} AND starts_at < ${to}
           AND created_at <= ${known}) a
   WHERE a.known_end > a.starts_at)`;

/** Where the window begins: for the recorder, where the record of each schedule ends. */
const FROM = 'coalesce($3::timestamptz, r.recorded_until)';

/**
 * One statement, so that a change by somebody else is in all of it or in none. $1 and $2 say which schedules, $3 and
 * $4 the window, $5 the time whose knowledge is asked for: null for now.
 */
const statement = (where: string, knownAt: Date | null): string => `
SELECT s.id, s.name, latest.version IS NOT NULL AS known,
  ${instant('r.recorded_from')} AS "recordedFrom",
  ${instant('least(r.recorded_until, $5)')} AS "recordedUntil",
  CASE WHEN ${FROM} <= r.recorded_until THEN
    (SELECT json_agg(json_build_object('at', ${instant('h.starts_at')}, 'userId', h.user_id, 'source', h.source)
        ORDER BY h.starts_at)
     FROM (SELECT * FROM shift_history
           WHERE schedule_id = s.id AND starts_at < $4 AND starts_at >= coalesce(
             (SELECT max(starts_at) FROM shift_history WHERE schedule_id = s.id AND starts_at <= ${FROM}), ${FROM})
           ORDER BY starts_at LIMIT ${MOST_CHANGES}) h)
  END AS recorded,
  latest.definition AS latest,
  ${
    knownAt === null
      ? overridesNow(`greatest(${FROM}, r.recorded_until)`, '$4')
      : overridesAt('$5', `greatest(${FROM}, least(r.recorded_until, $5))`, '$4')
  } AS "latestOverrides",
  ${absencesAt('latest.user_ids', `coalesce($5, 'infinity')`, FROM, '$4')} AS "latestAbsences",
  first.definition AS first,
  CASE WHEN first.version IS NOT NULL
    THEN ${overridesAt('r.recorded_from', FROM, 'r.recorded_from')} END AS "firstOverrides"
FROM schedules s
JOIN shift_recordings r ON r.schedule_id = s.id
LEFT JOIN LATERAL (SELECT version, definition, user_ids FROM schedule_versions v
  WHERE v.schedule_id = s.id AND ($5::timestamptz IS NULL OR v.made_at <= $5)
  ORDER BY v.version DESC LIMIT 1) latest ON true
LEFT JOIN LATERAL (SELECT version, definition FROM schedule_versions v
  WHERE v.schedule_id = s.id AND r.recorded_from > ${FROM} ORDER BY v.version LIMIT 1) first ON true
WHERE ${where}`;

/** Text as JSON carries it: a definition as it was stored, times as instants. */
interface HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly known: boolean;
  readonly recordedFrom: string;
  readonly recordedUntil: string;
  readonly recorded: RecordedChange[] | null;
  readonly latest: StoredDefinition | null;
  readonly latestOverrides: Timed<OverrideDefinition>[] | null;
  readonly latestAbsences: Timed<AbsenceDefinition>[] | null;
  readonly first: StoredDefinition | null;
  readonly firstOverrides: Timed<OverrideDefinition>[] | null;
}

interface StoredDefinition {
  readonly timeZone: string;
  readonly layers: readonly LayerDefinition[];
}

type Timed<Thing> = Omit<Thing, 'start' | 'end'> & { readonly start: number; readonly end: number };

/**
 * What is known of some schedules within a window: one query, however many there are.
 * @param window `from` null: of each schedule from where its record ends
 * @param knownAt reads what was known then: later changes, cuts and withdrawals are not in it; null: all of it
 * @returns in the order of their making; ids of nothing are left out
 */
export async function readHistories(
  manager: EntityManager,
  which: WhichSchedules,
  { from, to }: { readonly from: Date | null; readonly to: Date },
  knownAt: Date | null = null,
): Promise<ScheduleHistory[]> {
  const byId = 'ids' in which;
  const where = byId
    ? 's.id = ANY ($1::uuid[]) AND $2::int IS NULL ORDER BY s.id'
    : 's.archived_at IS NULL AND ($1::uuid IS NULL OR s.id > $1) ORDER BY s.id LIMIT $2';
  const rows = await manager.query<HistoryRow[]>(statement(where, knownAt), [
    byId ? which.ids : which.after,
    byId ? null : which.limit,
    from,
    to,
    knownAt,
  ]);
  return rows.map(toHistory);
}

function toHistory(row: HistoryRow): ScheduleHistory {
  return {
    id: row.id,
    name: row.name,
    known: row.known,
    recordedFrom: Number(row.recordedFrom),
    recordedUntil: Number(row.recordedUntil),
    recorded: row.recorded ?? [],
    first: toDefinition(row.first, row.firstOverrides, null),
    latest: toDefinition(row.latest, row.latestOverrides, row.latestAbsences),
  };
}

function toDefinition(
  stored: StoredDefinition | null,
  overrides: readonly Timed<OverrideDefinition>[] | null,
  absences: readonly Timed<AbsenceDefinition>[] | null,
): ScheduleDefinition | null {
  if (stored === null) return null;
  return {
    timeZone: stored.timeZone,
    layers: stored.layers,
    overrides: (overrides ?? []).map(withDates),
    absences: (absences ?? []).map(withDates),
  };
}

function withDates<Thing extends { readonly start: number; readonly end: number }>(thing: Thing) {
  return { ...thing, start: new Date(thing.start), end: new Date(thing.end) };
}
