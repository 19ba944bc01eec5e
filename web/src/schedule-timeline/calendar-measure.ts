/** How wide the days of a timeline are drawn, and how fine one can drag on them. */
export interface Measure {
  readonly dayWidth: number;
  /** Hours between two fine lines. */
  readonly slotHours: number;
  /** The step of dragging, `HH:MM`. */
  readonly snap: string;
  /** Whether weekday and date stand one below the other, and hours have no room. */
  readonly isNarrow: boolean;
}

/** The column with the names of the lanes. */
export const NAMES_WIDTH = 140;

/** In less than these pixels nobody's name is written, only initials: never the short names alone. */
export const LEAST_NAME_WIDTH = 56;

/** So that the days fill the width; where they would get too narrow the timeline scrolls. */
export function measureFor(width: number, days: number): Measure {
  const room = Math.max(0, width - NAMES_WIDTH - 2);
  const least = days <= 7 ? 88 : days <= 14 ? 56 : 30;
  const dayWidth = Math.max(least, Math.floor((room / days) * 100) / 100);
  if (days <= 7) return { dayWidth, slotHours: 6, snap: '00:30', isNarrow: false };
  if (days <= 14) return { dayWidth, slotHours: 12, snap: '01:00', isNarrow: false };
  return { dayWidth, slotHours: 24, snap: '03:00', isNarrow: true };
}
