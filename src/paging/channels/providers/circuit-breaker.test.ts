import { describe, expect, it } from '@jest/globals';
import type { SendOutcome } from '../channel.js';
import {
  admit,
  admits,
  admitsInMs,
  afterCall,
  CLOSED,
  isForAnother,
  mayPassElsewhere,
  OPEN_FOR_MS,
  verdictOf,
  type Circuit,
  type Verdict,
} from './circuit-breaker.js';

/** [when, what]: a call that is asked for at that moment, or the end of one. */
type Event = readonly [seconds: number, what: 'ask' | Verdict];

/** Plays events; gives what each `ask` was told, and how the circuit stands at the end. */
function play(events: readonly Event[]): { asked: boolean[]; kind: Circuit['kind'] } {
  let circuit = CLOSED;
  const asked: boolean[] = [];
  for (const [seconds, what] of events) {
    if (what === 'ask') {
      const answer = admit(circuit, seconds * 1000);
      asked.push(answer.admitted);
      circuit = answer.circuit;
    } else circuit = afterCall(circuit, what, seconds * 1000);
  }
  return { asked, kind: circuit.kind };
}

const failing = (times: number, every = 1): Event[] =>
  Array.from({ length: times }, (_each, place): Event => [place * every, 'fails']);

describe('the circuit of a provider', () => {
  it.each<[string, Event[], boolean[], Circuit['kind']]>([
    ['lets calls through', [[0, 'ask']], [true], 'closed'],
    ['stays closed after four failures', [...failing(4), [4, 'ask']], [true], 'closed'],
    ['opens with the fifth', [...failing(5), [5, 'ask']], [false], 'open'],
    [
      'a call that works begins the count again',
      [...failing(4), [4, 'works'], [5, 'fails'], [6, 'ask']],
      [true],
      'closed',
    ],
    ['failures far apart are not one outage', [...failing(8, 10), [80, 'ask']], [true], 'closed'],
    ['five failures within half a minute are', [...failing(5, 7), [29, 'ask']], [false], 'open'],
    [
      'one refusal of the credentials is enough',
      [
        [0, 'shut-out'],
        [1, 'ask'],
      ],
      [false],
      'open',
    ],
    [
      'after 15 s one call tries',
      [
        [0, 'shut-out'],
        [14, 'ask'],
        [15, 'ask'],
        [16, 'ask'],
      ],
      [false, true, false],
      'half-open',
    ],
    [
      'when that works all go through',
      [
        [0, 'shut-out'],
        [15, 'ask'],
        [16, 'works'],
        [16, 'ask'],
        [16, 'ask'],
      ],
      [true, true, true],
      'closed',
    ],
    [
      'when it fails it is another 15 s',
      [
        [0, 'shut-out'],
        [15, 'ask'],
        [16, 'fails'],
        [30, 'ask'],
        [31, 'ask'],
      ],
      [true, false, true],
      'half-open',
    ],
    [
      'a probe that is lost gives way to another',
      [
        [0, 'shut-out'],
        [15, 'ask'],
        [29, 'ask'],
        [30, 'ask'],
      ],
      [true, false, true],
      'half-open',
    ],
    [
      'what was begun before it opened neither closes it nor holds it open',
      [...failing(5), [5, 'works'], [6, 'fails'], [18, 'ask'], [19, 'ask']],
      [false, true],
      'half-open',
    ],
  ])('%s', (_name, events, asked, kind) => {
    expect(play(events)).toEqual({ asked, kind });
  });

  it('tells how long it stays open, and asking so changes nothing', () => {
    const open = afterCall(CLOSED, 'shut-out', 1_000);
    expect([admits(open, 2_000), admitsInMs(open, 2_000)]).toEqual([false, OPEN_FOR_MS - 1_000]);
    expect([admits(open, 60_000), admitsInMs(open, 60_000)]).toEqual([true, 0]);
    expect(admitsInMs(CLOSED, 0)).toBe(0);
  });
});

const refused = (
  code: string,
  consequence: 'next-channel' | 'disable-method' | 'opted-out' | 'tell-operators',
) => ({ kind: 'refused', code, reason: '', consequence }) as const;

describe('what the end of a call means for its provider, and for the next one', () => {
  it.each<[string, SendOutcome, Verdict, boolean]>([
    ['accepted', { kind: 'accepted', providerId: 'SM1' }, 'works', false],
    ['too busy', { kind: 'busy', code: '20429', retryAfterMs: 1 }, 'fails', true],
    ['no answer: looked up first', { kind: 'unknown', reason: '' }, 'fails', false],
    ['wrong credentials', refused('20003', 'tell-operators'), 'shut-out', true],
    ['a proxy that wants credentials', refused('HTTP 401', 'tell-operators'), 'shut-out', true],
    ['a country that is not allowed', refused('21408', 'tell-operators'), 'fails', true],
    ['no such number', refused('21211', 'disable-method'), 'works', false],
    ['opted out', refused('21610', 'opted-out'), 'works', false],
    ['filtered', refused('30007', 'next-channel'), 'works', true],
    ['blocked', refused('30004', 'next-channel'), 'works', true],
    ['unknown subscriber', refused('30005', 'next-channel'), 'works', true],
    ['an unregistered sender', refused('30034', 'next-channel'), 'works', true],
    ['unreachable', refused('30003', 'next-channel'), 'works', false],
  ])('%s', (_name, outcome, verdict, forAnother) => {
    expect([verdictOf(outcome), isForAnother(outcome)]).toEqual([verdict, forAnother]);
  });

  it('a receipt may say so too', () => {
    expect([mayPassElsewhere('30007'), mayPassElsewhere('30006')]).toEqual([true, false]);
  });
});
