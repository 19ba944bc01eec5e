import { handoffSequence } from '../rendering/handoff-sequence.js';
import { firstEndingAfter } from '../rendering/interval.js';
import type { LayerDefinition, Rendering, Shift } from '../rendering/schedule-definition.js';
import { DAY, SECOND, type WallTime } from '../rendering/wall-clock.js';
import { zoneClock } from '../rendering/zone-clock.js';
import type { ScheduleWindow } from '../schedule-window.js';

/** One entry of a calendar. */
export interface FeedEvent {
  /** Globally unique and without times: an edit of the times moves the event instead of replacing it (RFC 7986 §5.3). */
  readonly uid: string;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
  /** Nobody is on call. */
  readonly isGap: boolean;
}

/** How somebody came to stand in for somebody else. */
export interface StandIn {
  readonly how: 'override' | 'swap' | 'cover';
  /** Whom the override names; null: whoever is on call below it. */
  readonly replaces: string | null;
}

/** What the events of one schedule are made of. */
export interface FeedSchedule {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly layers: readonly Pick<
    LayerDefinition,
    'id' | 'startsAt' | 'handoff' | 'shiftDuration' | 'restrictions'
  >[];
  /** Of more than the window, so that shifts at its edges are whole. */
  readonly rendering: Rendering;
  /** Who would be on call without overrides; empty where no override needs to know. */
  readonly below: readonly Shift[];
  readonly standIns: ReadonlyMap<string, StandIn>;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * The shifts of a schedule that touch the window, as events; each whole, not cut at the window's edges.
 * @param of only shifts of this person; null: everybody's, and the gaps
 */
export function feedEvents(schedule: FeedSchedule, window: ScheduleWindow, of: string | null): FeedEvent[] {
  const { items, gaps } = schedule.rendering;
  // iCalendar knows no parts of seconds (RFC 5545 §3.3.12): what begins and ends within one is not seen.
  const touches = ({ start, end }: { start: Date; end: Date }) =>
    end > window.from && start < window.to && second(start) < second(end);
  const keys = pieceKeys(schedule);
  const shifts = items.flatMap((shift, index) =>
    touches(shift) && (of === null || shift.userId === of)
      ? [
          {
            uid: `${keys[index] ?? ''}@rouse`,
            start: shift.start,
            end: shift.end,
            summary: `${whoOf(shift, schedule)}: ${schedule.name}`,
            isGap: false,
          },
        ]
      : [],
  );
  if (of !== null) return shifts;
  return [...shifts, ...gaps.filter(touches).map((gap) => gapEvent(gap, schedule, keys))];
}

const second = (time: Date): number => Math.floor(time.getTime() / SECOND);

/** A gap is known by the shift that it follows. */
function gapEvent(
  { start, end }: { readonly start: Date; readonly end: Date },
  { id, name, rendering }: FeedSchedule,
  keys: readonly string[],
): FeedEvent {
  const after = keys[rendering.items.findLastIndex((item) => item.end <= start)] ?? id;
  return { uid: `${after}-gap@rouse`, start, end, summary: `Nobody on call: ${name}`, isGap: true };
}

/** "Ana", or "Ana for Bo (override)". */
function whoOf(shift: Shift, { names, standIns, below }: FeedSchedule): string {
  const nameOf = (userId: string) => names.get(userId) ?? 'Somebody';
  if (shift.source.kind === 'layer') return nameOf(shift.userId);
  const standIn = standIns.get(shift.source.id);
  const replaced =
    standIn?.replaces === null || standIn === undefined
      ? peopleBelow(shift, below).filter((userId) => userId !== shift.userId)
      : [standIn.replaces];
  const whom = replaced.length === 0 ? '' : ` for ${replaced.map(nameOf).join(' and ')}`;
  return `${nameOf(shift.userId)}${whom} (${standIn?.how ?? 'override'})`;
}

/** More names than these tell nothing in one line. */
const MOST_NAMES = 3;

/** Who would be on call during a shift, each once, in their order. */
function peopleBelow({ start, end }: Shift, below: readonly Shift[]): string[] {
  const found = new Set<string>();
  const intervals = below.map((shift) => ({ start: shift.start.getTime(), end: shift.end.getTime() }));
  for (let index = firstEndingAfter(intervals, start.getTime()); found.size < MOST_NAMES; index += 1) {
    const shift = below[index];
    if (!shift || shift.start >= end) break;
    found.add(shift.userId);
  }
  return [...found];
}

/**
 * A name for each piece that holds no times: the override's id, or the place of the layer and the number of the
 * hand-off; and where a turn comes in pieces, which of them. The place rather than the id of the layer, since an
 * edit may put the same layer under another id.
 */
function pieceKeys(schedule: FeedSchedule): string[] {
  const seen = new Map<string, number>();
  const turns = turnNames(schedule);
  return schedule.rendering.items.map((shift) => {
    const turn = turns(shift);
    const count = (seen.get(turn) ?? 0) + 1;
    seen.set(turn, count);
    return count === 1 ? turn : `${turn}-p${count}`;
  });
}

function turnNames({ id, timeZone, layers }: FeedSchedule): (shift: Shift) => string {
  const clock = zoneClock(timeZone);
  const places = new Map(layers.map((layer, place) => [layer.id, { layer, place }]));
  // Where restrictions cut turns day by day, the day of the turn names the piece: counting alone would name pieces
  // anew whenever an override cuts one more, or the first ones leave the window.
  const isCutDaily = layers.some((layer) => layer.restrictions.length > 0 || layer.shiftDuration !== null);
  return ({ source, start }) => {
    if (source.kind === 'override') return `override-${source.id}`;
    const known = places.get(source.id);
    // The layer is gone; what it was is in the record.
    if (!known) return `layer-${source.id}-${source.handoff}`;
    const turn = `${id}-${known.place}-${source.handoff}`;
    if (!isCutDaily) return turn;
    const began = turnStart(known.layer, source.handoff);
    const day = began === null ? 0 : Math.floor((clock.wallReached(start.getTime()) - began) / DAY);
    return day <= 0 ? turn : `${turn}-d${day}`;
  };
}

const turnStart = (
  { handoff, startsAt, shiftDuration }: Pick<LayerDefinition, 'handoff' | 'startsAt' | 'shiftDuration'>,
  number: number,
): WallTime | null => handoffSequence(handoff, startsAt, shiftDuration === null).timeOf(number);

/**
 * At most so many events: those to come, the nearest first, and then those that were, the latest first. In order of
 * their start.
 */
export function nearestEvents(events: readonly FeedEvent[], now: Date, most: number): FeedEvent[] {
  const ordered = events.toSorted(
    (left, right) => left.start.getTime() - right.start.getTime() || (left.uid < right.uid ? -1 : 1),
  );
  if (ordered.length <= most) return ordered;
  const toCome = ordered.filter(({ end }) => end > now).slice(0, most);
  const room = most - toCome.length;
  const past = room === 0 ? [] : ordered.filter(({ end }) => end <= now).slice(-room);
  return [...past, ...toCome];
}
