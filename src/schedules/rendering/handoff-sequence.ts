import { anchorRule } from './anchored-rule.js';
import { BoundedCache } from './bounded-cache.js';
import { CALENDAR_CYCLE } from './day-calendar.js';
import { ImpossibleScheduleError } from './impossible-schedule-error.js';
import { occurrenceCells, type CellRow } from './occurrence-cells.js';
import { countUpTo } from './offsets.js';
import { readRecurrenceRule, type RecurrenceRule } from './recurrence-rule.js';
import { DAY, LAST_MOMENT, parseWallClock, type WallTime } from './wall-clock.js';

/** A rule that has not fired for this long (the calendar's cycle) is taken never to fire again. */
const PATIENCE = CALENDAR_CYCLE * DAY;

/**
 * The hand-offs of one layer on the wall clock, found by number and by time. The cost of either does not depend on how
 * long ago the rotation began: whole cycles are multiplied, the rest is looked up in sums that are kept.
 */
export class HandoffSequence {
  private readonly cells: CellRow;
  /** `sums[k]`: occurrences in the cells before k; grows on demand up to one period. */
  private readonly sums: number[] = [0];
  /** Occurrences of the rule that come before hand-off number `startIsHandoff ? 1 : 0`. */
  private readonly skipped: number;
  /** Set where the rule was found never to fire again. */
  private exhausted = false;

  /**
   * @param startIsHandoff hand-off 0 is `start` itself, whether or not the rule matches it; else it is the first
   *   occurrence at or after `start`
   */
  constructor(
    rule: RecurrenceRule,
    private readonly start: WallTime,
    private readonly startIsHandoff: boolean,
  ) {
    this.cells = occurrenceCells(anchorRule(rule, start));
    this.skipped = this.occurrencesUpTo(startIsHandoff ? start : start - 1);
  }

  /** The number of the last hand-off at or before `wall`; -1 where there is none yet. */
  numberAt(wall: WallTime): number {
    if (wall < this.start) return -1;
    const passed = this.occurrencesUpTo(Math.min(wall, LAST_MOMENT)) - this.skipped;
    return this.startIsHandoff ? passed : passed - 1;
  }

  /** When hand-off `number` (from 0 on) is due; null where the rule does not fire that often. */
  timeOf(number: number): WallTime | null {
    if (!this.startIsHandoff) return this.occurrence(this.skipped + number);
    return number === 0 ? this.start : this.occurrence(this.skipped + number - 1);
  }

  /** How many cells have to be added up before hand-offs at `wall` can be numbered: whole cycles of them cost nothing. */
  cellsUpTo(wall: WallTime): number {
    return Math.min(Math.max(this.cells.indexAt(Math.min(wall, LAST_MOMENT)), 0), this.cells.period);
  }

  private occurrencesUpTo(wall: WallTime): number {
    const index = Math.max(this.cells.indexAt(wall), 0);
    const cell = this.cells.cell(index);
    return this.before(index) + countUpTo(cell.offsets, wall - cell.start);
  }

  private occurrence(index: number): WallTime | null {
    const cellIndex = this.cellHolding(index);
    if (cellIndex === null) return null;
    const { start, offsets } = this.cells.cell(cellIndex);
    const offset = offsets.at(index - this.before(cellIndex));
    return offset === undefined || start > LAST_MOMENT ? null : start + offset;
  }

  /** Occurrences in the cells before this one. */
  private before(index: number): number {
    const { period } = this.cells;
    if (index < period) return this.sum(index);
    return Math.floor(index / period) * this.sum(period) + this.sum(index % period);
  }

  private sum(index: number): number {
    const known = this.sums.length;
    for (let next = known; next <= index; next += 1) {
      this.sums.push((this.sums[next - 1] ?? 0) + this.cells.cell(next - 1).offsets.length);
    }
    countKept(this.sums.length - known);
    return this.sums[index] ?? 0;
  }

  private cellHolding(index: number): number | null {
    const { period } = this.cells;
    let whole = 0;
    let rest = index;
    if (this.sums.length > period) {
      const perPeriod = this.sum(period);
      if (perPeriod === 0) return null;
      whole = Math.floor(index / perPeriod);
      rest = index % perPeriod;
    } else if (!this.growPast(index)) return this.sums.length > period ? this.cellHolding(index) : null;
    // The last cell with at most `rest` occurrences before it; cells with none have the same sum as the next.
    let low = 0;
    let high = this.sums.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.sums[middle] ?? 0) <= rest) low = middle;
      else high = middle;
    }
    return whole * period + low;
  }

  /** Adds up cells until occurrence `index` is among them; false where a whole period or patience ends first. */
  private growPast(index: number): boolean {
    const { period } = this.cells;
    let quietSince: WallTime | null = null;
    while ((this.sums.at(-1) ?? 0) <= index) {
      if (this.exhausted) return false;
      const length = this.sums.length;
      if (length > period) return false;
      const grown = this.sum(length) > (this.sums[length - 1] ?? 0);
      const { start } = this.cells.cell(length);
      quietSince = grown || quietSince === null ? start : quietSince;
      this.exhausted = start > LAST_MOMENT || start - quietSince > PATIENCE;
    }
    return true;
  }
}

/** Most sequences keep a few sums, a rule of rare dates 146,097: eight bytes each, and drafts come by the thousand. */
const MOST_SUMS_KEPT = 8_000_000;

const sequences = new BoundedCache<HandoffSequence>(2_000);
let sumsKept = 0;

/** Sums were added to a sequence. Where all together are too many every sequence is let go, and made again when asked for. */
function countKept(sums: number): void {
  sumsKept += sums;
  if (sumsKept <= MOST_SUMS_KEPT) return;
  sequences.clear();
  sumsKept = 0;
}

/**
 * The hand-offs of a layer, shared between calls.
 * @throws ImpossibleScheduleError where the rule or the start cannot be read
 */
export function handoffSequence(handoff: string, startsAt: string, startIsHandoff: boolean): HandoffSequence {
  return sequences.get(`${startIsHandoff} ${startsAt} ${handoff}`, () => {
    const { rule, faults } = readRecurrenceRule(handoff);
    const start = parseWallClock(startsAt);
    if (!rule) throw new ImpossibleScheduleError(faults.join(' '));
    if (start === null) throw new ImpossibleScheduleError(`startsAt "${startsAt}" is not a wall-clock time.`);
    return new HandoffSequence(rule, start, startIsHandoff);
  });
}
