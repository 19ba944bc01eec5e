import { describe, expect, it } from '@jest/globals';
import { secondsUntilMorning } from '../../web/src/screens/incident/morning.js';
import { linksOf } from '../../web/src/screens/incident/alert-links.js';
import { reachedSoFar, whyPaged } from '../../web/src/screens/incident/reached.js';
import { story, type Part, type StoryEntry } from '../../web/src/screens/incident/story.js';

const ana = { type: 'user', userId: 'ana', via: 'sms' } as const;
const system = { type: 'system' } as const;

let second = 0;
const entry = (kind: string, more: Partial<StoryEntry> = {}): StoryEntry => ({
  at: new Date(Date.UTC(2026, 10, 21, 3, 7, second++)).toISOString(),
  kind,
  actor: system,
  reason: null,
  ...more,
});

const inWords = (parts: readonly Part[]): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : 'time' in part ? part.time : part.people.join('+')))
    .join(' ');
const sentencesOf = (entries: StoryEntry[]): string[] => story(entries).map(({ parts }) => inWords(parts));

describe('the story of an incident', () => {
  it.each([
    [
      'incident.triggered',
      { actor: { type: 'integration' } as const, reason: 'Disk full' },
      'Monitoring triggered it',
      'Disk full',
    ],
    ['incident.acknowledged', { actor: ana }, 'ana acknowledged it by SMS', null],
    [
      'incident.snoozed',
      { actor: ana, until: '2026-11-21T09:00:00Z' },
      'ana snoozed it until 2026-11-21T09:00:00Z by SMS',
      null,
    ],
    ['incident.reassigned', { actor: ana, userIds: ['bo', 'cy'] }, 'ana gave it to bo+cy', null],
    [
      'incident.changed',
      { actor: ana, changes: { priority: { from: null, to: 'P1' } } },
      'ana changed the priority to “P1”',
      null,
    ],
    ['note.added', { actor: ana, text: 'On it' }, 'ana wrote by SMS', 'On it'],
    ['step.skipped', { reason: 'nobody is on call' }, 'A step was skipped', 'nobody is on call'],
    [
      'responder.requested',
      { actor: ana, userId: null, reason: 'Help' },
      'ana asked who is on call to help',
      'Help',
    ],
    ['incident.moved-to-mars', { reason: 'too hot here' }, 'Incident moved to mars', 'too hot here'],
  ])('tells %s', (kind, more, words, said) => {
    expect(story([entry(kind, more)])).toMatchObject([{ said }]);
    expect(sentencesOf([entry(kind, more)])).toEqual([words]);
  });

  const paged = [
    entry('step.started', {
      userIds: ['ana'],
      reason: 'step 1 of 2',
      escalateAfterSeconds: 300,
      step: 0,
      round: 0,
    }),
    entry('page.created', {
      pageId: '1',
      userId: 'ana',
      type: 'sms',
      delaySeconds: 0,
      reason: 'You are on call.',
    }),
    entry('page.created', {
      pageId: '2',
      userId: 'ana',
      type: 'voice',
      delaySeconds: 120,
      reason: 'You are on call.',
    }),
    entry('attempt.sent', { pageId: '1', userId: 'ana', type: 'sms' }),
    entry('attempt.delivered', { pageId: '1', userId: 'ana', type: 'sms' }),
  ];

  it('gathers each page under the step that it belongs to', () => {
    const [step, ...rest] = story(paged);
    expect(rest).toEqual([]);
    expect(inWords(step?.parts ?? [])).toBe('ana is paged: step 1 of 2 (5 min to answer)');
    expect(step?.deliveries.map(({ type, moments }) => [type, moments.map(({ what }) => what)])).toEqual([
      ['sms', ['sent', 'delivered']],
      ['voice', ['goes out after 2 min']],
    ]);
    expect(step?.entries).toHaveLength(5);
  });

  it('says of whom the story went on without an answer, and of whom not', () => {
    const next = entry('step.started', { userIds: ['bo'], step: 1, round: 0 });
    const whatOf = (entries: StoryEntry[]) =>
      story(entries)[0]?.deliveries[0]?.moments.map(({ what }) => what);
    expect(whatOf([...paged, next])).toEqual(['sent', 'delivered', 'no answer']);
    expect(whatOf([...paged, entry('incident.acknowledged', { actor: ana })])).toEqual(['sent', 'delivered']);
  });

  it('counts repetitions instead of telling each', () => {
    const again = () => entry('alert.repeated', { alertId: '1', dedupKey: 'disk' });
    expect(sentencesOf([again(), again(), again()])).toEqual(['The same event came again, 3 times']);
  });

  it('knows who was reached, and why somebody was paged', () => {
    expect(reachedSoFar(story(paged))).toMatchObject([{ userId: 'ana', what: 'SMS: delivered' }]);
    expect(whyPaged(story(paged), 'ana')).toBe('You are on call.');
    expect(whyPaged(story(paged), 'bo')).toBeNull();
  });
});

describe('the links of alerts', () => {
  it('finds runbooks among the details, and has them first and each address once', () => {
    const links = [{ href: 'https://graphs.example.org/1', text: 'Errors' }];
    const details = { customDetails: { runbook_url: 'https://runbooks.example.org/5xx', count: 3 } };
    expect(
      linksOf([
        { links, details },
        { links, details },
      ]),
    ).toEqual([
      { href: 'https://runbooks.example.org/5xx', text: 'runbooks.example.org/5xx', isRunbook: true },
      { href: 'https://graphs.example.org/1', text: 'Errors', isRunbook: false },
    ]);
  });

  it('leaves out what is no web address', () => {
    expect(
      linksOf([{ links: [{ href: 'javascript:alert(1)', text: 'x' }], details: { runbook: 'ask Bo' } }]),
    ).toEqual([]);
  });
});

describe('until the morning', () => {
  it.each([
    ['2026-11-21T08:00:00Z', 'UTC', 3_600],
    ['2026-11-21T09:00:00Z', 'UTC', 86_400],
    ['2026-11-21T22:30:00Z', 'Asia/Tokyo', 5_400],
    // The clocks go back in this night, and on in the other.
    ['2026-10-24T21:00:00Z', 'Europe/Berlin', 11 * 3_600],
    ['2026-03-28T22:00:00Z', 'Europe/Berlin', 9 * 3_600],
  ])('from %s in %s', (now, zone, seconds) => {
    expect(secondsUntilMorning(new Date(now), zone)).toBe(seconds);
  });
});
