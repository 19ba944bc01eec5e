import { describe, expect, it } from '@jest/globals';
import { originOf } from './same-origin.js';

const PUBLIC = 'https://rouse.example.com/pager';
const LOCAL = 'http://localhost:3000';

describe('originOf', () => {
  it.each([
    ['a page of ours', PUBLIC, 'same-origin', undefined, 'same'],
    ['a person at the address bar', PUBLIC, 'none', undefined, 'same'],
    ['another site', PUBLIC, 'cross-site', undefined, 'other'],
    ['a neighbour below the same domain', PUBLIC, 'same-site', undefined, 'other'],
    ['another site that says our origin', PUBLIC, 'cross-site', 'https://rouse.example.com', 'other'],
    ['a word that nobody knows', PUBLIC, 'friendly', 'https://rouse.example.com', 'other'],
    ['an old browser on our page', PUBLIC, undefined, 'https://rouse.example.com', 'same'],
    ['an old browser elsewhere', PUBLIC, undefined, 'https://evil.example', 'other'],
    ['an old browser on a neighbour', PUBLIC, undefined, 'https://wiki.example.com', 'other'],
    ['our host without encryption', PUBLIC, undefined, 'http://rouse.example.com', 'other'],
    ['our host at another port', PUBLIC, undefined, 'https://rouse.example.com:8443', 'other'],
    ['a sandboxed frame', PUBLIC, undefined, 'null', 'other'],
    ['an origin that is none', PUBLIC, undefined, '//', 'other'],
    ['this machine, for an address elsewhere', PUBLIC, undefined, 'https://localhost', 'other'],
    ['a program', PUBLIC, undefined, undefined, 'unsaid'],
    ['this machine by its other name', LOCAL, undefined, 'http://127.0.0.1:3000', 'same'],
    ['this machine by its third name', LOCAL, undefined, 'http://[::1]:3000', 'same'],
    ['another program on this machine', LOCAL, undefined, 'http://127.0.0.1:8080', 'other'],
    ['another site, for an address of this machine', LOCAL, undefined, 'http://evil.example:3000', 'other'],
  ])('of %s', (_case, publicUrl, site, origin, expected) => {
    expect(originOf({ site, origin }, publicUrl)).toBe(expected);
  });
});
