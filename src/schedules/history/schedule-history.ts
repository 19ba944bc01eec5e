import { renderSchedule } from '../rendering/render-schedule.js';
import type { Rendering, ScheduleDefinition, ShiftSource } from '../rendering/schedule-definition.js';
import { gapsBetween, joinPieces, type Piece } from '../rendering/timeline.js';
import type { Instant } from '../rendering/zone-clock.js';

/** From `at` on this person was on call, until the next change; nobody: both are null. */
export interface RecordedChange {
  readonly at: Instant;
  readonly userId: string | null;
  readonly source: ShiftSource | null;
}

/** All that is known of a schedule for some window, from the beginning to the far future. */
export interface ScheduleHistory {
  readonly id: string;
  readonly name: string;
  /** False where nobody knew of the schedule yet at the time whose knowledge was asked for. */
  readonly known: boolean;
  /** The record reaches from here … */
  readonly recordedFrom: Instant;
  /** … to here, exclusive. No later than the time whose knowledge was asked for. */
  readonly recordedUntil: Instant;
  /** In order; the first may be from before the window. */
  readonly recorded: readonly RecordedChange[];
  /** The rules that stood when the record began: they tell what was before. Null: not asked for, or none. */
  readonly first: ScheduleDefinition | null;
  /** The rules that tell what comes after the record; null: the schedule is archived. */
  readonly latest: ScheduleDefinition | null;
}

/**
 * The final shifts of a window: before the record by the first rules, then as recorded, then by the latest rules.
 * Where two of them meet within a turn, it is one shift.
 * @param window instants, `from` inclusive, `to` exclusive; the history must have been read for it
 * @param mostTurns as in renderSchedule, for each of the parts that are rendered
 * @throws TooManyShiftsError as renderSchedule does
 */
export function renderHistory(
  history: ScheduleHistory,
  window: { from: Date; to: Date },
  mostTurns?: number,
): Rendering {
  const from = window.from.getTime();
  const to = window.to.getTime();
  if (!(from < to)) return { items: [], gaps: [] };
  if (!history.known) return { items: [], gaps: [{ start: new Date(from), end: new Date(to) }] };
  const { recordedFrom, recordedUntil, first, latest } = history;
  const items = joinPieces([
    ...byRules(first, from, Math.min(to, recordedFrom), mostTurns),
    ...recordedPieces(history, Math.max(from, recordedFrom), Math.min(to, recordedUntil)),
    ...byRules(latest, Math.max(from, recordedUntil), to, mostTurns),
  ]);
  return { items, gaps: gapsBetween(items, from, to) };
}

function byRules(
  definition: ScheduleDefinition | null,
  from: Instant,
  to: Instant,
  mostTurns: number | undefined,
): Piece[] {
  if (definition === null || from >= to) return [];
  const window = { from: new Date(from), to: new Date(to) };
  return renderSchedule(definition, window, mostTurns).items.map(({ start, end, ...shift }) => ({
    start: start.getTime(),
    end: end.getTime(),
    ...shift,
  }));
}

function recordedPieces({ recorded }: ScheduleHistory, from: Instant, to: Instant): Piece[] {
  return recorded.flatMap(({ at, userId, source }, index) => {
    const start = Math.max(at, from);
    const end = Math.min(recorded[index + 1]?.at ?? Infinity, to);
    return userId === null || source === null || start >= end ? [] : [{ start, end, userId, source }];
  });
}

/**
 * What has to be added to the record so that it reaches to `until`: one change for each moment from which somebody
 * else, or another turn, is on call.
 * @param history read for a window from the record's end to `until`
 */
export function changesUntil(history: ScheduleHistory, until: Instant): RecordedChange[] {
  const from = history.recordedUntil;
  const { items, gaps } = renderHistory(history, { from: new Date(from), to: new Date(until) });
  const changes: RecordedChange[] = [
    ...items.map(({ start, userId, source }) => ({ at: start.getTime(), userId, source })),
    ...gaps.map(({ start }) => ({ at: start.getTime(), userId: null, source: null })),
  ].sort((left, right) => left.at - right.at);
  const last = history.recorded.findLast(({ at }) => at < from);
  return last && changes[0] && isSameTurn(last, changes[0]) ? changes.slice(1) : changes;
}

function isSameTurn(left: RecordedChange, right: RecordedChange): boolean {
  if (left.userId !== right.userId) return false;
  if (left.source === null || right.source === null) return left.source === right.source;
  const [first, second] = [left.source, right.source].map((source) =>
    source.kind === 'layer' ? `layer ${source.id} ${source.handoff}` : `override ${source.id}`,
  );
  return first === second;
}
