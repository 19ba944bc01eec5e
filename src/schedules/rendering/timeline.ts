import type { Interval } from './interval.js';
import type { Gap, Shift, ShiftSource } from './schedule-definition.js';
import type { Instant } from './zone-clock.js';

/** A shift or part of one, in instants. A timeline is a list of pieces in order that do not overlap. */
export interface Piece extends Interval {
  userId: string;
  source: ShiftSource;
}

/** Lays one timeline over another: where both cover a moment, `above` is seen. */
export function overlay(below: readonly Piece[], above: readonly Piece[]): Piece[] {
  if (below.length === 0) return [...above];
  const result: Piece[] = [];
  let next = 0;
  let piece = below[next];
  for (const cover of above) {
    while (piece && piece.end <= cover.start) {
      result.push(piece);
      piece = below[++next];
    }
    if (piece && piece.start < cover.start) result.push({ ...piece, end: cover.start });
    result.push(cover);
    while (piece && piece.end <= cover.end) piece = below[++next];
    if (piece && piece.start < cover.end) piece = { ...piece, start: cover.end };
  }
  while (piece) {
    result.push(piece);
    piece = below[++next];
  }
  return result;
}

function isSameSource(left: ShiftSource, right: ShiftSource): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind || left.id !== right.id) return false;
  return left.kind === 'override' || right.kind === 'override' || left.handoff === right.handoff;
}

/** Joins touching pieces of the same user and source; two turns are never joined. */
export function joinPieces(pieces: readonly Piece[]): Shift[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (
      last &&
      last.end === piece.start &&
      last.userId === piece.userId &&
      isSameSource(last.source, piece.source)
    ) {
      joined[joined.length - 1] = { ...last, end: piece.end };
    } else joined.push(piece);
  }
  return joined.map(({ start, end, userId, source }) => ({
    start: new Date(start),
    end: new Date(end),
    userId,
    source: { ...source },
  }));
}

/** What the shifts leave open between two instants. */
export function gapsBetween(shifts: readonly Shift[], from: Instant, to: Instant): Gap[] {
  const gaps: Gap[] = [];
  let coveredTo = from;
  for (const { start, end } of shifts) {
    if (start.getTime() > coveredTo) gaps.push({ start: new Date(coveredTo), end: new Date(start) });
    coveredTo = end.getTime();
  }
  if (coveredTo < to) gaps.push({ start: new Date(coveredTo), end: new Date(to) });
  return gaps;
}
