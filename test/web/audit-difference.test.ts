import { describe, expect, it } from '@jest/globals';
import { differencesOf } from '../../web/src/screens/admin/audit-difference.js';

describe('the difference of two states', () => {
  it.each([
    ['of the same', { a: 1 }, { a: 1 }, []],
    ['of a field', { name: 'Bo', a: 1 }, { name: 'Cy', a: 1 }, [['name', 'Bo', 'Cy']]],
    ['of what was made', null, { name: 'Bo' }, [['name', null, 'Bo']]],
    ['of what was removed', { name: 'Bo' }, null, [['name', 'Bo', null]]],
    ['of nothing and nothing', null, null, []],
    ['of a field that was null', { teamId: null }, { teamId: 't1' }, [['teamId', null, 't1']]],
    [
      'of what is deep inside',
      { layers: [{ handoff: 'FREQ=DAILY' }, { days: 7 }] },
      { layers: [{ handoff: 'FREQ=WEEKLY' }, { days: 7 }] },
      [['layers.0.handoff', 'FREQ=DAILY', 'FREQ=WEEKLY']],
    ],
    ['of a list that grew', { members: ['a'] }, { members: ['a', 'b'] }, [['members.1', null, 'b']]],
    ['of states that are no objects', 'on', false, [['', 'on', 'false']]],
  ])('%s', (_name, before, after, expected) => {
    expect(differencesOf(before, after).map((one) => [one.path, one.before, one.after])).toEqual(expected);
  });
});
