import type { Count } from './limit-store.js';

/** Whether one more may pass; if not, how long until the count begins anew. */
export type RateDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

const ALLOWED: RateDecision = { allowed: true };

/** A limit's share that a process takes at once: of 60 000 a hundred, of anything below 1 200 a single one. */
const SHARES = 600;
/** Whoever is over a limit asks the store no more than once in so long. */
const REFUSED_FOR_MS = 1_000;

interface Lease {
  left: number;
  endsAt: number;
  refusedUntil: number;
  /** Requests that wait for the trip that is about to start. */
  waiting: number;
  trip: Promise<boolean> | null;
}

/**
 * Limits over shared counts without a trip for each request: a process takes points in shares and spends them by itself.
 * Never lets more through than the limit allows. What a process has taken and not spent when the count ends is lost, at
 * most a share each.
 */
export class LeasedPoints {
  private readonly leases = new Map<string, Lease>();

  /**
   * @param takeShared takes points from the shared counts; null: they cannot be had
   * @param now milliseconds of a clock that only runs forward
   */
  constructor(
    private readonly takeShared: (key: string, points: number, seconds: number) => Promise<Count | null>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes one of `most` points that a key has within so many seconds. @returns null where the counts cannot be had */
  async take(key: string, most: number, seconds: number): Promise<RateDecision | null> {
    const lease = this.leaseOf(key);
    for (;;) {
      const now = this.now();
      if (now < lease.endsAt) {
        if (lease.left > 0) {
          lease.left -= 1;
          return ALLOWED;
        }
        if (now < lease.refusedUntil) {
          const retryAfterSeconds = Math.max(1, Math.ceil((lease.endsAt - now) / 1000));
          return { allowed: false, retryAfterSeconds };
        }
      }
      lease.waiting += 1;
      lease.trip ??= this.renew(key, lease, most, seconds);
      if (!(await lease.trip)) return null;
    }
  }

  /** Whatever was counted of a key here is counted no more. */
  forget(keys: readonly string[]): void {
    for (const key of keys) this.leases.delete(key);
  }

  /** Lets go of what is over. */
  sweep(): void {
    const now = this.now();
    for (const [key, lease] of this.leases) {
      if (lease.trip === null && lease.endsAt <= now) this.leases.delete(key);
    }
  }

  private leaseOf(key: string): Lease {
    const known = this.leases.get(key);
    if (known) return known;
    const lease: Lease = { left: 0, endsAt: 0, refusedUntil: 0, waiting: 0, trip: null };
    this.leases.set(key, lease);
    return lease;
  }

  private async renew(key: string, lease: Lease, most: number, seconds: number): Promise<boolean> {
    // Those that were woken together ask together.
    await Promise.resolve();
    const asked = Math.min(most, Math.max(Math.floor(most / SHARES), lease.waiting, 1));
    try {
      const count = await this.takeShared(key, asked, seconds);
      if (count === null) return false;
      const now = this.now();
      const granted = Math.max(0, Math.min(asked, most - (count.points - asked)));
      lease.left = granted;
      lease.endsAt = now + count.msLeft;
      lease.refusedUntil = granted < asked ? Math.min(lease.endsAt, now + REFUSED_FOR_MS) : 0;
      return true;
    } finally {
      lease.trip = null;
      // Those that came meanwhile say so again.
      lease.waiting = 0;
    }
  }
}
