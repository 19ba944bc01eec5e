/** A key of a telephone, what it does, and whether the call wants just that one next. */
export interface OfferedKey {
  readonly key: string;
  readonly does: string;
  readonly isNext: boolean;
}

/**
 * The keys that a call has just offered, as it said them: "Press 6 once more to resolve incident 12, or star to go
 * back." The usual ones where it offered none.
 */
export function offeredKeys(
  sentence: string,
  usual: readonly (readonly [string, string])[],
): readonly OfferedKey[] {
  const offers = [...sentence.matchAll(/(?:Press |, |or )(\d|star) (?:once more )?to ([^,.]+)/g)];
  const keys = offers.map(([, key = '', does = '']) => [key === 'star' ? '*' : key, does] as const);
  return (keys.length > 0 ? keys : usual).map(([key, does]) => ({
    key,
    does,
    isNext: sentence.includes(`${key} once more`),
  }));
}

/** A text in pieces: those with an address are links. */
export interface TextPiece {
  readonly text: string;
  readonly isLink: boolean;
}

/** Only `http` and `https` become links; all else stays text. */
export const piecesOf = (text: string): readonly TextPiece[] =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, isLink: /^https?:\/\//.test(piece) }));
