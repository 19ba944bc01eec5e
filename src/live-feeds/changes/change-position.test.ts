import { describe, expect, it } from '@jest/globals';
import { formatPosition, isAfter, parsePosition } from './change-position.js';

describe('parsePosition', () => {
  it.each([
    ['0-0', { xid: 0n, id: 0n }],
    ['734-12', { xid: 734n, id: 12n }],
    ['9223372036854775807-1', { xid: 9223372036854775807n, id: 1n }],
  ])('%s', (text, position) => {
    expect(parsePosition(text)).toEqual(position);
    expect(formatPosition(position)).toBe(text);
  });

  it.each([
    '',
    '7',
    '7-',
    '-7',
    '7-8-9',
    '7 -8',
    '+7-8',
    '0x7-1',
    '9223372036854775808-1',
    '1-9999999999999999999',
  ])('is not %j', (text) => {
    expect(parsePosition(text)).toBeNull();
  });
});

describe('isAfter', () => {
  it.each([
    ['7-9', '7-8', true],
    ['7-8', '7-8', false],
    ['8-1', '7-9', true],
    ['7-10', '7-9', true],
    ['7-9', '10-1', false],
  ])('%s after %s: %s', (one, other, expected) => {
    const left = parsePosition(one);
    const right = parsePosition(other);
    if (left === null || right === null) throw new Error('no position');
    expect(isAfter(left, right)).toBe(expected);
  });
});
