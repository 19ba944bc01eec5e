import { Readable } from 'node:stream';

/** A client that is so far behind is cut off; it comes back and goes on where it was. */
const MOST_BUFFERED_BYTES = 256 * 1024;
/** So long nothing of a buffer may be taken. */
const STALLED_AFTER_MS = 60_000;

/** The body of one client's stream, with a bound on what waits for it. */
export class StreamConnection extends Readable {
  private takenAt = performance.now();
  private isFinished = false;
  private wakeWriter: (() => void) | null = null;

  constructor(readonly tokenId: string) {
    super({ highWaterMark: 16 * 1024 });
  }

  /** Sends without waiting. Cuts off a client that does not keep up. */
  send(text: string): void {
    if (this.isOver) return;
    this.push(text, 'utf8');
    if (this.readableLength > MOST_BUFFERED_BYTES || this.hasStalled) this.destroy();
  }

  /** Sends, and resolves when there is room for more, or nobody to send to. */
  async sendInPeace(text: string): Promise<void> {
    if (this.isOver) return;
    if (this.push(text, 'utf8')) return;
    await new Promise<void>((resolve) => {
      this.wakeWriter = resolve;
    });
  }

  /** The end, after what waits. */
  finish(): void {
    if (this.isOver) return;
    this.isFinished = true;
    this.push(null);
  }

  get isOver(): boolean {
    return this.isFinished || this.destroyed;
  }

  private get hasStalled(): boolean {
    return (
      this.readableLength > this.readableHighWaterMark && performance.now() - this.takenAt > STALLED_AFTER_MS
    );
  }

  override _read(): void {
    this.takenAt = performance.now();
    this.wake();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.wake();
    callback(error);
  }

  private wake(): void {
    const wake = this.wakeWriter;
    this.wakeWriter = null;
    wake?.();
  }
}
