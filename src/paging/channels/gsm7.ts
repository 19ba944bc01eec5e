/**
 * The alphabet of short messages, GSM 03.38 (3GPP TS 23.038, 6.2.1). A message written in it alone has 160
 * characters a segment; one character outside makes the whole message UCS-2, with 70.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take two places: an escape and themselves. */
const EXTENDED = '^{}\\[~]|€';

const widths = new Map<string, number>([
  ...Array.from(BASIC).map((character) => [character, 1] as const),
  ...Array.from(EXTENDED).map((character) => [character, 2] as const),
]);

/** What a sign of typography or of mathematics becomes; letters with marks lose the marks by decomposition. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′`´ʼ]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‹]/g, '<'],
  [/[›]/g, '>'],
  [/[‐‑‒–—―−]/g, '-'],
  [/…/g, '...'],
  [/[•·▪●]/g, '*'],
  [/[→⇒➜]/g, '->'],
  [/[←⇐]/g, '<-'],
  [/≥/g, '>='],
  [/≤/g, '<='],
  [/≠/g, '!='],
  [/×/g, 'x'],
  [/÷/g, '/'],
  [/°/g, ' deg'],
  [/[µμ]/g, 'u'],
  [/±/g, '+/-'],
  [/™/g, '(TM)'],
  [/®/g, '(R)'],
  [/©/g, '(C)'],
  [/ł/g, 'l'],
  [/Ł/g, 'L'],
  [/đ/g, 'd'],
  [/Đ/g, 'D'],
  [/œ/g, 'oe'],
  [/Œ/g, 'OE'],
  [/ı/g, 'i'],
  [/ç/g, 'c'],
];

const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0E\uFE0F\u20E3]/gu;

/** Where a text can be sent in one segment, and how much of it has been used. */
export type Encoding = 'gsm-7' | 'ucs-2';

/** Places of one segment. */
export const SEGMENT: Readonly<Record<Encoding, number>> = { 'gsm-7': 160, 'ucs-2': 70 };
/** Of several segments each gives some places to the header that joins them (3GPP TS 23.040, 9.2.3.24.1). */
const JOINED_SEGMENT: Readonly<Record<Encoding, number>> = { 'gsm-7': 153, 'ucs-2': 67 };
/** A page that is longer is not read at 3 a.m. */
export const MOST_SEGMENTS = 3;

/** Places of a message of so many segments. */
export const placesInSegments = (segments: number, encoding: Encoding): number =>
  segments === 1 ? SEGMENT[encoding] : segments * JOINED_SEGMENT[encoding];

/**
 * One line of plain text: line breaks, control characters and runs of white space become one space; characters that
 * cannot be seen (bidirectional controls, soft hyphens, half surrogate pairs) go. What a stranger's alert says must
 * not forge lines of a page. Joiners stay: some scripts need them.
 */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\u200c\u200d])[\p{Cf}\uFFFD]/gu, '')
    .replace(/(?![\u200c\u200d])[\p{C}\p{Z}]+/gu, ' ')
    .trim();
}

/** As much of `text` in the GSM-7 alphabet as can be without losing words: pictures go, other scripts stay. */
export function towardsGsm7(text: string): string {
  const replaced = REPLACEMENTS.reduce(
    (result, [pattern, by]) => result.replace(pattern, by),
    text.normalize('NFC'),
  );
  const mapped = Array.from(replaced)
    .map((character) => (widths.has(character) ? character : withoutMarks(character)))
    .join('');
  const words = withoutPictures(mapped);
  // Loose marks and joiners mean something in other scripts; beside Latin letters they are litter.
  const kept = OTHER_SCRIPT.test(words) ? words : words.replace(/[\p{M}\u200c\u200d]/gu, '');
  return kept.replace(/ {2,}/g, ' ').trim();
}

const OTHER_SCRIPT = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

/** The text without emoji and what modifies them. */
export function withoutPictures(text: string): string {
  return text.replace(PICTURES, '').replace(/ {2,}/g, ' ').trim();
}

/** A Latin letter whose marks GSM-7 does not have, without them; anything else as it is. */
function withoutMarks(character: string): string {
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare !== '' && Array.from(bare).every((part) => widths.has(part)) ? bare : character;
}

/** Which encoding a network would use for `text`. */
export function encodingOf(text: string): Encoding {
  return Array.from(text).every((character) => widths.has(character)) ? 'gsm-7' : 'ucs-2';
}

/** Places that `text` takes: septets in GSM-7, UTF-16 units in UCS-2. */
export function placesOf(text: string, encoding: Encoding): number {
  if (encoding === 'ucs-2') return text.length;
  return Array.from(text).reduce((sum, character) => sum + (widths.get(character) ?? 1), 0);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of `text` that fits `places`, cut between graphemes, with dots where something was cut. */
export function shortened(text: string, places: number, encoding: Encoding): string {
  if (placesOf(text, encoding) <= places) return text;
  const dots = encoding === 'ucs-2' ? '…' : '...';
  let kept = '';
  let left = places - placesOf(dots, encoding);
  for (const { segment } of graphemes.segment(text)) {
    left -= placesOf(segment, encoding);
    if (left < 0) break;
    kept += segment;
  }
  return places < dots.length ? '' : `${kept.trimEnd()}${dots}`;
}
