import { describe, expect, it } from '@jest/globals';
import { toReturnPath } from './return-path.js';

describe('where somebody goes after signing in', () => {
  it.each([
    ['/incidents/42?tab=timeline#notes', '/incidents/42?tab=timeline#notes'],
    ['/a/../b', '/b'],
    ['/search?q=https://evil.example', '/search?q=https://evil.example'],
  ])('is %s', (wished, path) => {
    expect(toReturnPath(wished)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'incidents',
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    `/${'a'.repeat(3000)}`,
  ])('is never elsewhere: %j', (wished) => {
    expect(toReturnPath(wished)).toBe('/');
  });
});
