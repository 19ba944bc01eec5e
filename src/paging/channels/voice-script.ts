/** What a call may be asked to do. */
export const VOICE_ACTIONS = ['acknowledge', 'resolve', 'escalate'] as const;
export type VoiceAction = (typeof VOICE_ACTIONS)[number];

/** What a call waits for. */
export interface VoiceQuestion {
  /** Which key of the call comes next, counted from 1. */
  readonly turn: number;
  /** What the same key once more would do; null where nothing was asked for yet. */
  readonly confirms: VoiceAction | null;
  /** The numbers of the incidents that `confirms` was asked about; empty where nothing was. */
  readonly about: readonly number[];
  /** How often a key was pressed in a row that does nothing. */
  readonly wrongKeys: number;
}

/** What one answer of a call does: says sentences, then waits for a key or hangs up. */
export interface VoiceTurn {
  /** Sentences, in plain text: whoever renders them escapes them. */
  readonly say: readonly string[];
  /** Where the next key goes; null: hang up after the last sentence. */
  readonly listen: VoiceQuestion | null;
}

export const NO_KEY_SENTENCE = 'No key was pressed, so nothing is changed. Goodbye.';

/** Says the last words and hangs up. */
export function goodbye(sentences: readonly string[]): VoiceTurn {
  return { say: [...sentences], listen: null };
}

/** Digits apart, so that a voice reads a code out one by one: "123456" becomes "1, 2, 3, 4, 5, 6". */
export function spellDigits(text: string): string {
  return text.replace(/\d{4,}/g, (digits) => Array.from(digits).join(', '));
}
