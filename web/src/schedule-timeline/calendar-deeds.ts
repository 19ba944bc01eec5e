import type { Calendar } from '@event-calendar/core';
import type { Stretch, TimelineShift } from './lanes';
import { instantOf, wallClock } from '../design/wall-clock';

/** What somebody does on the calendar, as it tells it: by ids, and on the wall clock. */
export type Deed =
  | { readonly kind: 'look'; readonly id: string | null; readonly place: HTMLElement | null }
  | { readonly kind: 'pick'; readonly id: string; readonly place: HTMLElement }
  | Drawn
  | Moved;

interface Drawn {
  readonly kind: 'stretch';
  /** The lane's. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly place: DOMRect;
}

interface Moved {
  readonly kind: 'move';
  readonly id: string;
  /** Null: only its end moved. */
  readonly startBy: Calendar.Duration | null;
  readonly endBy: Calendar.Duration;
}

/** The calendar's handlers. What was dragged goes back at once: where it lies is for whoever gives the lanes to say. */
export const deedsOf = (tell: (deed: Deed) => void): Calendar.Options => ({
  eventClick: ({ event, el }) => {
    tell({ kind: 'pick', id: String(event.id), place: el });
  },
  eventMouseEnter: ({ event, el }) => {
    tell({ kind: 'look', id: String(event.id), place: el });
  },
  eventMouseLeave: () => {
    tell({ kind: 'look', id: null, place: null });
  },
  select: ({ startStr, endStr, resource, jsEvent }) => {
    tell({ kind: 'stretch', id: resource.id, from: startStr, to: endStr, place: pointOf(jsEvent) });
  },
  dragConstraint: ({ newResource }) => newResource === undefined,
  eventDrop: ({ event, delta, revert }) => {
    revert();
    tell({ kind: 'move', id: String(event.id), startBy: delta, endBy: delta });
  },
  eventResize: ({ event, endDelta, revert }) => {
    revert();
    tell({ kind: 'move', id: String(event.id), startBy: null, endBy: endDelta });
  },
});

/** Tells a stretch that was drawn, in instants; none where the clock skips all of it. */
export function tellStretch(
  { id, from, to, place }: Drawn,
  zone: string,
  tell: (laneId: string, stretch: Stretch, place: DOMRect) => void,
): void {
  const stretch = { start: instantOf(from, zone), end: instantOf(to, zone) };
  if (stretch.start < stretch.end) tell(id, stretch, place);
}

/** Tells where a shift was moved to. On the wall clock: across a change of it a shift keeps its hours, as people say them. */
export function tellMove(
  shift: TimelineShift,
  { startBy, endBy }: Moved,
  zone: string,
  tell: (shift: TimelineShift, stretch: Stretch) => void,
): void {
  const start = startBy === null ? shift.start : shifted(shift.start, startBy, zone);
  const end = shifted(shift.end, endBy, zone);
  if (start < end) tell(shift, { start, end });
}

function shifted(at: Date, { days, seconds }: Calendar.Duration, zone: string): Date {
  const wall = Date.parse(`${wallClock(at, zone)}Z`) + (days * 86_400 + seconds) * 1_000;
  return instantOf(new Date(wall).toISOString().slice(0, 19), zone);
}

/** Where the pointer was let go, as high as the final lane is, so that what opens there does not lie on it. */
const LANE_HEIGHT = 60;

const pointOf = (event: Calendar.DomEvent): DOMRect =>
  event instanceof MouseEvent
    ? new DOMRect(event.clientX, event.clientY - LANE_HEIGHT / 2, 0, LANE_HEIGHT)
    : new DOMRect();
