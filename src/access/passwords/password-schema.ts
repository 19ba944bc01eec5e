import { z } from 'zod';

const SHORTEST = 12;
const LONGEST = 1024;

/**
 * Passwords of many as they are found in lists of leaked ones, as far as they are long enough to pass otherwise; in
 * small letters.
 */
const COMMON: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '123456789abc',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  'abcdef123456',
  'administrator',
  'changeme1234',
  'changemenow1',
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'iloveyou1234',
  'letmein12345',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'p@ssw0rd1234',
  'qwerty123456',
  'qwertyqwerty',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopas',
  'welcome12345',
  'adminadminadmin',
]);

/** Fewer different characters are a key held down, or two in turn. */
const FEWEST_DIFFERENT = 5;

/** NIST SP 800-63B section 3.1.1.2 counts each code point as one character. */
const lengthOf = (password: string): number => Array.from(password).length;

/**
 * A password that somebody chooses: long rather than complicated, and none that everybody tries first (NIST SP 800-63B
 * section 3.1.1.2). What it must not have in common with the person is for `ownWordIn`.
 */
export const passwordSchema = z
  .string()
  .refine((password) => lengthOf(password) >= SHORTEST, `must have at least ${String(SHORTEST)} characters`)
  .refine((password) => lengthOf(password) <= LONGEST, `must have at most ${String(LONGEST)} characters`)
  .refine(
    (password) =>
      !COMMON.has(password.trim().toLowerCase()) && new Set(password.toLowerCase()).size >= FEWEST_DIFFERENT,
    'is one of those that everybody tries first',
  )
  .refine((password) => !password.toLowerCase().includes('rouse'), 'must not contain rouse');

/** Shorter names are in too many words. */
const SHORTEST_NAME = 4;

/** The word in a password that an attacker knows already: the name in front of the @ of its person. Null for none. */
export function ownWordIn(password: string, email: string): string | null {
  const name = (email.split('@')[0] ?? '').toLowerCase();
  return name.length >= SHORTEST_NAME && password.toLowerCase().includes(name) ? name : null;
}
