import { describe, expect, it } from '@jest/globals';
import { decideIntake, partsWithDistinctKeys, urgencyOf } from './intake-decision.js';

describe('what an event does', () => {
  it.each([
    ['trigger', false, 'open'],
    ['trigger', true, 'repeat'],
    ['acknowledge', true, 'acknowledge'],
    ['acknowledge', false, 'nothing'],
    ['resolve', true, 'resolve'],
    ['resolve', false, 'nothing'],
  ] as const)('%s with the key open: %s → %s', (action, open, expected) => {
    expect(decideIntake(action, open)).toBe(expected);
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

describe('urgency', () => {
  it.each([
    ['high', 'info', 'high'],
    ['low', 'critical', 'low'],
    ['severity', 'critical', 'high'],
    ['severity', 'error', 'high'],
    ['severity', 'warning', 'low'],
    ['severity', 'info', 'low'],
  ] as const)('a service of urgency %s, severity %s: %s', (service, severity, expected) => {
    expect(urgencyOf(service, severity)).toBe(expected);
  });
});
