/**
 * A reminder that something may be due: what kind of thing, which one, and the fence that it had. It carries no
 * decision (promise 2): whoever is woken reads the row and decides anew.
 */
export interface WakeUp {
  readonly kind: string;
  readonly id: string;
  readonly fence: number;
  /** How long from now, in milliseconds; 0 is at once. */
  readonly delayMs: number;
}

/** What is left of a wake-up once its time has come. */
export interface Woken {
  readonly id: string;
  readonly fence: number;
}

/** Who is woken for one kind. A wake-up that comes twice, late or after the end must do nothing (promise 3). */
export interface WakeUpHandler {
  readonly kind: string;
  handle(woken: Woken): Promise<void>;
  /**
   * The same for what came at the same time, in place of one call each: a hundred at most, each id once. What comes
   * while it works forms the next batch; so where it waits, for room say, a storm waits outside in good order.
   * @throws Error where all of it failed; that is logged, and left to the sweeper
   */
  handleMany?(woken: readonly Woken[]): Promise<void>;
}
