import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { LayerDefinition, Weekday } from './schedule-definition.js';
import { scheduleFaults, scheduleWarnings, type ScheduleDraft } from './schedule-faults.js';

const weekly: LayerDefinition = {
  id: 'primary',
  name: 'primary',
  participants: ['ana', 'bo'],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
};

function draft(change: Partial<LayerDefinition>, rest: Partial<ScheduleDraft> = {}): ScheduleDraft {
  return { timeZone: 'Europe/Berlin', layers: [{ ...weekly, ...change }], ...rest };
}

const lines = (faults: ReturnType<typeof scheduleFaults>): string[] =>
  faults.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('faults of a schedule', () => {
  it('finds none in a good one', () => {
    expect(scheduleFaults(draft({}))).toEqual([]);
  });

  it.each<[string, ScheduleDraft, string, RegExp]>([
    ['an unknown zone', { ...draft({}), timeZone: 'Europe/Atlantis' }, 'timeZone', /not a time zone/],
    ['an offset for a zone', { ...draft({}), timeZone: '+02:00' }, 'timeZone', /not a time zone/],
    ['no participants', draft({ participants: [] }), 'layers.0.participants', /at least one participant/],
    [
      'a date that does not exist',
      draft({ startsAt: '2026-02-30T09:00' }),
      'layers.0.startsAt',
      /date and time that exists/,
    ],
    [
      'an hour that does not exist',
      draft({ startsAt: '2026-02-20T24:00' }),
      'layers.0.startsAt',
      /date and time that exists/,
    ],
    [
      'a start with an offset',
      draft({ startsAt: '2026-01-05T09:00Z' }),
      'layers.0.startsAt',
      /has an offset/,
    ],
    [
      'an end with an offset',
      draft({ endsAt: '2026-01-05T09:00+01:00' }),
      'layers.0.endsAt',
      /has an offset/,
    ],
    ['a rule that is none', draft({ handoff: 'every Monday' }), 'layers.0.handoff', /NAME=VALUE/],
    ['an empty rule', draft({ handoff: '' }), 'layers.0.handoff', /NAME=VALUE/],
    ['a rule without FREQ', draft({ handoff: 'BYDAY=MO' }), 'layers.0.handoff', /FREQ must say/],
    ['an unknown FREQ', draft({ handoff: 'FREQ=FORTNIGHTLY' }), 'layers.0.handoff', /FREQ must say/],
    [
      'a part that is none',
      draft({ handoff: 'FREQ=DAILY;BYEASTER=1' }),
      'layers.0.handoff',
      /BYEASTER is not a part/,
    ],
    [
      'a part written twice',
      draft({ handoff: 'FREQ=DAILY;BYHOUR=1;BYHOUR=2' }),
      'layers.0.handoff',
      /written twice/,
    ],
    ['a prefix', draft({ handoff: 'RRULE:FREQ=DAILY' }), 'layers.0.handoff', /without "RRULE:"/],
    [
      'DTSTART',
      draft({ handoff: 'DTSTART:20260105T090000;FREQ=DAILY' }),
      'layers.0.handoff',
      /startsAt says/,
    ],
    [
      'DTSTART as a part',
      draft({ handoff: 'FREQ=DAILY;DTSTART=20260105T090000' }),
      'layers.0.handoff',
      /startsAt says/,
    ],
    ['TZID', draft({ handoff: 'FREQ=DAILY;TZID=Europe/Berlin' }), 'layers.0.handoff', /own time zone/],
    ['COUNT', draft({ handoff: 'FREQ=DAILY;COUNT=5' }), 'layers.0.handoff', /COUNT .*endsAt says/],
    [
      'UNTIL',
      draft({ handoff: 'FREQ=DAILY;UNTIL=20270101T000000Z' }),
      'layers.0.handoff',
      /UNTIL .*endsAt says/,
    ],
    ['an interval of nothing', draft({ handoff: 'FREQ=DAILY;INTERVAL=0' }), 'layers.0.handoff', /INTERVAL=0/],
    [
      'an hour out of range',
      draft({ handoff: 'FREQ=DAILY;BYHOUR=24' }),
      'layers.0.handoff',
      /BYHOUR=24: .*0 to 23/,
    ],
    [
      'day 0 of the month',
      draft({ handoff: 'FREQ=MONTHLY;BYMONTHDAY=0' }),
      'layers.0.handoff',
      /BYMONTHDAY=0: .*1 to 31/,
    ],
    ['an unknown day', draft({ handoff: 'FREQ=WEEKLY;BYDAY=MON' }), 'layers.0.handoff', /BYDAY=MON/],
    [
      'an unknown start of the week',
      draft({ handoff: 'FREQ=WEEKLY;WKST=XX' }),
      'layers.0.handoff',
      /WKST=XX/,
    ],
    [
      'the second Tuesday of a week',
      draft({ handoff: 'FREQ=WEEKLY;BYDAY=2TU' }),
      'layers.0.handoff',
      /MONTHLY and FREQ=YEARLY/,
    ],
    [
      'BYMONTHDAY in weeks',
      draft({ handoff: 'FREQ=WEEKLY;BYMONTHDAY=1' }),
      'layers.0.handoff',
      /does not work with FREQ=WEEKLY/,
    ],
    [
      'BYYEARDAY in months',
      draft({ handoff: 'FREQ=MONTHLY;BYYEARDAY=1' }),
      'layers.0.handoff',
      /BYYEARDAY does not work/,
    ],
    [
      'BYWEEKNO in months',
      draft({ handoff: 'FREQ=MONTHLY;BYWEEKNO=1' }),
      'layers.0.handoff',
      /only with FREQ=YEARLY/,
    ],
    ['BYSETPOS alone', draft({ handoff: 'FREQ=DAILY;BYSETPOS=1' }), 'layers.0.handoff', /BYSETPOS picks/],
    [
      'a rule that never fires',
      draft({ handoff: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
      'layers.0.handoff',
      /never happens/,
    ],
    [
      'an hour that the steps never meet',
      draft({ handoff: 'FREQ=HOURLY;INTERVAL=2;BYHOUR=8' }),
      'layers.0.handoff',
      /never happens/,
    ],
    ['a duration that is none', draft({ shiftDuration: '12 hours' }), 'layers.0.shiftDuration', /ISO 8601/],
    ['a duration of nothing', draft({ shiftDuration: 'PT0H' }), 'layers.0.shiftDuration', /longer than zero/],
    ['a duration backwards', draft({ shiftDuration: '-PT1H' }), 'layers.0.shiftDuration', /longer than zero/],
    ['a duration with nothing in it', draft({ shiftDuration: 'P' }), 'layers.0.shiftDuration', /ISO 8601/],
    [
      'a restriction at noon o’clock',
      draft({ restrictions: [{ from: 'noon', to: '17:00' }] }),
      'layers.0.restrictions.0.from',
      /time of day/,
    ],
    [
      'a restriction to 24:00',
      draft({ restrictions: [{ from: '09:00', to: '24:00' }] }),
      'layers.0.restrictions.0.to',
      /write 00:00/,
    ],
    [
      'a restriction on no day',
      draft({ restrictions: [{ days: [], from: '09:00', to: '17:00' }] }),
      'layers.0.restrictions.0.days',
      /at least one day/,
    ],
    [
      'an override that ends first',
      draft(
        {},
        { overrides: [{ id: '1', start: new Date(2), end: new Date(2), userId: 'bo', replaces: null }] },
      ),
      'overrides.0.end',
      /after the start/,
    ],
    [
      'an absence of no date',
      draft({}, { absences: [{ start: new Date(Number.NaN), end: new Date(2), userId: 'bo' }] }),
      'absences.0.end',
      /after the start/,
    ],
  ])('%s', (_, schedule, path, message) => {
    const [line, ...others] = lines(scheduleFaults(schedule));
    expect(others).toEqual([]);
    expect(line).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}: .*${message.source}`));
  });

  it('finds a weekday that does not exist', () => {
    const parsed = z
      .object({ days: z.array(z.custom<Weekday>(() => true)) })
      .parse({ days: ['MO', 'MONDAY'] });
    const { days } = parsed;
    expect(lines(scheduleFaults(draft({ restrictions: [{ days, from: '09:00', to: '17:00' }] })))).toEqual([
      'layers.0.restrictions.0.days.1: "MONDAY" is not one of MO, TU, WE, TH, FR, SA, SU.',
    ]);
  });

  it('says everything at once', () => {
    const schedule = {
      ...draft({ participants: [], handoff: 'FREQ=DAILY;BYHOUR=25;BYMINUTE=60', startsAt: 'soon' }),
      timeZone: 'Mars',
    };
    expect(scheduleFaults(schedule).map(({ path }) => path.join('.'))).toEqual([
      'timeZone',
      'layers.0.participants',
      'layers.0.startsAt',
      'layers.0.handoff',
      'layers.0.handoff',
    ]);
  });
});

describe('warnings of a schedule', () => {
  it.each<[string, ScheduleDraft, string[]]>([
    ['nothing to say', draft({}), []],
    [
      'ends before it starts',
      draft({ endsAt: '2026-01-01T00:00' }),
      ['layers.0.endsAt: This layer never shows: it ends before it starts.'],
    ],
    [
      'ends before its first shift',
      draft({ shiftDuration: 'P1D', startsAt: '2026-01-06T09:00', endsAt: '2026-01-08T09:00' }),
      ['layers.0.handoff: This layer never shows: it ends before its first shift.'],
    ],
    [
      'Monday shifts, restricted to weekends',
      draft({ shiftDuration: 'PT12H', restrictions: [{ days: ['SA', 'SU'], from: '00:00', to: '00:00' }] }),
      ['layers.0.restrictions: This layer never shows: its restrictions never meet its shifts.'],
    ],
    [
      'one yearly day that meets a weekday only now and then',
      draft({
        handoff: 'FREQ=YEARLY',
        shiftDuration: 'PT8H',
        restrictions: [{ days: ['WE'], from: '09:00', to: '17:00' }],
      }),
      [],
    ],
    [
      'a layer under one that is always on',
      { timeZone: 'UTC', layers: [weekly, { ...weekly, id: 'top', name: 'everyone' }] },
      [
        'layers.0: This layer shows only while everyone of the later layer "everyone" is away: that one covers it all the time.',
      ],
    ],
    [
      'a layer under one with office hours',
      { timeZone: 'UTC', layers: [weekly, { ...weekly, restrictions: [{ from: '09:00', to: '17:00' }] }] },
      [],
    ],
  ])('%s', (_, schedule, expected) => {
    expect(scheduleFaults(schedule)).toEqual([]);
    expect(lines(scheduleWarnings(schedule))).toEqual(expected);
  });
});
