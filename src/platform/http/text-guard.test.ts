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

  it('takes 50,000 values and no more', () => {
    const body = Array.from({ length: 25_000 }, (_item, index) => ({ name: `item ${String(index)}` }));
    expect(guardTexts(body, false)).toBe(body);
    expect(problemOf([...body, 'one more']).getStatus()).toBe(400);
  });

  it.each([
    ['__proto__', '{"a":[{"__proto__":{"polluted":"b"}}]}', '{"a":[{}]}'],
    ['__proto__ with a NUL in it', '{"__pro\\u0000to__":{"polluted":"b"},"c":1}', '{"c":1}'],
    ['constructor.prototype', '{"constructor":{"prototype":{}},"c":1}', '{"c":1}'],
  ])('refuses the name %s in a call of the API, and drops it from an alert', (_case, text, left) => {
    expect(problemOf(JSON.parse(text)).getStatus()).toBe(400);
    expect(JSON.stringify(guardTexts(JSON.parse(text), true))).toBe(left);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('takes a constructor that is somebody who builds', () => {
    const body = { constructor: 'Bo & Sons', prototype: 'of the bridge' };
    expect(guardTexts(structuredClone(body), false)).toEqual(body);
  });
});
