import { describe, expect, it } from '@jest/globals';
import { hashIntegrationKey, integrationUrl, newIntegrationKey } from './integration-key.js';

describe('an integration key', () => {
  it('is 32 characters of a to z and 0 to 9, and never the same', () => {
    const keys = Array.from({ length: 500 }, newIntegrationKey);
    for (const key of keys) expect(key).toMatch(/^[a-z0-9]{32}$/);
    expect(new Set(keys).size).toBe(500);
    expect(new Set(keys.join('')).size).toBe(36);
  });

  it('is stored as its SHA-256', () => {
    expect(hashIntegrationKey('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('integrationUrl', () => {
  it.each([
    ['events-v2', 'https://rouse.example.org/v2/enqueue'],
    ['alertmanager', 'https://rouse.example.org/integrations/k3y/alertmanager'],
    ['generic', 'https://rouse.example.org/integrations/k3y/generic'],
  ] as const)('%s', (type, expected) => {
    expect(integrationUrl('https://rouse.example.org', type, 'k3y')).toBe(expected);
  });
});
