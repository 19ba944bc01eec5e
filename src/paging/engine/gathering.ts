/** Batches of a kind that are worked on at the same time; what comes meanwhile makes the next batch. */
const AT_ONCE = 2;

/**
 * Makes batches of what comes one by one: what comes while nothing is under way begins at once, what comes while
 * batches are being worked on, or right after one began, waits for the next one. So a quiet hour costs no time, and a storm and
 * a steady load few statements.
 */
export class Gathering<Item> {
  private readonly waiting: { item: Item; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private underWay = 0;
  private begunAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;

  /**
   * @param work does a batch
   * @param most so many at a time
   * @param apart so long after the one before it begins a batch that has less items than `enough`, no sooner
   */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<void>,
    private readonly most: number,
    private readonly apart = { ms: 0, enough: 1 },
  ) {}

  /** Resolves when the batch that it came into is done, and rejects where that failed. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // What comes in the same turn of the event loop goes together.
      const { length } = this.waiting;
      if (length === 1 || length === this.apart.enough) setImmediate(() => void this.begin());
    });
  }

  private async begin(): Promise<void> {
    if (this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    const early = this.begunAt + this.apart.ms - performance.now();
    if (early > 0 && this.waiting.length < this.apart.enough) {
      this.timer ??= setTimeout(() => {
        this.timer = null;
        void this.begin();
      }, early);
      return;
    }
    this.begunAt = performance.now();
    const batch = this.waiting.splice(0, this.most);
    this.underWay += 1;
    if (this.waiting.length > 0) setImmediate(() => void this.begin());
    try {
      await this.work(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.underWay -= 1;
    await this.begin();
  }
}
