import { describe, expect, it } from '@jest/globals';
import { AUDITED_DEADLINES, type PagingObservation } from './paging-observation.js';
import { FINDING_KINDS, isHealthy, judgePaging } from './paging-verdict.js';

const NOTHING_LATE = {
  escalation: 0,
  page: 0,
  'page-responders': 0,
  'wake-incident': 0,
  'maintenance-end': 0,
  'support-hours': 0,
  'auto-resolve': 0,
  'quiet-alert': 0,
  'ringing-call': 0,
  leaver: 0,
  notice: 0,
  'webhook-delivery': 0,
};
const WELL: PagingObservation = {
  sweeperSeconds: 15,
  queueSeconds: 16,
  oldestCallSeconds: 0,
  heldSeconds: 0,
  lateSeconds: NOTHING_LATE,
};
const late = (lateSeconds: Partial<PagingObservation['lateSeconds']>): PagingObservation => ({
  ...WELL,
  lateSeconds: { ...NOTHING_LATE, ...lateSeconds },
});

describe('the verdict on paging', () => {
  it.each<[string, PagingObservation | null, number, string[], boolean]>([
    ['all is well', WELL, 5, [], true],
    ['nothing was seen yet', null, 0, ['blind'], false],
    ['a look or two failed', WELL, 20, [], true],
    ['the database cannot be read', WELL, 31, ['blind'], false],
    [
      'what was seen long ago says nothing',
      { ...WELL, sweeperSeconds: 3_600, queueSeconds: 3_600 },
      31,
      ['blind'],
      false,
    ],
    ['two canaries are missing', { ...WELL, sweeperSeconds: 44, queueSeconds: 44 }, 5, [], true],
    ['nobody sweeps', { ...WELL, sweeperSeconds: 46 }, 5, ['sweeper-silence'], false],
    ['the queue is away and the sweeper pages', { ...WELL, queueSeconds: 46 }, 5, ['queue-silence'], true],
    [
      'every worker is dead',
      { ...WELL, sweeperSeconds: 46, queueSeconds: 46 },
      5,
      ['sweeper-silence', 'queue-silence'],
      false,
    ],
    ['a call that takes its time', { ...WELL, oldestCallSeconds: 70 }, 5, [], true],
    ['an attempt without outcome', { ...WELL, oldestCallSeconds: 121 }, 5, ['stuck-attempts'], false],
    ['a restore that an admin looks at', { ...WELL, heldSeconds: 890 }, 5, [], true],
    ['nobody decides what is held', { ...WELL, heldSeconds: 901 }, 5, ['held-since-restore'], false],
    ['a storm is being worked off', late({ page: 25, escalation: 12 }), 5, [], true],
    ['pages are late', late({ page: 31 }), 5, ['late-page'], false],
    ['escalations are late', late({ escalation: 31 }), 5, ['late-escalation'], false],
    ['requests for help are late', late({ 'page-responders': 31 }), 5, ['late-page-responders'], false],
    ['snoozed incidents do not wake', late({ 'wake-incident': 31 }), 5, ['late-wake-incident'], false],
    ['maintenance does not end', late({ 'maintenance-end': 121 }), 5, ['late-maintenance-end'], false],
    ['support hours do not begin', late({ 'support-hours': 121 }), 5, ['late-support-hours'], false],
    ['notices wait', late({ notice: 301 }), 5, ['late-notice'], true],
    ['a receiver of webhooks is slow', late({ 'webhook-delivery': 900 }), 5, [], true],
    ['nobody tells webhooks', late({ 'webhook-delivery': 1_801 }), 5, ['late-webhook-delivery'], true],
    [
      'incidents are not resolved by themselves, and pages are late',
      late({ 'auto-resolve': 400, page: 400 }),
      5,
      ['late-page', 'late-auto-resolve'],
      false,
    ],
  ])('%s', (_case, observation, secondsAgo, kinds, healthy) => {
    const findings = judgePaging(observation, secondsAgo);
    expect(findings.map(({ kind }) => kind)).toEqual(kinds);
    expect(isHealthy(findings)).toBe(healthy);
  });

  it('says what is wrong in a sentence', () => {
    expect(judgePaging(late({ page: 61.4 }), 2)).toEqual([
      { kind: 'late-page', stopsPages: true, says: 'A deadline of the kind page is 61 s late.' },
    ]);
  });

  it('has a finding for each kind of deadline', () => {
    for (const kind of AUDITED_DEADLINES) expect(FINDING_KINDS).toContain(`late-${kind}`);
  });
});
