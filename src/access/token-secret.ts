import { createHash, randomBytes } from 'node:crypto';

/** A new API token: 256 random bits, with a prefix that secret scanners and our own redaction recognise. */
export function newTokenSecret(): string {
  return `rouse_${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored of a token. A plain SHA-256 is enough for 256 random bits: there is nothing to guess, and one
 * indexed look-up finds it.
 */
export function hashTokenSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/**
 * The token of an `Authorization: Bearer …` header (RFC 6750 section 2.1; the scheme is case-insensitive by
 * RFC 9110 section 11.1), or null. Node reads headers as Latin-1, whereas clients send UTF-8 bytes.
 */
export function bearerToken(header: string | undefined): string | null {
  const match = /^bearer +(\S.*)$/i.exec(header ?? '');
  const token = match?.[1]?.trim();
  return token === undefined ? null : Buffer.from(token, 'latin1').toString('utf8');
}
