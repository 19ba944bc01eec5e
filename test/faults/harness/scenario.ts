import type { Bounds } from './invariant.js';
import type { Load, LoadPlan } from './load.js';
import type { Random } from './random.js';
import type { Engine, SystemOptions, SystemUnderTest } from './system.js';

/** What a scenario works with. */
export interface FaultRun {
  readonly system: SystemUnderTest;
  /** Its people, services and policies are there; no event has been sent. */
  readonly load: Load;
  /** The same again for the same seed. */
  readonly random: Random;
  /** A figure and its bound, in seconds; above the bound the run has failed. */
  readonly measure: (name: string, seconds: number, bound: number) => void;
  /** A figure or a fact that has no bound. */
  readonly note: (text: string) => void;
}

/** One way in which things break, and what must hold all the same. */
export interface Scenario {
  /** Lower case, words with hyphens. */
  readonly name: string;
  readonly engines: readonly Engine[];
  /** What must hold, in words. */
  readonly bound: string;
  /** Whether `npm test` plays it too. */
  readonly short: boolean;
  /** What differs from `DEFAULT_BOUNDS`. */
  readonly bounds?: Partial<Bounds>;
  /** What differs from `DEFAULT_PLAN`. */
  readonly plan?: Partial<LoadPlan>;
  readonly system?: SystemOptions;
  /** For `run` itself; 120 unless said otherwise. */
  readonly timeLimitSeconds?: number;
  /** How long what is open may take to come to its end after `run`; 60 unless said otherwise. */
  readonly settleSeconds?: number;
  /**
   * Plays it: sends events, breaks things, mends them. Afterwards the runner stops the load, waits until every incident
   * has been answered or has come to the end of its policy, and checks the invariant. What it throws fails the run.
   */
  readonly run: (run: FaultRun) => Promise<void>;
}
