import { describe, expect, it } from '@jest/globals';
import { ParseId } from './validation.js';

const ID = '01a1fdc6-2b8c-71a3-a808-9842350c5be9';
const idIn = (address: string): string => new ParseId().transform(address, { type: 'param' });

describe('an id in an address', () => {
  it('is the same in capitals: nothing is about oneself, or an owner, for one spelling only', () => {
    expect(idIn(ID.toUpperCase())).toBe(ID);
  });

  it.each(['', 'x', `{${ID}}`, `${ID} `, ID.replaceAll('-', '')])('%j is that of nothing', (text) => {
    expect(() => idIn(text)).toThrow('There is no such thing.');
  });
});
