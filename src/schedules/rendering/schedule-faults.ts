import { handoffSequence } from './handoff-sequence.js';
import { readRecurrenceRule } from './recurrence-rule.js';
import {
  WEEKDAYS,
  type LayerDefinition,
  type Restriction,
  type ScheduleDefinition,
} from './schedule-definition.js';
import { readShiftDuration } from './shift-duration.js';
import { parseTimeOfDay, parseWallClock } from './wall-clock.js';
import { isTimeZone } from './zone-clock.js';

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
        message: `"${String(day)}" is not one of ${WEEKDAYS.join(', ')}.`,
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
