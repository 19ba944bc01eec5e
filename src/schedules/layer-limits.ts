import { readRecurrenceRule } from './rendering/recurrence-rule.js';
import type { LayerDefinition } from './rendering/schedule-definition.js';
import { readShiftDuration } from './rendering/shift-duration.js';
import { DAY } from './rendering/wall-clock.js';

/** Every minute. More is said with FREQ=MINUTELY or SECONDLY, which costs little however many times there are. */
const MOST_TIMES_A_DAY = 1_440;
const LONGEST_SHIFT_DAYS = 36_525;

export interface LayerFault {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What a layer asks for that can be said and never meant, and that would cost the others their server: rules that
 * spell out a month or a year second by second, and shifts of centuries. To be asked before anything is rendered.
 */
export function layerLimitFaults({
  handoff,
  shiftDuration,
}: Pick<LayerDefinition, 'handoff' | 'shiftDuration'>): LayerFault[] {
  return [...handoffFaults(handoff), ...shiftDurationFaults(shiftDuration)];
}

function handoffFaults(handoff: string): LayerFault[] {
  const { rule } = readRecurrenceRule(handoff);
  if (!rule || !['YEARLY', 'MONTHLY', 'WEEKLY'].includes(rule.frequency)) return [];
  const lists = [rule.byHour, rule.byMinute, rule.bySecond];
  const times = lists.reduce((product, list) => product * (list?.length ?? 1), 1);
  if (times <= MOST_TIMES_A_DAY) return [];
  const message = `The rule names ${times} times a day; with FREQ=${rule.frequency} at most ${MOST_TIMES_A_DAY} are possible.`;
  return [{ path: ['handoff'], message }];
}

function shiftDurationFaults(shiftDuration: string | null): LayerFault[] {
  const duration = shiftDuration === null ? null : readShiftDuration(shiftDuration);
  // Not `>`: an end past the last date that there is comes out as no number at all.
  if (!duration || duration.endOf(0) <= LONGEST_SHIFT_DAYS * DAY) return [];
  return [{ path: ['shiftDuration'], message: 'A shift may last at most 100 years.' }];
}
