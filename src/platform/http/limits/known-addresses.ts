import { Injectable } from '@nestjs/common';
import { accountAtAddress, keyOf, type Counted } from './limit-key.js';
import { SharedCounts } from './shared-counts.js';

const DAYS_30 = 30 * 24 * 3_600;

/**
 * From where accounts have signed in lately. Tries from there are not counted together with those of strangers: whoever
 * guesses at an account from all over the world slows themselves down, and not its owner.
 */
@Injectable()
export class KnownAddresses {
  constructor(private readonly counts: SharedCounts) {}

  /** Remembers for 30 days that the account of a request has signed in from its address. */
  async remember(request: Counted): Promise<void> {
    await this.counts.take(keyOfPair(request), 1, DAYS_30);
  }

  async isKnown(request: Counted): Promise<boolean> {
    return ((await this.counts.points(keyOfPair(request))) ?? 0) > 0;
  }
}

const keyOfPair = (request: Counted): string => keyOf('known', accountAtAddress(request));
