import type { HandoffSequence } from './handoff-sequence.js';
import type { Interval } from './interval.js';
import type { ShiftDuration } from './shift-duration.js';
import { TooManyShiftsError } from './too-many-shifts-error.js';
import type { Instant, ZoneClock } from './zone-clock.js';

/** Up to so many hand-offs ahead are walked to, further ones are looked up. */
const WALK = 3;

/** A turn as the rotation alone gives it; of no length where its hand-offs fell into a gap of the clock. */
export interface Turn extends Interval {
  handoff: number;
  /** When the next hand-off is due, whether or not this turn lasts so long. */
  next: Instant;
}

/** Walks through the turns of one layer, forward. */
export class RotationTurns {
  private turn: Turn | null = null;
  private walked = 0;

  /** @param duration null: a turn lasts until the next hand-off */
  constructor(
    private readonly handoffs: HandoffSequence,
    private readonly duration: ShiftDuration | null,
    private readonly clock: ZoneClock,
    private readonly mostTurns: number,
  ) {}

  /** The turns that touch an interval, in order; intervals must be asked for in order. @throws TooManyShiftsError */
  *within(interval: Interval): Generator<Turn> {
    this.seek(interval.start);
    while (this.turn && this.turn.start < interval.end) {
      if (this.turn.start < this.turn.end && this.turn.end > interval.start) yield this.turn;
      if (this.turn.next >= interval.end) return;
      this.turn = this.read(this.turn.handoff + 1);
    }
  }

  /** Goes to the last turn that begins at or before an instant; to the first where there is none. */
  private seek(instant: Instant): void {
    for (let step = 0; step < WALK && this.turn && this.turn.next <= instant; step += 1) {
      this.turn = this.read(this.turn.handoff + 1);
    }
    if (this.turn && instant < this.turn.next) return;
    this.turn = this.read(Math.max(this.handoffs.numberAt(this.clock.wallReached(instant)), 0));
  }

  private read(handoff: number): Turn | null {
    this.walked += 1;
    if (this.walked > this.mostTurns) throw new TooManyShiftsError(this.mostTurns);
    const wall = this.handoffs.timeOf(handoff);
    if (wall === null) return null;
    const known = this.turn?.handoff === handoff - 1;
    const start = known && this.turn ? this.turn.next : this.clock.toInstant(wall);
    const nextWall = this.handoffs.timeOf(handoff + 1);
    const next = nextWall === null ? Infinity : this.clock.toInstant(nextWall);
    const ends = this.duration === null ? Infinity : this.clock.toInstant(this.duration.endOf(wall));
    return { handoff, start, end: Math.min(next, ends), next };
  }
}
