import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that looks like another, or like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 20;
const GROUP = 4;

/** A new code: 100 random bits, in groups that a person can type: `7K3M-Q0ZD-…`. */
export function newSetUpCode(): string {
  // 32 letters divide 256 evenly, so that each is equally likely.
  const letters = Array.from(randomBytes(LETTERS), (byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return letters.match(new RegExp(`.{${String(GROUP)}}`, 'g'))?.join('-') ?? letters;
}

/** What is stored of it: of the code however it is typed, in small letters, without hyphens, with O for 0. */
export function hashSetUpCode(code: string): Buffer {
  const typed = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHash('sha256').update(typed, 'utf8').digest();
}
