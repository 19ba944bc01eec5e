import { describe, expect, it } from '@jest/globals';
import type { PolicySnapshot, PolicyTarget } from '../policy-snapshot.js';
import type { World } from './plan-input.js';
import { MOST_MOMENTS, simulateEscalation } from './simulate-escalation.js';

const T0 = new Date('2026-06-01T03:00:00Z');
const HIGH = { urgency: 'high', severity: 'critical' } as const;

const worldAt =
  (changes: Partial<World> = {}) =>
  (now: Date): Promise<World> =>
    Promise.resolve({
      onCall: new Map(),
      members: new Map([['web', ['ana', 'bo', 'cy'].map((userId) => ({ userId, role: 'member' as const }))]]),
      participants: new Map(),
      away: new Set<string>(),
      turnNumbers: new Map([['web', 4]]),
      reachable: new Set(['ana', 'bo', 'cy', 'boss']),
      lastResortUserIds: ['boss'],
      timeZone: 'UTC',
      now,
      ...changes,
    });

const policy = (targets: readonly PolicyTarget[], repeat = 0): PolicySnapshot => ({
  policyId: 'p',
  name: 'p',
  repeat,
  steps: targets.map((target) => ({ targets: [target], escalateAfterSeconds: 60 })),
  lastResort: [],
  handsOffTo: [],
});
const EVERYONE: PolicyTarget = { type: 'team', id: 'web', who: 'everyone' };
const TURN: PolicyTarget = { type: 'round-robin', of: { type: 'team', id: 'web' } };

describe('a simulated escalation', () => {
  it('counts the turns that it would take on from those that were taken', async () => {
    const { moments, isWhole } = await simulateEscalation(
      policy([EVERYONE, TURN, TURN]),
      HIGH,
      T0,
      worldAt(),
    );
    expect(
      moments.map(({ at, pages }) => [
        (at.getTime() - T0.getTime()) / 1000,
        ...pages.map(({ userId }) => userId),
      ]),
    ).toEqual([
      [0, 'ana', 'bo', 'cy'],
      [60, 'bo'],
      [120, 'cy'],
      [180, 'boss'],
    ]);
    expect(isWhole).toBe(true);
  });

  it('is cut after so many moments, and says so', async () => {
    const steps = Array.from({ length: 20 }, () => EVERYONE);
    const next = { ...policy(steps, 9), handsOffTo: [policy(steps, 9)] };
    const { moments, isWhole } = await simulateEscalation(next, HIGH, T0, worldAt());
    expect([moments.length, isWhole]).toEqual([MOST_MOMENTS, false]);
  });
});
