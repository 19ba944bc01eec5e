/** What one answer of a call does: says sentences, then waits for a key or hangs up. */
export interface VoiceTurn {
  /** Sentences, in plain text: whoever renders them escapes them. */
  say: string[];
  /** Where the next key goes; null: hang up after the last sentence. */
  listen: { turn: number } | null;
}

export type VoiceKey = 'acknowledge' | 'resolve' | 'escalate' | 'repeat' | 'unknown';

/** A call that only ever hears unknown keys or `*` ends after so many turns. */
export const LAST_TURN = 10;

export const KEYS_SENTENCE = 'Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.';
export const NO_KEY_SENTENCE = 'No key was pressed, so nothing is acknowledged. Goodbye.';

const KEYS: ReadonlyMap<string, VoiceKey> = new Map([
  ['4', 'acknowledge'],
  ['6', 'resolve'],
  ['5', 'escalate'],
  ['*', 'repeat'],
]);

/** What a pressed key means. */
export function meaningOf(digits: string): VoiceKey {
  return KEYS.get(digits) ?? 'unknown';
}

/** Reads the page out and waits for a key. */
export function readingTurn(sentences: readonly string[], turn: number): VoiceTurn {
  return turn > LAST_TURN
    ? goodbye([NO_KEY_SENTENCE])
    : { say: [...sentences, KEYS_SENTENCE], listen: { turn } };
}

/** An unknown key: says the keys again. */
export function askAgain(turn: number): VoiceTurn {
  return turn > LAST_TURN
    ? goodbye([NO_KEY_SENTENCE])
    : { say: [`That key does nothing. ${KEYS_SENTENCE}`], listen: { turn } };
}

/** Says the last words and hangs up. */
export function goodbye(sentences: readonly string[]): VoiceTurn {
  return { say: [...sentences], listen: null };
}

/** Digits apart, so that a voice reads a code out one by one: "123456" becomes "1, 2, 3, 4, 5, 6". */
export function spellDigits(text: string): string {
  return text.replace(/\d{4,}/g, (digits) => Array.from(digits).join(', '));
}
