import { Injectable } from '@nestjs/common';

/** A kind of deadline that the sweeper takes up where no wake-up came for it (promise 2). */
export interface SweptDeadlines {
  readonly kind: string;
  /** Claims what is overdue by more than `graceMs`: moves the deadline by the lease, and raises the fence. */
  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<{ id: string; fence: number }[]>;
  /** Acts on one that was claimed with this fence; its deadline is a lease now and not looked at. */
  takeUp(id: string, fence: number): Promise<void>;
}

/** Rooms that keep deadlines of their own say here how they are found, so that one sweeper finds them all. */
@Injectable()
export class OverdueWork {
  private readonly deadlines: SweptDeadlines[] = [];

  register(deadlines: SweptDeadlines): void {
    this.deadlines.push(deadlines);
  }

  get all(): readonly SweptDeadlines[] {
    return this.deadlines;
  }
}
