import { describe, expect, it } from '@jest/globals';
import { toRedactedJson } from './audit-log.js';

describe('toRedactedJson', () => {
  it.each([
    ['nothing', undefined, null],
    ['null', null, null],
    ['a change', { name: 'Ana', role: 'admin' }, '{"name":"Ana","role":"admin"}'],
    [
      'secrets, however deep',
      { a: [{ token: 'x', code: '1', key: 'k' }] },
      '{"a":[{"token":"[redacted]","code":"[redacted]","key":"[redacted]"}]}',
    ],
    ['a phone number', { address: '+15005550006' }, '{"address":"+15…06"}'],
    ['a token in a text', { note: 'was rouse_abcdefghijkl' }, '{"note":"was rouse_ab…"}'],
    ['whether there is a secret', { hasPassword: true, token: null }, '{"hasPassword":true,"token":null}'],
    [
      'secrets by whatever first name',
      { currentPassword: 'a', secretHash: 'b', setUpCode: 12345, clientSecret: {} },
      '{"currentPassword":"[redacted]","secretHash":"[redacted]","setUpCode":"[redacted]","clientSecret":"[redacted]"}',
    ],
    ['what is no secret', { dedupKey: 'd', keyNumber: 1 }, '{"dedupKey":"d","keyNumber":1}'],
    [
      'an address that opens a door',
      { url: 'https://hooks.example.org/T0/x?y', address: 'https://a.example/b' },
      '{"url":"https://hooks.example.org/…","address":"https://a.example/…"}',
    ],
    ['an address of mail', { address: 'ana@example.org' }, '{"address":"ana@example.org"}'],
    ['a time', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('of %s', (_name, value, expected) => {
    expect(toRedactedJson(value)).toBe(expected);
  });
});
