import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Problem } from '../../platform/http/problem.js';

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** So many at once: each takes a core for some 50 ms, and pages are sent by the same cores. */
const MOST_AT_ONCE = 2;
/** So many wait, which is less than two seconds; whoever comes then is told to come again. */
const MOST_WAITING = 32;
const RETRY_AFTER_SECONDS = 2;

/** One and the same text can be written in several ways, by different keyboards (NIST SP 800-63B section 3.1.1.2). */
const asTyped = (password: string): string => password.normalize('NFKC');

/** Argon2id, a few at a time. */
@Injectable()
export class PasswordHashing {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | null = null;

  /** The hash to store: PHC form, with its parameters and salt. @throws Problem 503 when too many wait */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(asTyped(password), COST));
  }

  /**
   * Whether the password is the one that was hashed. Takes as long where there is no hash, so that the time tells
   * nobody who has a password here.
   * @throws Problem 503 when too many wait
   */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= this.inTurn(() => hash(randomBytes(32), COST));
    const decoy = await this.decoy.catch((error: unknown) => {
      this.decoy = null;
      throw error;
    });
    const matches = await this.inTurn(() => verify(stored ?? decoy, asTyped(password)));
    return stored !== null && matches;
  }

  /** Whether a hash was made with less than today's cost. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return memoryCost < COST.memoryCost || timeCost < COST.timeCost || parallelism < COST.parallelism;
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < MOST_AT_ONCE) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place goes from hand to hand, so that nobody slips in between.
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING)
      throw new Problem(503, 'Too many people sign in at this moment. Try again.', [], {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
