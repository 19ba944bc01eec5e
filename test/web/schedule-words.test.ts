import { describe, expect, it } from '@jest/globals';
import { keepMineOnTop } from '../../web/src/schedule-editor/keep-mine.js';
import {
  followTheSun,
  weekdaysAndWeekends,
  weeklyLayer,
} from '../../web/src/schedule-editor/layer-templates.js';
import { gapsInWords, newGaps, signedHours } from '../../web/src/schedule-editor/open-hours.js';
import {
  durationInWords,
  hoursInWords,
  layerInWords,
  patternOf,
  withPattern,
} from '../../web/src/schedule-editor/rotation-pattern.js';
import { ruleInWords } from '../../web/src/schedule-editor/rule-in-words.js';
import { withFrequency, withPart } from '../../web/src/schedule-editor/rule-parts.js';
import { changedByBoth, differencesBetween } from '../../web/src/schedule-editor/schedule-differences.js';
import type { LayerDraft, ScheduleDraft } from '../../web/src/schedule-editor/schedule-draft.js';
import { readTimeOfDay } from '../../web/src/schedule-editor/wall-clock-text.js';

const MONDAY_NINE = '2026-01-05T09:00';

describe('a rule in words', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=MO', 'every week on Monday at 09:00'],
    ['FREQ=WEEKLY', 'every week on Monday at 09:00'],
    ['freq=weekly;byday=mo', 'every week on Monday at 09:00'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'every 2 weeks on Monday and Thursday at 09:00'],
    ['FREQ=WEEKLY;BYDAY=FR,MO,TU,WE,TH', 'every week on Monday to Friday at 09:00'],
    ['FREQ=WEEKLY;BYDAY=MO,FR;BYHOUR=17;BYMINUTE=30', 'every week on Monday and Friday at 17:30'],
    ['FREQ=DAILY', 'every day at 09:00'],
    ['FREQ=DAILY;INTERVAL=3', 'every 3 days at 09:00'],
    ['FREQ=DAILY;BYHOUR=9,21', 'every day at 09:00 and 21:00'],
    ['FREQ=DAILY;BYHOUR=8,16;BYMINUTE=0,30', 'every day at 08:00, 08:30, 16:00 and 16:30'],
    ['FREQ=DAILY;BYMONTH=7,8', 'every day in July and August at 09:00'],
    ['FREQ=HOURLY;INTERVAL=12', 'every 12 hours at 0 minutes past'],
    ['FREQ=HOURLY;BYHOUR=9,17;BYMINUTE=15', 'every hour at 15 minutes past in the hours of 9 and 17'],
    ['FREQ=MINUTELY;INTERVAL=90', 'every 90 minutes'],
    ['FREQ=MONTHLY', 'every month on day 5 at 09:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month on day 1 and day 15 at 09:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day at 09:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', 'every month on day 13 when it is a Friday at 09:00'],
    ['FREQ=MONTHLY;BYDAY=2TU', 'every month on the second Tuesday at 09:00'],
    ['FREQ=MONTHLY;BYDAY=1MO,-1FR', 'every month on the first Monday and the last Friday at 09:00'],
    ['FREQ=MONTHLY;BYDAY=-2FR', 'every month on the second to last Friday at 09:00'],
    ['FREQ=MONTHLY;BYDAY=MO', 'every month on every Monday at 09:00'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last of Monday to Friday at 09:00'],
    ['FREQ=YEARLY', 'every year on 5 January at 09:00'],
    ['FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1', 'every year on day 1 in January and July at 09:00'],
  ])('%s is %s', (rule, words) => {
    expect(ruleInWords(rule, MONDAY_NINE)).toEqual({ text: words, faults: [] });
  });

  it.each([
    ['FREQ=YEARLY;BYYEARDAY=100', 'every year at 09:00, and only as BYYEARDAY=100 says'],
    ['FREQ=YEARLY;BYWEEKNO=20;WKST=SU', 'every year at 09:00, and only as BYWEEKNO=20;WKST=SU says'],
    ['FREQ=DAILY;BYHOUR=9;BYSECOND=30', 'every day at 09:00, and only as BYSECOND=30 says'],
    ['FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6', 'every day, and only as BYHOUR=0,1,2,3,4,5,6 says'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYSETPOS=1',
      'every month on day 1, day 2 and day 3 at 09:00, and only as BYSETPOS=1 says',
    ],
    ['FREQ=MINUTELY;BYHOUR=9', 'every minute, and only as BYHOUR=9 says'],
  ])('%s keeps what has no words: %s', (rule, words) => {
    expect(ruleInWords(rule, MONDAY_NINE).text).toBe(words);
  });

  it.each(['', 'FREQ=SOMETIMES', 'FREQ=WEEKLY;COUNT=3', 'FREQ=WEEKLY;BYDAY=XX'])(
    '"%s" says what is wrong',
    (rule) => {
      const { text, faults } = ruleInWords(rule, MONDAY_NINE);
      expect([text, faults.length > 0]).toEqual(['a rule that cannot be read yet', true]);
    },
  );
});

const layer = (more: Partial<LayerDraft> = {}): LayerDraft => ({
  id: 'one',
  name: 'One',
  participants: ['ana', 'bo'],
  startsAt: MONDAY_NINE,
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
  ...more,
});

describe('a layer in words', () => {
  it.each<[string, Partial<LayerDraft>]>([
    ['Weekly, hands off Monday 09:00', {}],
    ['Daily, hands off 08:30', { handoff: 'FREQ=DAILY', startsAt: '2026-01-05T08:30' }],
    ['Hands off every 2 weeks on Monday at 09:00', { handoff: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' }],
    [
      'Shifts of 12 hours, every day at 21:00',
      { handoff: 'FREQ=DAILY', startsAt: '2026-01-05T21:00', shiftDuration: 'PT12H' },
    ],
    [
      'Weekly, hands off Monday 09:00, only Monday to Friday 09:00–17:00 or Saturday, all day',
      {
        restrictions: [
          { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' },
          { days: ['SA'], from: '00:00', to: '00:00' },
        ],
      },
    ],
  ])('%s', (words, more) => {
    expect(layerInWords(layer(more))).toBe(words);
  });

  it.each([
    ['P5D', '5 days'],
    ['PT12H', '12 hours'],
    ['P1DT12H', '1 day 12 hours'],
    ['PT90M', '90 minutes'],
    ['soon', 'soon'],
  ])('%s lasts %s', (duration, words) => {
    expect(durationInWords(duration)).toBe(words);
  });

  it('tells hours of every day and of whole days', () => {
    expect(hoursInWords({ from: '22:00', to: '06:00' })).toBe('22:00–06:00 every day');
    expect(hoursInWords({ days: ['SA', 'SU'], from: '09:00', to: '09:00' })).toBe(
      'Saturday and Sunday from 09:00, 24 h each',
    );
  });
});

describe('the pattern of a rotation', () => {
  it.each<[string, Partial<LayerDraft>]>([
    ['weekly', {}],
    ['weekly', { handoff: 'FREQ=WEEKLY' }],
    ['daily', { handoff: 'FREQ=DAILY' }],
    ['custom', { handoff: 'FREQ=WEEKLY;BYDAY=MO,TH' }],
    ['custom', { handoff: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' }],
    ['custom', { handoff: 'FREQ=DAILY', shiftDuration: 'PT12H' }],
  ])('is %s', (kind, more) => {
    expect(patternOf(layer(more)).kind).toBe(kind);
  });

  it.each([
    // Today is Wednesday of that week: Thursday lies ahead, so the layer begins a week before.
    ['TU', '2026-01-07', '2026-01-06T10:00'],
    ['TH', '2026-01-07', '2026-01-01T10:00'],
    ['TH', '2026-11-21', '2026-01-08T10:00'],
  ] as const)('moves the start to %s, seen on %s', (day, today, startsAt) => {
    const next = withPattern(layer(), { kind: 'weekly', day, time: '10:00' }, today);
    expect(next).toMatchObject({ handoff: `FREQ=WEEKLY;BYDAY=${day}`, startsAt, shiftDuration: null });
  });

  it('writes parts of a rule and leaves the others', () => {
    expect(withPart('FREQ=WEEKLY;INTERVAL=2;WKST=SU', 'INTERVAL', '3')).toBe(
      'FREQ=WEEKLY;INTERVAL=3;WKST=SU',
    );
    expect(withPart('FREQ=WEEKLY;INTERVAL=2', 'INTERVAL', null)).toBe('FREQ=WEEKLY');
    expect(withPart('FREQ=WEEKLY', 'BYDAY', 'MO')).toBe('FREQ=WEEKLY;BYDAY=MO');
    expect(withFrequency('FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=3', 'WEEKLY')).toBe('FREQ=WEEKLY');
  });

  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['0930', '09:30'],
    ['9:30', '09:30'],
    ['09.30', '09:30'],
    ['24:00', null],
    ['noon', null],
  ])('reads the time %s as %s', (text, time) => {
    expect(readTimeOfDay(text)).toBe(time);
  });
});

describe('what a schedule begins with', () => {
  let ids = 0;
  const start = (now: string, timeZone = 'UTC') => ({
    participants: ['ana', 'bo', 'cy'],
    timeZone,
    now: new Date(now),
    newId: () => String((ids += 1)),
  });

  it.each([
    ['2026-01-07T12:00:00Z', '2026-01-05T09:00'],
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00'],
    ['2026-01-05T08:59:00Z', '2025-12-29T09:00'],
  ])('weekly at %s has begun, at %s', (now, startsAt) => {
    expect(weeklyLayer(start(now)).startsAt).toBe(startsAt);
  });

  it('gives nobody a week and then its weekend', () => {
    const [weekdays, weekends] = weekdaysAndWeekends(start('2026-01-07T12:00:00Z'));
    expect(weekdays?.participants).toEqual(['ana', 'bo', 'cy']);
    expect(weekends?.participants).toEqual(['bo', 'cy', 'ana']);
    expect(weekends?.restrictions).toEqual([{ days: ['SA', 'SU'], from: '09:00', to: '09:00' }]);
  });

  it('hands the day from place to place without a hole, on the clock of the schedule', () => {
    const regions = [
      { name: 'Americas', timeZone: 'America/Los_Angeles', beginsAt: '09:00', participants: ['cy'] },
      { name: 'Europe', timeZone: 'Europe/London', beginsAt: '09:00', participants: ['bo'] },
      { name: 'Asia', timeZone: 'Asia/Singapore', beginsAt: '09:00', participants: ['ana'] },
    ];
    const layers = followTheSun(start('2026-01-07T12:00:00Z', 'Europe/Berlin'), regions);
    expect(
      layers.map(({ name, restrictions }) => [name, restrictions[0]?.from, restrictions[0]?.to]),
    ).toEqual([
      ['Asia', '02:00', '10:00'],
      ['Europe', '10:00', '18:00'],
      ['Americas', '18:00', '02:00'],
    ]);
  });
});

describe('open hours', () => {
  const night = (day: number) => ({
    start: new Date(Date.UTC(2026, 0, day, 22)).toISOString(),
    end: new Date(Date.UTC(2026, 0, day + 1, 6)).toISOString(),
  });
  const window = { from: '2026-01-05T00:00:00.000Z', to: '2026-02-02T00:00:00.000Z' };

  it.each([
    [[night(6), night(7), night(8)], '22:00–06:00 (3 times in 4 weeks)'],
    [[night(6)], 'Tue 22:00–Wed 06:00'],
    [
      [night(6), { start: '2026-01-08T01:00:00.000Z', end: '2026-01-08T02:00:00.000Z' }],
      'Tue 22:00–Wed 06:00 and once more',
    ],
    [[{ start: window.from, end: window.to }], 'all of the time'],
  ])('are told in few words', (gaps, words) => {
    expect(gapsInWords(gaps, window, 'UTC')).toBe(words);
  });

  it('are only those that were covered before', () => {
    const half = { start: night(6).start, end: '2026-01-07T00:00:00.000Z' };
    expect(newGaps([half], [night(6), night(8)])).toEqual([{ start: half.end, end: night(6).end }, night(8)]);
    expect(newGaps([night(6)], [night(6)])).toEqual([]);
  });

  it.each([
    [50_400, '+14 h'],
    [-50_400, '−14 h'],
    [5_400, '+1 h 30 min'],
    [-1_800, '−30 min'],
  ])('%s seconds are %s', (seconds, words) => {
    expect(signedHours(seconds)).toBe(words);
  });
});

describe('two versions of a schedule', () => {
  const base: ScheduleDraft = {
    name: 'Primary',
    timeZone: 'UTC',
    teamId: null,
    layers: [layer({ id: 'a', name: 'A' }), layer({ id: 'b', name: 'B' })],
  };
  const [a = layer(), b = layer()] = base.layers;
  const names = ({ layers }: ScheduleDraft) => layers.map(({ id }) => id);

  it.each<[string, ScheduleDraft, ScheduleDraft, ScheduleDraft]>([
    [
      'different fields of one layer',
      { ...base, layers: [{ ...a, participants: ['bo', 'ana'] }, b] },
      { ...base, name: 'Theirs', layers: [{ ...a, onAbsence: 'gap' }, b] },
      { ...base, name: 'Theirs', layers: [{ ...a, participants: ['bo', 'ana'], onAbsence: 'gap' }, b] },
    ],
    [
      'the same field: mine',
      { ...base, name: 'Mine' },
      { ...base, name: 'Theirs' },
      { ...base, name: 'Mine' },
    ],
    [
      'a layer that I deleted and they changed: mine',
      { ...base, layers: [a] },
      { ...base, layers: [a, { ...b, name: 'C' }] },
      { ...base, layers: [a] },
    ],
    [
      'a layer that they deleted and I changed: mine',
      { ...base, layers: [a, { ...b, name: 'C' }] },
      { ...base, layers: [a] },
      { ...base, layers: [a, { ...b, name: 'C' }] },
    ],
    [
      'a layer that they deleted: theirs',
      { ...base, name: 'Mine' },
      { ...base, layers: [a] },
      { ...base, name: 'Mine', layers: [a] },
    ],
  ])('become one: %s', (_what, mine, theirs, both) => {
    expect(keepMineOnTop(base, mine, theirs)).toEqual(both);
  });

  it('become one in my order, with what each added beside its neighbour', () => {
    const mine = { ...base, layers: [b, layer({ id: 'm' }), a] };
    const theirs = { ...base, layers: [layer({ id: 't' }), a, b] };
    expect(names(keepMineOnTop(base, mine, theirs))).toEqual(['t', 'b', 'm', 'a']);
    expect(names(keepMineOnTop(base, { ...base, layers: [a, b, layer({ id: 'm' })] }, theirs))).toEqual([
      't',
      'a',
      'b',
      'm',
    ]);
  });

  it('differ in what each says, and both changed only what is not alike now', () => {
    const mine = { ...base, name: 'Mine', layers: [{ ...a, onAbsence: 'gap' as const }, b] };
    const theirs = { ...base, name: 'Theirs', layers: [{ ...a, onAbsence: 'gap' as const }] };
    expect(differencesBetween(base, theirs).map(({ key }) => key)).toEqual(['name', 'a.onAbsence', 'b']);
    expect([...changedByBoth(base, mine, theirs)]).toEqual(['name']);
    expect(differencesBetween(base, base)).toEqual([]);
  });
});
