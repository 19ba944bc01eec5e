import {
  goodbye,
  NO_KEY_SENTENCE,
  type VoiceAction,
  type VoiceQuestion,
  type VoiceTurn,
} from '../channels/voice-script.js';

/** What a call is about. */
export interface CallSubject {
  /** What is read out first, without the keys. */
  readonly sentences: readonly string[];
  /** The numbers of the incidents that the call stands for. */
  readonly incidentNumbers: readonly [number, ...number[]];
  /** Somebody asks this person to help, so that 4 means yes. */
  readonly asksForHelp: boolean;
}

/** What a key leads to: something is done, or something is said. */
export type KeyEffect = { readonly do: VoiceAction } | { readonly turn: VoiceTurn };

/** A call that is asked to repeat for ever ends after so many keys. */
export const LAST_TURN = 12;
/** A key that does nothing is answered with the keys so often in a row; then the call ends. */
export const MOST_WRONG_KEYS = 3;

const KEYS: ReadonlyMap<string, VoiceAction | 'repeat'> = new Map([
  ['4', 'acknowledge'],
  ['6', 'resolve'],
  ['5', 'escalate'],
  ['*', 'repeat'],
]);

/** Reads out what the call is about, and asks for a key. */
export function readingTurn(subject: CallSubject, turn: number): VoiceTurn {
  return asking([...subject.sentences, keysOf(subject)], { turn, confirms: null, about: [], wrongKeys: 0 });
}

/**
 * What a pressed key leads to. To acknowledge one incident takes one key, for that harms nobody; whatever ends the
 * story for others (resolve, the next step, many incidents at once) is done when its key is pressed once more. What
 * was asked about other incidents than those of now is asked anew: somebody has answered some, or others began again.
 * @param question what the call had asked before
 */
export function afterKey(digits: string, question: VoiceQuestion, subject: CallSubject): KeyEffect {
  const turn = question.turn + 1;
  if (isOutdated(question, subject)) return { turn: changedTurn(subject, turn) };
  const key = KEYS.get(digits);
  if (key === 'repeat') return { turn: readingTurn(subject, turn) };
  if (key === undefined || !actionsOf(subject).includes(key)) return { turn: wrongKey(question, subject) };
  if (question.confirms === key || !wantsConfirmation(key, subject)) return { do: key };
  const about = subject.incidentNumbers;
  return { turn: asking([confirmationOf(key, subject)], { turn, confirms: key, about, wrongKeys: 0 }) };
}

/** Whether the call stands by now for an incident of which the question said nothing. */
const isOutdated = ({ confirms, about }: VoiceQuestion, { incidentNumbers }: CallSubject): boolean =>
  confirms !== null && incidentNumbers.some((number) => !about.includes(number));

function changedTurn(subject: CallSubject, turn: number): VoiceTurn {
  const { incidentNumbers } = subject;
  const [first, ...others] = incidentNumbers;
  const now = others.length === 0 ? `incident ${first}` : `${incidentNumbers.length} incidents`;
  const { say, listen } = readingTurn(subject, turn);
  return { say: [`Nothing is changed. This call is about ${now} now.`, ...say], listen };
}

function wrongKey(question: VoiceQuestion, subject: CallSubject): VoiceTurn {
  const wrongKeys = question.wrongKeys + 1;
  if (wrongKeys > MOST_WRONG_KEYS) return goodbye([WRONG_KEY, NOTHING_CHANGED]);
  const { confirms, about } = question;
  const again = confirms === null ? keysOf(subject) : confirmationOf(confirms, subject);
  return asking([`${WRONG_KEY} ${again}`], { turn: question.turn + 1, confirms, about, wrongKeys });
}

const asking = (say: readonly string[], listen: VoiceQuestion): VoiceTurn =>
  listen.turn > LAST_TURN ? goodbye([NO_KEY_SENTENCE]) : { say, listen };

/** A bundle is answered as a whole or not at all; a request for help is accepted, or declined by SMS. */
function actionsOf({ incidentNumbers, asksForHelp }: CallSubject): readonly VoiceAction[] {
  return incidentNumbers.length > 1 || asksForHelp ? ['acknowledge'] : ['acknowledge', 'resolve', 'escalate'];
}

const wantsConfirmation = (action: VoiceAction, { incidentNumbers }: CallSubject): boolean =>
  action !== 'acknowledge' || incidentNumbers.length > 1;

function keysOf({ incidentNumbers, asksForHelp }: CallSubject): string {
  const count = incidentNumbers.length;
  if (count > 1) return `Press 4 to acknowledge all ${count}, or star to repeat.`;
  if (asksForHelp) return 'Press 4 to say that you help, or star to repeat.';
  return 'Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.';
}

function confirmationOf(action: VoiceAction, { incidentNumbers }: CallSubject): string {
  const [number] = incidentNumbers;
  switch (action) {
    case 'acknowledge':
      return `Press 4 once more to acknowledge all ${incidentNumbers.length} incidents, or star to go back.`;
    case 'resolve':
      return `Press 6 once more to resolve incident ${number}, or star to go back.`;
    case 'escalate':
      return `Press 5 once more to page the next step about incident ${number}, or star to go back.`;
  }
}

const WRONG_KEY = 'That key does nothing.';
const NOTHING_CHANGED = 'Nothing is changed. Goodbye.';
