/** A stretch of time on a timeline: somebody's shift, hours that nobody covers, or somebody's absence. */
export interface TimelineShift {
  /** Stable and the only one of this timeline. */
  readonly id: string;
  readonly kind: 'shift' | 'gap' | 'away';
  readonly start: Date;
  readonly end: Date;
  /** Null for a gap. */
  readonly userId: string | null;
  /** Where it comes from, in words: `Weekly`, `override by Bo: dentist`. */
  readonly why: string;
  /** Whether it can be dragged to another time. */
  readonly isMovable?: boolean;
  /** Whether its end can be dragged. */
  readonly isResizable?: boolean;
}

/** A line of a timeline. */
export interface TimelineLane {
  readonly id: string;
  readonly name: string;
  /** The final line is the thickest, what makes it lies below. */
  readonly weight: 'final' | 'overrides' | 'layer';
  readonly shifts: readonly TimelineShift[];
  /** Whether a stretch can be drawn on it by dragging. */
  readonly takesStretches?: boolean;
}

/** `[start, end)`. */
export interface Stretch {
  readonly start: Date;
  readonly end: Date;
}

/** So many days from a day on, on the wall clock of a zone. */
export interface TimelineWindow {
  /** `2026-11-16`. */
  readonly firstDay: string;
  readonly days: number;
  /** In whose days and times it is shown (IANA name). */
  readonly zone: string;
}
