import { describe, expect, it } from '@jest/globals';
import { outcomeOf, retryInSeconds } from './delivery-decision.js';

describe('outcomeOf', () => {
  it.each([
    [200, true, null],
    [204, true, null],
    [301, false, 'Redirects are not followed.'],
    [404, false, 'The receiver did not take it.'],
    [503, false, 'The receiver did not take it.'],
  ])('an answer of %i', (status, delivered, reason) => {
    expect(outcomeOf({ kind: 'answered', status })).toEqual({ delivered, status, reason });
  });

  it('of no answer keeps the reason, and no status', () => {
    const outcome = { delivered: false, status: null, reason: 'no connection' };
    expect(outcomeOf({ kind: 'failed', reason: 'no connection', mayHaveArrived: false })).toEqual(outcome);
    expect(outcomeOf({ kind: 'refused', reason: 'no connection' })).toEqual(outcome);
  });
});

describe('retryInSeconds', () => {
  it.each([
    ['after the first failure', 1, 0, 1, 1],
    ['at least half of it', 1, 0, 0, 0.5],
    ['doubled each time', 5, 20, 1, 16],
    ['at most an hour', 13, 5_000, 1, 3_600],
    ['at most an hour, ever', 1_000, 5_000, 1, 3_600],
    ['for the last time after 24 hours', 30, 86_000, 1, 400],
    ['no more after that', 30, 86_400, 1, null],
    ['no more when it was away too long', 2, 100_000, 0, null],
  ])('%s', (_name, failures, triedForSeconds, random, expected) => {
    expect(retryInSeconds(failures, triedForSeconds, random)).toBe(expected);
  });

  it('tries for a day: 12 times within the first hour or so, then hourly', () => {
    let at = 0;
    let tries = 1;
    for (let wait = retryInSeconds(tries, at, 1); wait !== null; wait = retryInSeconds(tries, at, 1)) {
      at += wait;
      tries += 1;
    }
    expect({ tries, at }).toEqual({ tries: 36, at: 86_400 });
  });
});
