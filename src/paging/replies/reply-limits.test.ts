import { describe, expect, it } from '@jest/globals';
import {
  afterMessage,
  afterRightCode,
  afterWrongCode,
  beforeCode,
  MOST_A_MINUTE,
  MOST_ALIKE,
  MOST_WRONG_CODES,
  UNLIMITED,
  type ReplyLimits,
} from './reply-limits.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21) + seconds * 1000);

/** Tries codes at these seconds; gives what became of each: looked at, looked at as the last one, or not. */
function tryCodes(tries: readonly (readonly [seconds: number, right: boolean])[]): string[] {
  let limits: ReplyLimits = UNLIMITED;
  return tries.map(([seconds, right]) => {
    const before = beforeCode(limits, at(seconds));
    limits = before.limits;
    if (!before.mayTry) return 'not looked at';
    if (right) {
      limits = afterRightCode(limits);
      return 'right';
    }
    const after = afterWrongCode(limits, at(seconds));
    limits = after.limits;
    return after.codesOffUntil === null ? 'wrong' : 'the last';
  });
}

const wrong = (count: number, every = 1): [number, boolean][] =>
  Array.from({ length: count }, (_each, place) => [place * every, false]);

describe('wrong codes', () => {
  it('are counted: the tenth in an hour is the last', () => {
    const told = tryCodes([...wrong(MOST_WRONG_CODES), [100, false], [200, true]]);
    expect(told).toEqual([...Array<string>(9).fill('wrong'), 'the last', 'not looked at', 'not looked at']);
  });

  it('are looked at again after an hour, and counted anew', () => {
    const told = tryCodes([...wrong(MOST_WRONG_CODES), [3_608, false], [3_609, true], [3_610, false]]);
    expect(told.slice(-3)).toEqual(['not looked at', 'right', 'wrong']);
  });

  it('that are spread over hours are typing errors', () => {
    expect(new Set(tryCodes(wrong(30, 400)))).toEqual(new Set(['wrong']));
  });

  it('are not forgiven for a right one between', () => {
    const told = tryCodes([...wrong(9), [20, true], [21, true], [22, false]]);
    expect(told.slice(-3)).toEqual(['right', 'right', 'the last']);
  });

  it('count while nobody knows yet whether they are right', () => {
    let limits: ReplyLimits = UNLIMITED;
    const may = Array.from({ length: 12 }, () => {
      const before = beforeCode(limits, at(0));
      limits = before.limits;
      return before.mayTry;
    });
    expect(may.filter(Boolean)).toHaveLength(MOST_WRONG_CODES);
  });
});

/** Sends texts at these seconds; gives what each may get. */
function send(messages: readonly (readonly [seconds: number, body: string])[]): string[] {
  let limits: ReplyLimits = UNLIMITED;
  return messages.map(([seconds, body]) => {
    const after = afterMessage(limits, body, at(seconds));
    limits = after.limits;
    return after.may;
  });
}

const texts = (count: number, every: number, body: (place: number) => string): [number, string][] =>
  Array.from({ length: count }, (_each, place) => [place * every, body(place)]);

describe('machines that answer each other', () => {
  it('the tenth text of the same words is the last that matters', () => {
    const told = send(texts(MOST_ALIKE + 1, 30, () => 'Out of office'));
    expect(told).toEqual([...Array<string>(9).fill('answer'), 'falls-silent', 'silent']);
  });

  it('more than twenty in a minute are too many, whatever they say', () => {
    const told = send(texts(MOST_A_MINUTE + 2, 2, String));
    expect(told.slice(-3)).toEqual(['answer', 'falls-silent', 'silent']);
  });

  it('a person who acknowledges often is answered', () => {
    expect(new Set(send(texts(40, 70, () => 'ack')))).toEqual(new Set(['answer']));
    expect(new Set(send(texts(40, 4, String)))).toEqual(new Set(['answer']));
  });

  it('are listened to again after a quarter of an hour', () => {
    const told = send([...texts(MOST_ALIKE, 1, () => 'x'), [800, 'help'], [910, 'help'], [911, 'x']]);
    expect(told.slice(-4)).toEqual(['falls-silent', 'silent', 'answer', 'answer']);
  });
});
