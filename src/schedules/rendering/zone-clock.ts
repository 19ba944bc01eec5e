import { DAY, SECOND, type WallTime } from './wall-clock.js';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

/** A stretch of instants with one offset from UTC. */
interface Stretch {
  start: Instant;
  end: Instant;
  offset: number;
}

/** Transitions are looked up and kept for this long a piece of time, so a far year costs only itself. */
const CHUNK = 512 * DAY;
/** More than any offset or any jump of a clock (Samoa jumped by 24 hours in 2011). */
const REACH = 2 * DAY;

/**
 * Maps between instants and one zone's wall clock. Transitions are read from the platform's zone data once and kept:
 * a conversion then is a few comparisons.
 */
export class ZoneClock {
  private readonly chunks = new Map<number, readonly Stretch[]>();
  private readonly offsets: Intl.DateTimeFormat;

  /** @throws RangeError for a zone that does not exist. */
  constructor(readonly timeZone: string) {
    this.offsets = new Intl.DateTimeFormat('en-US', {
      timeZone,
      timeZoneName: 'longOffset',
      year: 'numeric',
    });
  }

  /**
   * The one mapping of every boundary: the first instant at which the clock shows `wall` or later. A time that the
   * clock skips is therefore the first instant after the gap, one that occurs twice its first occurrence, and the
   * mapping never goes backwards.
   */
  toInstant(wall: WallTime): Instant {
    let at = wall - REACH;
    for (;;) {
      const stretch = this.stretchAt(at);
      const instant = Math.max(stretch.start, wall - stretch.offset);
      if (instant < stretch.end) return instant;
      at = stretch.end;
    }
  }

  /**
   * The latest wall-clock time whose mapping is at or before `instant`. During the second pass of an hour that occurs
   * twice this is the end of the first pass, since all of the hour has been begun by then.
   */
  wallReached(instant: Instant): WallTime {
    let at = instant - REACH;
    let reached = -Infinity;
    for (;;) {
      const stretch = this.stretchAt(at);
      if (instant < stretch.end) return Math.max(reached, instant + stretch.offset);
      reached = Math.max(reached, stretch.end + stretch.offset - 1);
      at = stretch.end;
    }
  }

  private stretchAt(instant: Instant): Stretch {
    const index = Math.floor(instant / CHUNK);
    const chunk = this.chunks.get(index) ?? this.readChunk(index);
    for (const stretch of chunk) if (instant < stretch.end) return stretch;
    throw new RangeError(`${this.timeZone} has no offset at ${instant}`);
  }

  private readChunk(index: number): readonly Stretch[] {
    const chunk: Stretch[] = [];
    let start = index * CHUNK;
    let offset = this.readOffset(start);
    // A zone changes its clock at most once a day; a day's step therefore misses nothing.
    for (let at = start; at < (index + 1) * CHUNK; at += DAY) {
      if (this.readOffset(at + DAY) === offset) continue;
      const change = this.firstSecondUnlike(offset, at, at + DAY);
      chunk.push({ start, end: change, offset });
      start = change;
      offset = this.readOffset(change);
    }
    if (start < (index + 1) * CHUNK) chunk.push({ start, end: (index + 1) * CHUNK, offset });
    this.chunks.set(index, chunk);
    return chunk;
  }

  private firstSecondUnlike(offset: number, alike: Instant, unlike: Instant): Instant {
    let low = alike / SECOND;
    let high = unlike / SECOND;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.readOffset(middle * SECOND) === offset) low = middle;
      else high = middle;
    }
    return high * SECOND;
  }

  private readOffset(instant: Instant): number {
    const fields = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(this.offsets.format(instant));
    if (!fields) throw new RangeError(`The zone data of ${this.timeZone} cannot be read`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = fields;
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND;
    return sign === '-' ? -size : size;
  }
}

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone; the same one each time, so that its transitions are read once. @throws RangeError */
export function zoneClock(timeZone: string): ZoneClock {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new ZoneClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** Whether the platform's zone data knows this name. */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneClock(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
