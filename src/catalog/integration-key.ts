import { hash, randomInt } from 'node:crypto';
import type { IntegrationType } from './integration-type.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/** A new secret key: 32 characters a to z and 0 to 9, about 165 bits. Clients of Events v2 expect this length. */
export function newIntegrationKey(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** What is stored of a key (promise 10). Keys are random and long, so a plain SHA-256 cannot be guessed back. */
export function hashIntegrationKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** Where monitoring posts to. Events v2 carries the key in its body, the others in their address. */
export function integrationUrl(publicUrl: string, type: IntegrationType, key: string): string {
  switch (type) {
    case 'events-v2':
      return `${publicUrl}/v2/enqueue`;
    case 'alertmanager':
    case 'generic':
      return `${publicUrl}/integrations/${key}/${type}`;
  }
}
