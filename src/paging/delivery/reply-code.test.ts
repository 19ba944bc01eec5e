import { describe, expect, it } from '@jest/globals';
import { chooseReplyCode } from './reply-code.js';

describe('a reply code', () => {
  const sequence =
    (...values: number[]) =>
    () =>
      values.shift() ?? 0.999;
  it('has three digits', () => {
    expect(chooseReplyCode(new Set(), () => 0)).toBe('100');
    expect(chooseReplyCode(new Set(), () => 0.9999)).toBe('999');
  });
  it('is not one that is taken', () => {
    expect(chooseReplyCode(new Set(['100']), sequence(0, 0.5))).toBe('550');
  });
  it('grows a digit when half of the short ones are taken', () => {
    const taken = new Set(Array.from({ length: 451 }, (_, index) => String(100 + index)));
    expect(chooseReplyCode(taken, () => 0)).toBe('1000');
  });
});
