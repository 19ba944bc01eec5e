import type { OverrideDefinition, Shift } from '../rendering/schedule-definition.js';

/** An override that keeps an agreement, and the one by which it had taken effect. */
export interface KeptAgreement extends Omit<OverrideDefinition, 'id'> {
  readonly overrideId: string;
}

/**
 * What has to be laid on top so that a new absence breaks no agreement. Whoever gave a shift away may then say that
 * they are away: the layers put somebody else in their place, or nobody, so an override that replaces them no longer
 * takes effect, and the one who agreed would be off call unasked.
 * @param before the final shifts without the absence, in order
 * @param after the same window with it, in order
 * @param agreedIds the overrides that are agreements
 */
export function keptAgreements(
  before: readonly Shift[],
  after: readonly Shift[],
  agreedIds: ReadonlySet<string>,
): KeptAgreement[] {
  return before.flatMap((shift) => {
    const { source, userId } = shift;
    if (source.kind !== 'override' || !agreedIds.has(source.id)) return [];
    return piecesOf(after, shift)
      .filter(({ holderId }) => holderId !== userId)
      .map(({ start, end, holderId }) => ({ start, end, userId, replaces: holderId, overrideId: source.id }));
  });
}

/** Who is on call through a stretch, piece by piece; nobody is a piece too. */
function piecesOf(
  shifts: readonly Shift[],
  { start, end }: Pick<Shift, 'start' | 'end'>,
): { start: Date; end: Date; holderId: string | null }[] {
  const pieces: { start: Date; end: Date; holderId: string | null }[] = [];
  let from = start;
  for (const shift of shifts) {
    if (shift.end <= from) continue;
    if (shift.start >= end) break;
    if (shift.start > from) pieces.push({ start: from, end: shift.start, holderId: null });
    const begins = shift.start > from ? shift.start : from;
    from = shift.end < end ? shift.end : end;
    pieces.push({ start: begins, end: from, holderId: shift.userId });
  }
  if (from < end) pieces.push({ start: from, end, holderId: null });
  return pieces;
}
