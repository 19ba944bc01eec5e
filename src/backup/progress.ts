/** Prints a line about how far something is, at most every two seconds. */
export class Progress {
  private saidAt = performance.now();

  constructor(
    private readonly print: (line: string) => void,
    private readonly what: string,
  ) {}

  /** How much it will be is not said: neither the size of the files nor that of their log tells it. */
  at(bytes: number): void {
    const now = performance.now();
    if (now - this.saidAt < 2_000) return;
    this.saidAt = now;
    this.print(`${this.what}: ${megabytes(bytes)}`);
  }
}

/** "12 MB", "0.4 MB" */
export function megabytes(bytes: number): string {
  const size = bytes / 1_000_000;
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} MB`;
}
