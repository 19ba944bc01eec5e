import { handoffSequence } from '../rendering/handoff-sequence.js';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { OverrideDefinition, ScheduleDefinition } from '../rendering/schedule-definition.js';
import { zoneClock } from '../rendering/zone-clock.js';
import type { LayerView } from '../schedule-view.js';
import type { ScheduleWindow } from '../schedule-window.js';
import { shiftDifference, type ChangedStretch } from '../shift-difference.js';
import { keptAgreements } from '../swaps/kept-agreements.js';
import { leaveLayers } from './leave-rotation.js';

/** A schedule as it stands, with what lies on top of it from now on. */
export interface DepartedSchedule extends ScheduleDefinition {
  readonly layers: readonly LayerView[];
}

/** What somebody's leaving does to one schedule. */
export interface DeparturePlan {
  /** The layers afterwards; empty where nobody would be left in any of them. */
  readonly layers: LayerView[];
  readonly layersChange: boolean;
  /** Those that end now, or never begin. */
  readonly ended: readonly OverrideDefinition[];
  /** What takes the place of one of them, in the order of making, too. */
  readonly inPlaceOf: ReadonlyMap<string, Pick<OverrideDefinition, 'userId' | 'replaces'>>;
  /** What is laid on top, so that whoever stands in for the person still does. */
  readonly kept: readonly Omit<OverrideDefinition, 'id'>[];
  /** Who has other hours than before. */
  readonly changes: readonly ChangedStretch[];
}

/**
 * Plans it. The person's own overrides go to the successor or end. Where a teammate stands in for the person, the
 * teammate still does: by an override that replaces whoever would have that time now.
 * @param window from now on, as far as overrides reach
 */
export function departurePlan(
  schedule: DepartedSchedule,
  { userId, successorId }: { readonly userId: string; readonly successorId: string | null },
  window: ScheduleWindow,
): DeparturePlan {
  const clock = zoneClock(schedule.timeZone);
  const wall = clock.wallReached(window.from.getTime());
  const layers = leaveLayers(
    schedule.layers.map((layer) => {
      const handoffs = handoffSequence(layer.handoff, layer.startsAt, layer.shiftDuration === null);
      return { layer, handoff: Math.max(handoffs.numberAt(wall), 0) };
    }),
    userId,
    successorId,
  );
  const ended = schedule.overrides.filter(
    (override) => override.userId === userId || override.replaces === userId,
  );
  const inPlaceOf = new Map(
    successorId === null
      ? []
      : ended
          .filter((override) => override.userId === userId && override.replaces !== successorId)
          .map(({ id, replaces }) => [
            id,
            { userId: successorId, replaces: replaces === userId ? null : replaces },
          ]),
  );
  const overrides = schedule.overrides.flatMap((override) => {
    if (!ended.includes(override)) return [override];
    const instead = inPlaceOf.get(override.id);
    return instead === undefined ? [] : [{ ...override, ...instead }];
  });
  const before = renderSchedule(schedule, window);
  const without = renderSchedule({ ...schedule, layers, overrides }, window);
  const standIns = new Set(ended.filter((override) => override.userId !== userId).map(({ id }) => id));
  const kept = keptAgreements(before.items, without.items, standIns).map(
    ({ start, end, userId: standIn, replaces }) => ({ start, end, userId: standIn, replaces }),
  );
  const onTop = kept.map((override, index) => ({ ...override, id: `kept ${String(index)}` }));
  const after = renderSchedule({ ...schedule, layers, overrides: [...overrides, ...onTop] }, window);
  return {
    layers,
    layersChange: schedule.layers.some(({ participants }) => participants.includes(userId)),
    ended,
    inPlaceOf,
    kept,
    changes: shiftDifference(before, after).changes,
  };
}
