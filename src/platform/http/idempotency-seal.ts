import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts an answer for the caller who may see it again. Some answers hold a secret that is stored as a hash
 * only (promise 10), so what is kept for repetitions opens with the caller's own secret and nothing else.
 * @returns nonce, tag and ciphertext in one
 */
export function seal(text: string, secret: string, key: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(secret, key), nonce);
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** The inverse of `seal`. @throws where secret or key are others than it was sealed with */
export function unseal(sealed: Buffer, secret: string, key: string): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, sealingKey(secret, key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  const ciphertext = sealed.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

/** HKDF (RFC 5869): a caller's secret is random, so one derivation is enough. */
function sealingKey(secret: string, key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, key, 'rouse idempotent answer', 32));
}
