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

/** Who is woken for one kind. A wake-up that comes twice, late or after the end must do nothing (promise 3). */
export interface WakeUpHandler {
  readonly kind: string;
  handle(wakeUp: { readonly id: string; readonly fence: number }): Promise<void>;
}
