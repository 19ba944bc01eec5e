import { describe, expect, it } from '@jest/globals';
import type { LayerDefinition } from './rendering/schedule-definition.js';
import { ageFaults, horizonDays, previewSchema, windowFaults } from './schedule-window.js';

const layer = (more: Partial<LayerDefinition>): LayerDefinition => ({
  id: 'layer',
  participants: ['ana'],
  startsAt: '2016-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=DAILY',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
  ...more,
});
const schedule = (...layers: LayerDefinition[]) => ({ timeZone: 'Europe/Berlin', layers });
const from = new Date('2026-01-05T00:00:00Z');
const window = (days: number) => ({ from, to: new Date(from.getTime() + days * 86_400_000) });

describe('windowFaults', () => {
  it.each([
    ['400 days of daily hand-offs', schedule(layer({})), 400, false],
    ['400 days of hourly hand-offs', schedule(layer({ handoff: 'FREQ=HOURLY' })), 400, false],
    ['60 days of hand-offs by the minute', schedule(layer({ handoff: 'FREQ=MINUTELY' })), 60, false],
    ['400 days of hand-offs by the minute', schedule(layer({ handoff: 'FREQ=MINUTELY' })), 400, true],
    ['a day of hand-offs by the second', schedule(layer({ handoff: 'FREQ=SECONDLY' })), 1, false],
    ['two days of hand-offs by the second', schedule(layer({ handoff: 'FREQ=SECONDLY' })), 2, true],
    [
      'two layers that fit one by one',
      schedule(layer({ handoff: 'FREQ=MINUTELY' }), layer({ handoff: 'FREQ=MINUTELY' })),
      60,
      true,
    ],
    [
      'a rotation by the second that ended long ago',
      schedule(layer({ handoff: 'FREQ=SECONDLY', endsAt: '2020-01-01T00:00' })),
      400,
      false,
    ],
    [
      'a rotation by the second that begins later',
      schedule(layer({ handoff: 'FREQ=SECONDLY', startsAt: '2030-01-01T00:00' })),
      400,
      false,
    ],
  ])('%s', (_title, definition, days, tooMuch) => {
    expect(windowFaults(definition, window(days)).map(({ path }) => path)).toEqual(tooMuch ? ['to'] : []);
  });
});

describe('ageFaults', () => {
  const ODD = 'FREQ=SECONDLY;INTERVAL=86399;BYMINUTE=3;BYMONTHDAY=1';
  it.each([
    ['a weekly rotation of two thousand years', '0001-01-01T09:00', 'FREQ=WEEKLY', []],
    ['one by the second', '0001-01-01T09:00', 'FREQ=SECONDLY', []],
    ['one by dates of the month', '0001-01-01T09:00', 'FREQ=MONTHLY;BYDAY=1MO', []],
    ['an odd one that is not a century old', '1927-01-01T09:00', ODD, []],
    ['an odd one that begins after the window', '2030-01-01T09:00', ODD, []],
    ['an odd one that is older', '1900-01-01T09:00', ODD, ['schedule.layers.1.startsAt']],
    [
      'an odd one of hours',
      '0001-01-01T09:00',
      'FREQ=HOURLY;INTERVAL=23;BYMONTH=1',
      ['schedule.layers.1.startsAt'],
    ],
  ])('%s', (_title, startsAt, handoff, paths) => {
    const aged = ageFaults(schedule(layer({}), layer({ startsAt, handoff })), window(7));
    expect(aged.map(({ path }) => path)).toEqual(paths);
  });
});

describe('horizonDays', () => {
  it.each([
    ['a daily rotation', 'FREQ=DAILY', 400],
    ['a rotation by the minute', 'FREQ=MINUTELY', 25],
    ['a rotation by the second', 'FREQ=SECONDLY', 1],
  ])('of %s', (_title, handoff, expected) => {
    expect(horizonDays(schedule(layer({ handoff })), from, 400)).toBe(expected);
  });
});

describe('the window of a preview', () => {
  it.each([
    ['nothing', '2026-01-05T00:00Z', false],
    ['a moment', '2026-01-05T00:00:00.001Z', true],
    ['400 days', '2027-02-09T00:00Z', true],
    ['400 days and a moment', '2027-02-09T00:00:00.001Z', false],
  ])('of %s', (_title, to, possible) => {
    const draft = { timeZone: 'UTC', layers: [{ participants: ['ana'], startsAt: 'x', handoff: 'x' }] };
    const result = previewSchema.safeParse({ schedule: draft, from: '2026-01-05T00:00Z', to });
    expect(result.success).toBe(possible);
  });
});
