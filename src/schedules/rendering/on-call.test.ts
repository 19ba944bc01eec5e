import { describe, expect, it } from '@jest/globals';
import { onCallAt } from './on-call.js';
import type { LayerDefinition, ScheduleDefinition } from './schedule-definition.js';

const layer: LayerDefinition = {
  id: 'primary',
  participants: ['ana', 'bo'],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=WEEKLY;BYDAY=MO',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
};

function schedule(
  change: Partial<LayerDefinition>,
  rest: Partial<ScheduleDefinition> = {},
): ScheduleDefinition {
  return { timeZone: 'UTC', layers: [{ ...layer, ...change }], overrides: [], absences: [], ...rest };
}

const minute = (time: Date | null | undefined): string => time?.toISOString().slice(0, 16) ?? '-';

/** "who since; until; next who from to" */
function story(of: ScheduleDefinition, at: string): string {
  const { current, until, next } = onCallAt(of, new Date(at));
  const now = current ? `${current.userId} ${minute(current.start)} ${minute(current.end)}` : 'nobody';
  return `${now}; until ${minute(until)}; next ${next?.userId ?? '-'} ${minute(next?.start)} ${minute(next?.end)}`;
}

const cover = (start: string, end: string, userId: string) => ({
  id: 'o',
  start: new Date(start),
  end: new Date(end),
  userId,
  replaces: null,
});

describe('on call now', () => {
  it.each<[string, ScheduleDefinition, string, string]>([
    [
      'in the middle of a week',
      schedule({}),
      '2026-01-07T12:00Z',
      'ana 2026-01-05T09:00 2026-01-12T09:00; until 2026-01-12T09:00; next bo 2026-01-12T09:00 2026-01-19T09:00',
    ],
    [
      'at the hand-off itself',
      schedule({}),
      '2026-01-12T09:00Z',
      'bo 2026-01-12T09:00 2026-01-19T09:00; until 2026-01-19T09:00; next ana 2026-01-19T09:00 2026-01-26T09:00',
    ],
    [
      'a millisecond before it',
      schedule({}),
      '2026-01-12T08:59:59.999Z',
      'ana 2026-01-05T09:00 2026-01-12T09:00; until 2026-01-12T09:00; next bo 2026-01-12T09:00 2026-01-19T09:00',
    ],
    [
      'by quarters',
      schedule({ handoff: 'FREQ=MONTHLY;INTERVAL=3' }),
      '2026-03-01T00:00Z',
      'ana 2026-01-05T09:00 2026-04-05T09:00; until 2026-04-05T09:00; next bo 2026-04-05T09:00 2026-07-05T09:00',
    ],
    [
      'before the rotation begins',
      schedule({}),
      '2026-01-01T00:00Z',
      'nobody; until 2026-01-05T09:00; next ana 2026-01-05T09:00 2026-01-12T09:00',
    ],
    [
      'after it ended',
      schedule({ endsAt: '2026-01-20T00:00' }),
      '2026-02-01T00:00Z',
      'nobody; until -; next - - -',
    ],
    [
      'in the last shift',
      schedule({ endsAt: '2026-01-20T00:00' }),
      '2026-01-19T12:00Z',
      'ana 2026-01-19T09:00 2026-01-20T00:00; until 2026-01-20T00:00; next - - -',
    ],
    [
      'a shift before a gap',
      schedule({ shiftDuration: 'PT8H', handoff: 'FREQ=DAILY' }),
      '2026-01-05T12:00Z',
      'ana 2026-01-05T09:00 2026-01-05T17:00; until 2026-01-05T17:00; next bo 2026-01-06T09:00 2026-01-06T17:00',
    ],
    [
      'in a gap before the same person again',
      schedule({ participants: ['ana'], shiftDuration: 'PT8H', handoff: 'FREQ=DAILY' }),
      '2026-01-05T18:00Z',
      'nobody; until 2026-01-06T09:00; next ana 2026-01-06T09:00 2026-01-06T17:00',
    ],
    [
      'the same person after a gap',
      schedule({ participants: ['ana'], shiftDuration: 'PT8H', handoff: 'FREQ=DAILY' }),
      '2026-01-05T12:00Z',
      'ana 2026-01-05T09:00 2026-01-05T17:00; until 2026-01-05T17:00; next ana 2026-01-06T09:00 2026-01-06T17:00',
    ],
    [
      'one person for ever',
      schedule({ participants: ['ana'] }),
      '2026-01-07T12:00Z',
      'ana 2026-01-05T09:00 2026-01-12T09:00; until -; next - - -',
    ],
    [
      'an override of the same person touches',
      schedule({}, { overrides: [cover('2026-01-12T09:00Z', '2026-01-13T09:00Z', 'ana')] }),
      '2026-01-07T12:00Z',
      'ana 2026-01-05T09:00 2026-01-12T09:00; until 2026-01-13T09:00; next bo 2026-01-13T09:00 2026-01-19T09:00',
    ],
    [
      'an override cuts the shift',
      schedule({}, { overrides: [cover('2026-01-08T09:00Z', '2026-01-09T09:00Z', 'cy')] }),
      '2026-01-07T12:00Z',
      'ana 2026-01-05T09:00 2026-01-08T09:00; until 2026-01-08T09:00; next cy 2026-01-08T09:00 2026-01-09T09:00',
    ],
    [
      'every second, one person',
      schedule({ participants: ['ana'], handoff: 'FREQ=SECONDLY' }),
      '2026-01-07T12:00Z',
      'ana 2026-01-07T12:00 2026-01-07T12:00; until -; next - - -',
    ],
  ])('%s', (_, of, at, expected) => {
    expect(story(of, at)).toBe(expected);
  });

  it('answers under hand-offs by the second that a weekly layer hides', () => {
    const [weekly] = schedule({}).layers;
    const hidden = schedule({ id: 'hidden', handoff: 'FREQ=SECONDLY' });
    const both = { ...hidden, layers: [...hidden.layers, ...(weekly ? [weekly] : [])] };
    expect(onCallAt(both, new Date('2026-01-07T12:00Z')).current?.userId).toBe('ana');
  });
});
