import { describe, expect, it } from '@jest/globals';
import type { PagingPolicy, PolicySnapshot } from '../policy-snapshot.js';
import { policyForPeople } from './policy-for-people.js';

const policy = (name: string, lastResort: readonly string[], waitSeconds = 60): PagingPolicy => ({
  policyId: name,
  name,
  repeat: 3,
  steps: [
    { targets: [{ type: 'user', id: 'ana' }], escalateAfterSeconds: waitSeconds },
    { targets: [{ type: 'user', id: 'bo' }], escalateAfterSeconds: 7 },
  ],
  lastResort: lastResort.map((id) => ({ type: 'user', id })),
});
const chain = (first: PagingPolicy, ...handsOffTo: PagingPolicy[]): PolicySnapshot => ({
  ...first,
  handsOffTo,
});

describe('the policy of people whom an incident is given to', () => {
  it('is one step with all of them, once, and hands off to nobody', () => {
    expect(policyForPeople(chain(policy('A', []), policy('B', [])), ['cy', 'di'], 'Reassigned')).toEqual({
      policyId: 'A',
      name: 'Reassigned',
      repeat: 0,
      steps: [
        {
          targets: [
            { type: 'user', id: 'cy' },
            { type: 'user', id: 'di' },
          ],
          escalateAfterSeconds: 60,
        },
      ],
      lastResort: [],
      handsOffTo: [],
    });
  });

  it('waits five minutes where the policy before had no steps', () => {
    const { steps } = policyForPeople({ ...chain(policy('A', [])), steps: [] }, ['cy'], 'Reassigned');
    expect(steps.map(({ escalateAfterSeconds }) => escalateAfterSeconds)).toEqual([300]);
  });

  it.each([
    ['of the policy', chain(policy('A', ['eve'])), ['eve']],
    ['of the one that it hands off to', chain(policy('A', []), policy('B', ['eve'])), ['eve']],
    ['of the last one that names any', chain(policy('A', ['eve']), policy('B', ['flo'])), ['flo']],
    ['not of a later one that names none', chain(policy('A', ['eve']), policy('B', [])), ['eve']],
  ] as const)('turns to the last resort %s', (_title, before, expected) => {
    const { lastResort } = policyForPeople(before, ['cy'], 'Reassigned');
    expect(lastResort.map((target) => target.id)).toEqual(expected);
  });
});
