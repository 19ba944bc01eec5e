import { describe, expect, it } from '@jest/globals';
import { readForwardedFor } from './trusted-proxies.js';

describe('what a proxy says of where a request came from', () => {
  it.each<[string, string[]]>([
    ['203.0.113.9', ['203.0.113.9']],
    ['198.51.100.1, 203.0.113.9', ['198.51.100.1', '203.0.113.9']],
    ['203.0.113.9:5678', ['203.0.113.9']],
    ['[2001:db8::1]:5678', ['2001:db8::1']],
    ['[2001:db8::1]', ['2001:db8::1']],
    ['2001:db8::1', ['2001:db8::1']],
    ['198.51.100.1, unknown, 203.0.113.9', ['203.0.113.9']],
    ['203.0.113.9, =HYPERLINK("x")', []],
    ['999.1.1.1', []],
    [' , ', []],
  ])('%j', (header, addresses) => {
    expect(readForwardedFor(header)).toEqual(addresses);
  });
});
