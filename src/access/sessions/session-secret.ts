import { createHash, randomBytes } from 'node:crypto';

/** A new session's secret: 256 random bits, with a prefix that our own redaction recognises. */
export const newSessionSecret = (): string => `rouse_session_${randomBytes(32).toString('base64url')}`;

/** What is stored of it. A plain SHA-256 is enough where there is nothing to guess. */
export const hashSessionSecret = (secret: string): Buffer =>
  createHash('sha256').update(secret, 'utf8').digest();
