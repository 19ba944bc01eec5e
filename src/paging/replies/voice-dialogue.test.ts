import { describe, expect, it } from '@jest/globals';
import type { VoiceQuestion, VoiceTurn } from '../channels/voice-script.js';
import { afterKey, LAST_TURN, readingTurn, type CallSubject } from './voice-dialogue.js';

const one: CallSubject = { sentences: ['Disk full.'], incidentNumbers: [12], asksForHelp: false };
const many: CallSubject = {
  ...one,
  sentences: ['12 incidents.'],
  incidentNumbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
};
const other: CallSubject = { ...one, sentences: ['Queue full.'], incidentNumbers: [13] };
const both: CallSubject = { ...one, sentences: ['2 incidents.'], incidentNumbers: [12, 13] };
const three: CallSubject = { ...one, sentences: ['3 incidents.'], incidentNumbers: [12, 13, 14] };
const help: CallSubject = { ...one, asksForHelp: true };

/** Presses keys one after the other; gives what was done, or what was said last, and whether the call goes on. */
function press(
  subject: CallSubject,
  keys: readonly string[],
): { done: string | null; said: string; goesOn: boolean } {
  let turn: VoiceTurn = readingTurn(subject, 1);
  for (const key of keys) {
    const question: VoiceQuestion | null = turn.listen;
    if (question === null) throw new Error(`the call is over before ${key}`);
    const effect = afterKey(key, question, subject);
    if ('do' in effect) return { done: effect.do, said: '', goesOn: false };
    turn = effect.turn;
  }
  return { done: null, said: turn.say.join(' '), goesOn: turn.listen !== null };
}

describe('the keys of a call', () => {
  it.each<[string, CallSubject, string[], string]>([
    ['4 acknowledges one incident at once', one, ['4'], 'acknowledge'],
    ['6 resolves when it is pressed once more', one, ['6', '6'], 'resolve'],
    ['5 escalates when it is pressed once more', one, ['5', '5'], 'escalate'],
    ['another key than the one to confirm counts as itself', one, ['6', '4'], 'acknowledge'],
    ['and begins anew', one, ['6', '5', '5'], 'escalate'],
    ['star goes back', one, ['6', '*', '5', '5'], 'escalate'],
    ['a wrong key between does not undo what was asked', one, ['6', '9', '6'], 'resolve'],
    ['three wrong keys are forgiven', one, ['1', '2', '3', '4'], 'acknowledge'],
    ['4 for many incidents wants to be pressed once more', many, ['4', '4'], 'acknowledge'],
    ['4 says yes to somebody who asks for help', help, ['4'], 'acknowledge'],
  ])('%s', (_name, subject, keys, done) => {
    expect(press(subject, keys).done).toBe(done);
  });

  it.each<[string, CallSubject, string[], string]>([
    [
      'reads and tells the keys',
      one,
      [],
      'Disk full. Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.',
    ],
    ['asks before it resolves', one, ['6'], 'Press 6 once more to resolve incident 12, or star to go back.'],
    [
      'asks before it escalates',
      one,
      ['5'],
      'Press 5 once more to page the next step about incident 12, or star to go back.',
    ],
    ['tells the keys of many', many, [], '12 incidents. Press 4 to acknowledge all 12, or star to repeat.'],
    [
      'asks before it acknowledges many',
      many,
      ['4'],
      'Press 4 once more to acknowledge all 12 incidents, or star to go back.',
    ],
    [
      'has no 6 for many',
      many,
      ['6'],
      'That key does nothing. Press 4 to acknowledge all 12, or star to repeat.',
    ],
    [
      'has no 5 for a request',
      help,
      ['5'],
      'That key does nothing. Press 4 to say that you help, or star to repeat.',
    ],
    [
      'says what it waits for after a wrong key',
      one,
      ['6', '#'],
      'That key does nothing. Press 6 once more to resolve incident 12, or star to go back.',
    ],
    [
      'another key confirms nothing and is asked about itself',
      one,
      ['6', '5'],
      'Press 5 once more to page the next step about incident 12, or star to go back.',
    ],
    [
      'takes nothing from the names of JavaScript',
      one,
      ['constructor'],
      'That key does nothing. Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.',
    ],
    [
      'two keys at once are none',
      one,
      ['44'],
      'That key does nothing. Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.',
    ],
  ])('%s', (_name, subject, keys, said) => {
    expect(press(subject, keys)).toEqual({ done: null, said, goesOn: true });
  });

  it('ends after the fourth wrong key in a row, and has changed nothing', () => {
    expect(press(one, ['1', '2', '3', '7'])).toEqual({
      done: null,
      said: 'That key does nothing. Nothing is changed. Goodbye.',
      goesOn: false,
    });
  });

  it('ends when it was asked to repeat for ever', () => {
    expect(
      press(
        one,
        Array.from({ length: LAST_TURN - 1 }, () => '*'),
      ).goesOn,
    ).toBe(true);
    expect(
      press(
        one,
        Array.from({ length: LAST_TURN }, () => '*'),
      ).goesOn,
    ).toBe(false);
  });

  it.each<[string, CallSubject, string, CallSubject, string, string]>([
    [
      'does not do to another incident what was asked about one',
      one,
      '6',
      other,
      '6',
      'Nothing is changed. This call is about incident 13 now. Queue full. Press 4 to acknowledge, 6 to resolve, 5 to escalate, or star to repeat.',
    ],
    [
      'does not page the next step about another one either',
      one,
      '5',
      other,
      '5',
      'Nothing is changed. This call is about incident 13 now.',
    ],
    [
      'asks anew after another key too',
      one,
      '6',
      other,
      '4',
      'Nothing is changed. This call is about incident 13 now.',
    ],
    [
      'asks anew when one more waits',
      one,
      '6',
      both,
      '6',
      'Nothing is changed. This call is about 2 incidents now.',
    ],
    [
      'asks anew when more wait than it was asked to acknowledge',
      both,
      '4',
      three,
      '4',
      'Nothing is changed. This call is about 3 incidents now.',
    ],
  ])('%s', (_name, before, key, after, next, said) => {
    const asked = afterKey(key, { turn: 1, confirms: null, about: [], wrongKeys: 0 }, before);
    const question = 'turn' in asked ? asked.turn.listen : null;
    if (question === null) throw new Error('nothing was asked');
    const effect = afterKey(next, question, after);
    const turn = 'turn' in effect ? effect.turn : null;
    expect(turn?.say.join(' ')).toContain(said);
    expect(turn?.listen).toMatchObject({ turn: 3, confirms: null });
  });

  it('of those that were asked about only some wait by now: these are acknowledged', () => {
    const question = { turn: 2, confirms: 'acknowledge', about: [12, 13, 14], wrongKeys: 0 } as const;
    expect(afterKey('4', question, both)).toEqual({ do: 'acknowledge' });
  });
});
