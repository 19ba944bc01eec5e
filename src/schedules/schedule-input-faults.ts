import { faultPath, type Fault } from '../platform/http/problem.js';
import { layerLimitFaults } from './layer-limits.js';
import type { LayerDefinition, ScheduleDefinition } from './rendering/schedule-definition.js';
import { scheduleFaults } from './rendering/schedule-faults.js';
import { parseWallClock } from './rendering/wall-clock.js';

type PathedFault = { readonly path: readonly (string | number)[]; readonly message: string };

/**
 * Everything that makes a draft of the right form impossible to render, each with its dotted path. A layer that ends
 * before it starts is only empty, as while somebody is still moving its two ends.
 * @param prefix the path of the draft itself in the request
 */
export function draftFaults(schedule: ScheduleDefinition, prefix: readonly string[] = []): Fault[] {
  const limits = limitFaults(schedule);
  const faults: PathedFault[] = [
    ...(limits.length > 0 ? limits : scheduleFaults(schedule)),
    ...doubledIdFaults('layers', schedule.layers),
    ...doubledIdFaults('overrides', schedule.overrides),
  ];
  return faults.map(({ path, message }) => ({ path: faultPath([...prefix, ...path]), message }));
}

/** What keeps a schedule from being stored: the faults of a draft, and layers that could never be active. */
export function storedScheduleFaults(schedule: ScheduleDefinition): Fault[] {
  return [...draftFaults(schedule), ...schedule.layers.flatMap(endFaults)];
}

function limitFaults({ layers }: ScheduleDefinition): PathedFault[] {
  return layers.flatMap((layer, index) =>
    layerLimitFaults(layer).map(({ path, message }) => ({ path: ['layers', index, ...path], message })),
  );
}

function endFaults({ startsAt, endsAt }: LayerDefinition, index: number): Fault[] {
  const start = parseWallClock(startsAt);
  const end = endsAt === null ? null : parseWallClock(endsAt);
  if (start === null || end === null || end > start) return [];
  return [{ path: `layers.${index}.endsAt`, message: `The end must be after the start, ${startsAt}.` }];
}

/** A shift tells its source by id, so no two may share one. */
function doubledIdFaults(list: string, things: readonly { id: string }[]): PathedFault[] {
  const seen = new Set<string>();
  return things.flatMap(({ id }, index) => {
    const doubled = seen.has(id);
    seen.add(id);
    return doubled ? [{ path: [list, index, 'id'], message: `"${id}" is the id of another one here.` }] : [];
  });
}
