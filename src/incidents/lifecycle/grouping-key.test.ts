import { describe, expect, it } from '@jest/globals';
import { groupingKey, type GroupingRule } from './grouping-key.js';

const alert = {
  severity: 'error',
  source: 'db-1',
  summary: 'Disk full',
  details: {
    component: 'disk',
    labels: { cluster: 'north', shard: 7, spare: false, hosts: ['a'] },
    customDetails: { 'a b': { c: 'deep' } },
  },
} as const;
const fields = (...names: string[]): GroupingRule => ({ by: 'fields', fields: names });

describe('the grouping key of an alert', () => {
  it.each([
    ['no rule', { by: 'none' }, null],
    ['by time: all alike', { by: 'time' }, 'time'],
    ['a field of the event', fields('source'), '[["source","db-1"]]'],
    [
      'several, in the order of the rule',
      fields('severity', 'summary'),
      '[["severity","error"],["summary","Disk full"]]',
    ],
    ['a field that Events v2 has', fields('component'), '[["component","disk"]]'],
    [
      'one that is missing, beside one that is not',
      fields('component', 'class'),
      '[["component","disk"],["class",null]]',
    ],
    ['all of them missing', fields('class', 'group'), null],
    ['a path into the details', fields('details.labels.cluster'), '[["details.labels.cluster","north"]]'],
    ['a number', fields('details.labels.shard'), '[["details.labels.shard",7]]'],
    ['what is false is there', fields('details.labels.spare'), '[["details.labels.spare",false]]'],
    ['a deep path', fields('details.customDetails.a b.c'), '[["details.customDetails.a b.c","deep"]]'],
    ['a list is nothing to compare', fields('details.labels.hosts'), null],
    ['nor is an object', fields('details.labels'), null],
    ['a path through a text', fields('details.component.x'), null],
    ['what every object inherits is not there', fields('details.constructor.name'), null],
  ] as const)('%s', (_title, rule, expected) => {
    expect(groupingKey(rule, alert)).toBe(expected);
  });

  it('is another one for another value, and for the same value of another field', () => {
    const other = { ...alert, source: 'db-2' };
    expect(groupingKey(fields('source'), other)).not.toBe(groupingKey(fields('source'), alert));
    const same = { ...alert, source: 'Disk full' };
    expect(groupingKey(fields('source'), same)).not.toBe(groupingKey(fields('summary'), same));
  });
});
