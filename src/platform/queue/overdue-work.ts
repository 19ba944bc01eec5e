import { Injectable } from '@nestjs/common';

/** A deadline that the sweeper has claimed: whose, and the fence that the claim gave it. */
export interface ClaimedDeadline {
  readonly id: string;
  readonly fence: number;
}

/**
 * A kind of deadline that the sweeper of every worker takes up where no wake-up came for it (promise 2): rows of one
 * table with a `due_at`, a partial index on it and a fence. Wake-ups are a second, quicker way to the same work, and may
 * be left out where a second or two do not matter.
 */
export interface SweptDeadlines {
  /** For metrics and log lines, as `escalation`. */
  readonly kind: string;
  /**
   * Claims at most `limit` of those that passed more than `graceMs` ago, the most urgent first, in one statement: of rows
   * locked with `FOR UPDATE SKIP LOCKED` the deadline moves to `leaseMs` from now, and the fence rises. So no other worker
   * takes them up meanwhile, and they come back where this one dies with them.
   */
  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]>;
  /**
   * Acts on one that was claimed with this fence; its deadline is a lease now and not looked at. Waits for the database
   * only, never for somebody outside.
   * @throws Error where it failed: that is logged, and it comes back when its lease is over
   */
  takeUp(id: string, fence: number): Promise<void>;
  /** The same for what was claimed together, in place of one call each, where that is quicker. */
  takeUpMany?(claimed: readonly ClaimedDeadline[]): Promise<void>;
}

/** Rooms that keep deadlines of their own say here how they are found, so that one sweeper finds them all. */
@Injectable()
export class OverdueWork {
  private readonly deadlines = new Map<string, SweptDeadlines>();

  /**
   * To be called from a module's `onModuleInit`.
   * @throws Error when the kind is registered already
   */
  register(deadlines: SweptDeadlines): void {
    const { kind } = deadlines;
    if (this.deadlines.has(kind)) throw new Error(`Two kinds of swept deadlines are called ${kind}`);
    this.deadlines.set(kind, deadlines);
  }

  get all(): readonly SweptDeadlines[] {
    return [...this.deadlines.values()];
  }
}
