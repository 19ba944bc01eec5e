import { createHash } from 'node:crypto';

/** Random numbers that are the same again for the same seed. */
export class Random {
  private state: number;

  /** @param path what the numbers are for: each use has a row of its own, so that one does not disturb another's */
  constructor(
    readonly seed: number,
    private readonly path = '',
  ) {
    this.state = createHash('sha256')
      .update(`${String(seed)}${path}`)
      .digest()
      .readUInt32LE(0);
  }

  /** The random numbers of a part of the run. */
  of(part: string): Random {
    return new Random(this.seed, `${this.path}/${part}`);
  }

  /** At least 0 and below 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From `least` to `most`, both of them included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, place: this.next() }))
      .sort((one, other) => one.place - other.place)
      .map(({ item }) => item);
  }
}
