import { describe, expect, it } from '@jest/globals';
import { decideIntake, partsWithDistinctKeys } from './intake-decision.js';

describe('what an event does', () => {
  it.each([
    ['trigger', 'free', false, 'open'],
    ['trigger', 'free', true, 'suppress'],
    ['trigger', 'open', false, 'repeat'],
    ['trigger', 'open', true, 'repeat'],
    ['trigger', 'flapping', false, 'repeat'],
    ['trigger', 'quiet', false, 'flap'],
    ['trigger', 'quiet', true, 'flap'],
    ['trigger', 'suppressed', true, 'repeat'],
    ['trigger', 'suppressed', false, 'emerge'],
    ['acknowledge', 'free', false, 'nothing'],
    ['acknowledge', 'open', false, 'acknowledge'],
    ['acknowledge', 'open', true, 'acknowledge'],
    ['acknowledge', 'flapping', false, 'acknowledge'],
    ['acknowledge', 'quiet', false, 'acknowledge'],
    ['acknowledge', 'suppressed', true, 'nothing'],
    ['resolve', 'free', false, 'nothing'],
    ['resolve', 'open', false, 'resolve'],
    ['resolve', 'open', true, 'resolve'],
    ['resolve', 'flapping', false, 'quieten'],
    ['resolve', 'quiet', false, 'nothing'],
    ['resolve', 'suppressed', true, 'drop'],
    ['resolve', 'suppressed', false, 'drop'],
  ] as const)('%s of a key that is %s, in maintenance: %s → %s', (action, state, inMaintenance, expected) => {
    expect(decideIntake(action, state, inMaintenance)).toBe(expected);
  });
});

describe('parts of a batch', () => {
  const keys = (text: string) => [...text].map((dedupKey, place) => ({ dedupKey, place }));
  const told = (text: string) =>
    partsWithDistinctKeys(keys(text)).map((part) => part.map((event) => event.dedupKey).join(''));
  it.each([
    ['', []],
    ['abc', ['abc']],
    ['aab', ['ab', 'a']],
    ['aaa', ['a', 'a', 'a']],
    ['abab', ['ab', 'ab']],
  ])('%s → %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });
  it('keeps the order of one key', () => {
    const places = partsWithDistinctKeys(keys('abaca')).flatMap((part) =>
      part.filter((event) => event.dedupKey === 'a'),
    );
    expect(places.map((event) => event.place)).toEqual([0, 2, 4]);
  });
});
