/** The seven days as RFC 5545 writes them, Monday first: the index is the weekday number used in this room. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock hours in which a layer is active: `from` inclusive, `to` exclusive; `to` at or before `from` passes midnight. */
export interface Restriction {
  days?: readonly Weekday[];
  /** `HH:MM` on the schedule's wall clock. */
  from: string;
  /** `HH:MM` on the schedule's wall clock; equal to `from` it means 24 hours. */
  to: string;
}

export interface LayerDefinition {
  id: string;
  name?: string;
  /** User ids; hand-off number k belongs to participant k mod n. */
  participants: readonly string[];
  /** Wall-clock time in the schedule's zone, `YYYY-MM-DDTHH:MM`, without an offset. */
  startsAt: string;
  endsAt: string | null;
  /** RFC 5545 RRULE without DTSTART, TZID, COUNT and UNTIL. */
  handoff: string;
  /** ISO 8601 duration measured on the wall clock; null: a shift lasts until the next hand-off. */
  shiftDuration: string | null;
  restrictions: readonly Restriction[];
  onAbsence: 'cover' | 'gap';
}

/** A change on top of the layers. With `replaces` it takes effect only where that person is on call. */
export interface OverrideDefinition {
  id: string;
  start: Date;
  end: Date;
  userId: string;
  replaces: string | null;
}

export interface AbsenceDefinition {
  userId: string;
  start: Date;
  end: Date;
}

export interface ScheduleDefinition {
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** Later in the list wins. */
  layers: readonly LayerDefinition[];
  /** In the order in which they were made; each applies to the result so far. */
  overrides: readonly OverrideDefinition[];
  absences: readonly AbsenceDefinition[];
}

export type ShiftSource = { kind: 'layer'; id: string; handoff: number } | { kind: 'override'; id: string };

/** One person's turn, or a piece of it: `[start, end)`. */
export interface Shift {
  start: Date;
  end: Date;
  userId: string;
  source: ShiftSource;
}

/** A time that nobody covers: `[start, end)`. */
export interface Gap {
  start: Date;
  end: Date;
}

export interface Rendering {
  /** In order, not overlapping, cut at the window's edges. */
  items: Shift[];
  gaps: Gap[];
}
