import type { WakeUp } from './wake-up.js';

/** What is due later than this waits a moment for others, and is set for the end of the stretch of time that it falls in. */
const FAR_MS = 5_000;
const STRETCH_MS = 250;

interface Kept extends WakeUp {
  /** By the steady clock of this process. */
  readonly dueAt: number;
}

export const isFar = ({ delayMs }: WakeUp): boolean => delayMs > FAR_MS;

/**
 * Wake-ups that are due much later, gathered so that one alarm is set for many: most of them find nothing to do when their time
 * comes. Each is late by a quarter of a second at the most. What is lost with the process the sweeper finds.
 */
export class FarWakeUps {
  private kept: Kept[] = [];

  add(wakeUps: readonly WakeUp[], now: number): void {
    for (const wakeUp of wakeUps) this.kept.push({ ...wakeUp, dueAt: now + wakeUp.delayMs });
  }

  /** All of them; those that fall into the same stretch of time with the same delay. */
  take(now: number): WakeUp[] {
    const taken = this.kept.map(({ kind, id, fence, dueAt }) => ({
      kind,
      id,
      fence,
      delayMs: Math.ceil(Math.ceil(dueAt / STRETCH_MS) * STRETCH_MS - now),
    }));
    this.kept = [];
    return taken;
  }
}
