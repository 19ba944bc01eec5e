import { describe, expect, it } from '@jest/globals';
import type { PolicyTarget } from '../policy-snapshot.js';
import { leavePolicy } from './leave-policy.js';

const target = (name: string): PolicyTarget =>
  name === 'nights' ? { type: 'schedule', id: name } : { type: 'user', id: name };
const steps = (...stepsOf: string[]) =>
  stepsOf.map((names, index) => ({ targets: names.split(' ').map(target), escalateAfterSeconds: index + 1 }));
const told = (left: { targets: readonly PolicyTarget[] }[]): string[] =>
  left.map(({ targets }) =>
    targets.map((one) => (one.type === 'round-robin' ? one.of.id : one.id)).join(' '),
  );

describe('leaving a policy', () => {
  it.each<[string, string[], string | null, string[]]>([
    ['a step goes on without them', ['ana bo', 'cy'], null, ['bo', 'cy']],
    ['a step that paged only them goes', ['ana', 'bo'], null, ['bo']],
    ['schedules stay', ['ana nights'], null, ['nights']],
    ['none is left where all paged only them', ['ana', 'ana'], null, []],
    ['a successor takes their place', ['ana bo', 'ana'], 'x', ['x bo', 'x']],
    ['a successor is paged once', ['ana bo', 'ana'], 'bo', ['bo', 'bo']],
    ['somebody else changes nothing', ['bo', 'cy'], null, ['bo', 'cy']],
  ])('%s', (_case, before, successor, after) => {
    expect(told(leavePolicy({ steps: steps(...before), lastResort: [] }, 'ana', successor).steps)).toEqual(
      after,
    );
  });

  it('keeps how long each step waits, and says which steps it touches', () => {
    const left = leavePolicy({ steps: steps('ana', 'bo', 'ana cy'), lastResort: [] }, 'ana', null);
    expect(left.steps.map(({ escalateAfterSeconds }) => escalateAfterSeconds)).toEqual([2, 3]);
    expect(left.touched).toEqual([
      { step: 1, targetsLeft: 0 },
      { step: 3, targetsLeft: 1 },
    ]);
  });

  it('leaves the last resort, too', () => {
    const policy = { steps: steps('bo'), lastResort: [{ type: 'user' as const, id: 'ana' }] };
    expect(leavePolicy(policy, 'ana', null)).toMatchObject({ lastResort: [], wasLastResort: true });
    expect(leavePolicy(policy, 'ana', 'x').lastResort).toEqual([{ type: 'user', id: 'x' }]);
  });
});
