import { describe, expect, it } from '@jest/globals';
import { filled, grant } from './provider-allowance.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 5, 3) + second * 1000);

describe('what a provider with a limit takes now', () => {
  it.each([
    [0, 1, 1, 1],
    [0, 0.5, 1, 0.5],
    [0, 60, 1, 1],
    [0, 60, 10, 10],
    [3, 0.5, 10, 8],
    // Less than one a second still lets one go.
    [0, 60, 0.1, 1],
    // A clock that went back takes nothing away.
    [3, -5, 10, 3],
  ])('%d left, %d s later, at %d a second: %d', (tokens, seconds, perSecond, expected) => {
    expect(filled({ tokens, filledAt: at(0) }, perSecond, at(seconds))).toBeCloseTo(expected);
  });

  const message = (name: string, precedence: number, wantedAt = 0) => ({
    name,
    precedence,
    wantedAt: at(wantedAt),
  });
  const told = (
    input: Omit<Parameters<typeof grant<ReturnType<typeof message>>>[0], 'now' | 'perSecond'>,
  ) => {
    const { now, later, tokens } = grant({ ...input, perSecond: 2, now: at(10) });
    const waits = later.map(
      (each) => `${each.message.name} in ${String((each.until.getTime() - at(10).getTime()) / 1000)}`,
    );
    return `${now.map(({ name }) => name).join(' ')}; ${waits.join(', ')}; ${String(tokens)} left`;
  };

  it('goes by precedence, then by how long each waits', () => {
    const messages = [
      message('repeat', 2, 1),
      message('late', 0, 5),
      message('low', 1, 1),
      message('high', 0, 2),
    ];
    expect(told({ messages, tokens: 2, waiting: new Map() })).toBe(
      'high late; low in 0.5, repeat in 1; 0 left',
    );
    expect(told({ messages, tokens: 9, waiting: new Map() })).toBe('high late low repeat; ; 5 left');
    expect(told({ messages, tokens: 0.5, waiting: new Map() })).toBe(
      '; high in 0.25, late in 0.75, low in 1.25, repeat in 1.75; 0.5 left',
    );
  });

  it('asks again after five seconds at most, for what goes before may be cancelled', () => {
    const messages = [message('low', 1)];
    expect(told({ messages, tokens: 1, waiting: new Map([[0, 500]]) })).toBe('; low in 5; 1 left');
  });

  it('a repeat does not go while first pages wait elsewhere', () => {
    const waiting = new Map([
      [0, 3],
      [2, 9],
    ]);
    expect(told({ messages: [message('repeat', 2)], tokens: 2, waiting })).toBe('; repeat in 1; 2 left');
    expect(told({ messages: [message('high', 0)], tokens: 2, waiting })).toBe('high; ; 1 left');
  });
});
