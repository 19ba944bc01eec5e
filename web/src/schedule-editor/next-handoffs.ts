import type { Schema } from '../api/client';

type Shift = Schema<'Shifts'>['items'][number];

/** Whose turn begins when. */
export interface Handoff {
  readonly at: string;
  readonly userId: string;
}

/** The turns of one layer: who has it at the beginning of the window, and the hand-offs after it. */
export function handoffsOf(
  items: readonly Shift[],
  from: string,
  most: number,
): { now: string | null; next: Handoff[] } {
  const seen = new Set<number>();
  const next: Handoff[] = [];
  let now: string | null = null;
  for (const { start, userId, source } of items) {
    if (source.kind !== 'layer' || seen.has(source.handoff)) continue;
    seen.add(source.handoff);
    if (Date.parse(start) <= Date.parse(from)) now = userId;
    else next.push({ at: start, userId });
  }
  return { now, next: next.slice(0, most) };
}
