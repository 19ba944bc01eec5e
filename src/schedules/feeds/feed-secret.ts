import { createHash, randomBytes } from 'node:crypto';

/** A new feed's secret: 256 random bits. Whoever knows the address reads the calendar. */
export const newFeedSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of it. A plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export const hashFeedSecret = (secret: string): Buffer =>
  createHash('sha256').update(secret, 'utf8').digest();

/** Where calendar programs fetch the feed. */
export const feedUrl = (publicUrl: string, secret: string): string => `${publicUrl}/calendar/${secret}.ics`;
