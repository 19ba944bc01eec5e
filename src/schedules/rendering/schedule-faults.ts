import { handoffSequence } from './handoff-sequence.js';
import type { Interval } from './interval.js';
import { layerTimeline } from './layer-timeline.js';
import { readRecurrenceRule } from './recurrence-rule.js';
import {
  WEEKDAYS,
  type LayerDefinition,
  type Restriction,
  type ScheduleDefinition,
} from './schedule-definition.js';
import { readShiftDuration } from './shift-duration.js';
import { DAY, parseTimeOfDay, parseWallClock } from './wall-clock.js';
import { isTimeZone, zoneClock, type ZoneClock } from './zone-clock.js';

/** What is wrong with a schedule, where, and in a sentence for the person who wrote it. */
export interface ScheduleFault {
  path: (string | number)[];
  message: string;
}

/** A schedule as somebody proposes it: the right types, but perhaps impossible. */
export type ScheduleDraft = Pick<ScheduleDefinition, 'timeZone' | 'layers'> &
  Partial<Pick<ScheduleDefinition, 'overrides' | 'absences'>>;

/** Everything that makes a schedule impossible. A schedule without faults can be rendered. */
export function scheduleFaults(schedule: ScheduleDraft): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  if (!isTimeZone(schedule.timeZone)) {
    faults.push({
      path: ['timeZone'],
      message: `"${schedule.timeZone}" is not a time zone; write an IANA name such as Europe/Berlin or UTC.`,
    });
  }
  schedule.layers.forEach((layer, index) => {
    for (const { path, message } of layerFaults(layer))
      faults.push({ path: ['layers', index, ...path], message });
  });
  faults.push(
    ...backwards('overrides', schedule.overrides ?? []),
    ...backwards('absences', schedule.absences ?? []),
  );
  return faults;
}

function layerFaults(layer: LayerDefinition): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  if (layer.participants.length === 0) {
    faults.push({ path: ['participants'], message: 'A rotation needs at least one participant.' });
  }
  for (const field of ['startsAt', 'endsAt'] as const) {
    const text = layer[field];
    if (text !== null && parseWallClock(text) === null)
      faults.push({ path: [field], message: wallClockFault(text) });
  }
  faults.push(...handoffFaults(layer));
  if (layer.shiftDuration !== null && !readShiftDuration(layer.shiftDuration)) {
    faults.push({
      path: ['shiftDuration'],
      message: `"${layer.shiftDuration}" is not a length of time; write an ISO 8601 duration longer than zero, such as PT12H or P5D, or null to last until the next hand-off.`,
    });
  }
  layer.restrictions.forEach((restriction, index) => {
    for (const { path, message } of restrictionFaults(restriction)) {
      faults.push({ path: ['restrictions', index, ...path], message });
    }
  });
  return faults;
}

function wallClockFault(text: string): string {
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes('T')) {
    return `"${text}" has an offset; leave it out, the time is read on the wall clock of the schedule's time zone.`;
  }
  return `"${text}" is not a date and time that exists; write it like 2026-01-05T09:00.`;
}

function handoffFaults({ handoff, startsAt, shiftDuration }: LayerDefinition): ScheduleFault[] {
  const { rule, faults } = readRecurrenceRule(handoff);
  if (!rule) return faults.map((message) => ({ path: ['handoff'], message }));
  if (parseWallClock(startsAt) === null) return [];
  const startIsHandoff = shiftDuration === null;
  if (handoffSequence(handoff, startsAt, startIsHandoff).timeOf(startIsHandoff ? 1 : 0) !== null) return [];
  return [
    { path: ['handoff'], message: `${handoff} never happens after ${startsAt}; no such date or time comes.` },
  ];
}

function restrictionFaults({ days, from, to }: Restriction): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  for (const [field, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (parseTimeOfDay(text) !== null) continue;
    const hint = text === '24:00' ? '; for midnight write 00:00' : '';
    faults.push({ path: [field], message: `"${text}" is not a time of day from 00:00 to 23:59${hint}.` });
  }
  if (days?.length === 0) {
    faults.push({ path: ['days'], message: 'Name at least one day, or leave days out for every day.' });
  }
  days?.forEach((day, index) => {
    if (!WEEKDAYS.includes(day)) {
      faults.push({
        path: ['days', index],
        message: `"${day}" is not one of ${WEEKDAYS.join(', ')}.`,
      });
    }
  });
  return faults;
}

function backwards(list: string, times: readonly { start: Date; end: Date }[]): ScheduleFault[] {
  return times.flatMap(({ start, end }, index) =>
    start < end ? [] : [{ path: [list, index, 'end'], message: 'The end must be after the start.' }],
  );
}

/** How many days from its first hand-off on a layer is looked at, in turn, before it is said never to show. */
const LOOKS = [1 / 24, 1, 16, 128, 400];
/** And at least up to this hand-off, though not past so many days: within 40 years every date has met every weekday. */
const HANDOFFS_LOOKED_AT = 40;
const LONGEST_LOOK = 40 * 366;

/**
 * What is legal but hardly meant: a layer that never shows, because it ends before it starts, its restrictions never
 * meet its shifts, or a later layer always covers it. Expects a schedule without faults.
 */
export function scheduleWarnings(schedule: ScheduleDraft): ScheduleFault[] {
  const clock = zoneClock(schedule.timeZone);
  return schedule.layers.flatMap((layer, index) => {
    if (layer.participants.length === 0) return [];
    const path = ['layers', index];
    const { start, end } = lifetime(layer, clock);
    if (end <= start) {
      return [{ path: [...path, 'endsAt'], message: 'This layer never shows: it ends before it starts.' }];
    }
    if (!showsAlone(layer, clock)) {
      return [
        layer.restrictions.length > 0
          ? {
              path: [...path, 'restrictions'],
              message: 'This layer never shows: its restrictions never meet its shifts.',
            }
          : {
              path: [...path, 'handoff'],
              message: 'This layer never shows: it ends before its first shift.',
            },
      ];
    }
    const over = schedule.layers.slice(index + 1).find((above) => alwaysCovers(above, { start, end }, clock));
    if (!over) return [];
    const name = over.name === undefined ? 'a later layer' : `the later layer "${over.name}"`;
    return [
      {
        path,
        message: `This layer shows only while everyone of ${name} is away: that one covers it all the time.`,
      },
    ];
  });
}

function lifetime({ startsAt, endsAt }: LayerDefinition, clock: ZoneClock): Interval {
  const instant = (text: string): number => clock.toInstant(parseWallClock(text) ?? Number.NaN);
  return { start: instant(startsAt), end: endsAt === null ? Infinity : instant(endsAt) };
}

function showsAlone(layer: LayerDefinition, clock: ZoneClock): boolean {
  const handoffs = handoffSequence(layer.handoff, layer.startsAt, layer.shiftDuration === null);
  const first = handoffs.timeOf(0);
  if (first === null) return false;
  const start = clock.toInstant(first);
  const later = clock.toInstant(handoffs.timeOf(HANDOFFS_LOOKED_AT) ?? first);
  const ends = LOOKS.map((days) => start + days * DAY);
  return [...ends, Math.min(later, start + LONGEST_LOOK * DAY)].some(
    (end) => layerTimeline(layer, clock, [{ start, end }], new Map(), Infinity).length > 0,
  );
}

function alwaysCovers(above: LayerDefinition, below: Interval, clock: ZoneClock): boolean {
  if (above.participants.length === 0 || above.shiftDuration !== null || above.onAbsence === 'gap')
    return false;
  const { start, end } = lifetime(above, clock);
  const allDay = above.restrictions.some(
    ({ days, from, to }) => from === to && (days === undefined || new Set(days).size === 7),
  );
  return start <= below.start && end >= below.end && (above.restrictions.length === 0 || allDay);
}
