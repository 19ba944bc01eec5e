import { describe, expect, it } from '@jest/globals';
import type { GroupRole } from '../../platform/config/single-sign-on-settings.js';
import { roleByGroups } from './group-roles.js';

const MAPPING: readonly GroupRole[] = [
  { group: 'engineers', role: 'responder' },
  { group: 'pager-admins', role: 'admin' },
  { group: 'interns', role: 'observer' },
];
const WITH_THE_REST: readonly GroupRole[] = [...MAPPING, { group: '*', role: 'responder' }];

describe('a role by groups', () => {
  it.each<[string, readonly GroupRole[], string[], string | null]>([
    ['one group', MAPPING, ['engineers'], 'responder'],
    ['the highest of several', MAPPING, ['interns', 'engineers', 'pager-admins'], 'admin'],
    ['none that is named', MAPPING, ['sales'], null],
    ['no group at all', MAPPING, [], null],
    ['the rest', WITH_THE_REST, ['sales'], 'responder'],
    ['a named group before the rest', WITH_THE_REST, ['interns'], 'observer'],
    ['a group that is called like the rest', MAPPING, ['*'], null],
    ['another case', MAPPING, ['Engineers'], null],
    ['no mapping', [], ['engineers'], null],
  ])('%s', (_case, mapping, groups, role) => {
    expect(roleByGroups(mapping, groups)).toBe(role);
  });
});
