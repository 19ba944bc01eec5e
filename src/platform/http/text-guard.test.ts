import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';
import { guardTexts } from './text-guard.js';

function problemOf(body: unknown): Problem {
  try {
    guardTexts(body, false);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** `depth` lists or objects inside each other, made without recursion. */
function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

describe('the text guard', () => {
  it.each([
    ['a text', 'plain'],
    ['texts of every script', { a: ['ä', '日本', '😀'], b: { c: 1, d: true, e: null } }],
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
  ])('lets %s through as it is', (_case, body) => {
    expect(guardTexts(structuredClone(body), false)).toEqual(body);
    expect(guardTexts(structuredClone(body), true)).toEqual(body);
  });

  it.each([
    ['a NUL', { name: 'a\u0000b' }, 'name'],
    ['half of a pair', { name: '\ud83d' }, 'name'],
    ['the other half, deep inside', { layers: [{ name: 'x' }, { name: '\ude00' }] }, 'layers.1.name'],
    ['a text alone', '\u0000', ''],
  ])('refuses %s in a call of the API, and says where', (_case, body, path) => {
    const problem = problemOf(body);
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors.map((fault) => fault.path)).toEqual([path]);
  });

  it('refuses a name of a field that cannot be stored', () => {
    expect(problemOf({ outer: { 'a\u0000': 1 } })).toMatchObject({ errors: [{ path: 'outer' }] });
  });

  it('mends what monitoring sends', () => {
    const sent = { 'na\u0000me': 'a\u0000b', list: ['\ud83d', 'fine', { x: 'b\ude00' }], empty: '\u0000' };
    expect(guardTexts(sent, true)).toEqual({
      name: 'ab',
      list: ['\ufffd', 'fine', { x: 'b\ufffd' }],
      empty: '',
    });
    expect(guardTexts('a\u0000b', true)).toBe('ab');
  });

  it.each([
    ['lists', (inner: unknown) => [inner]],
    ['objects', (inner: unknown) => ({ inner })],
  ])('is not exhausted by 10,000 %s inside each other: 400', (_case, wrap) => {
    expect(problemOf(nested(10_000, wrap)).getStatus()).toBe(400);
    expect(() => guardTexts(nested(10_000, wrap), true)).toThrow('nested more than 64 levels deep');
  });

  it('takes 64 levels', () => {
    const body = nested(64, (inner) => [inner]);
    expect(guardTexts(body, false)).toBe(body);
  });

  it('walks a wide body in time', () => {
    const body = Array.from({ length: 100_000 }, (_item, index) => ({ name: `item ${String(index)}` }));
    expect(guardTexts(body, false)).toBe(body);
  });

  it('treats __proto__ as a name like any other', () => {
    const body: unknown = JSON.parse('{"__proto__":{"polluted":"a\\u0000"},"constructor":"b\\u0000"}');
    expect(JSON.stringify(guardTexts(body, true))).toBe('{"__proto__":{"polluted":"a"},"constructor":"b"}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
