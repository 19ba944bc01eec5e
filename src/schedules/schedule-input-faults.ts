import { faultPath, type Fault } from '../platform/http/problem.js';
import type { LayerDefinition, ScheduleDefinition } from './rendering/schedule-definition.js';
import { scheduleFaults } from './rendering/schedule-faults.js';
import { parseWallClock } from './rendering/wall-clock.js';

/**
 * Everything that makes a schedule of the right form impossible, each with its dotted path.
 * @param prefix the path of the schedule itself in the request
 */
export function scheduleInputFaults(schedule: ScheduleDefinition, prefix: readonly string[] = []): Fault[] {
  const faults = [
    ...scheduleFaults(schedule),
    ...schedule.layers.flatMap(endFaults),
    ...doubledIdFaults('layers', schedule.layers),
    ...doubledIdFaults('overrides', schedule.overrides),
  ];
  return faults.map(({ path, message }) => ({ path: faultPath([...prefix, ...path]), message }));
}

function endFaults({ startsAt, endsAt }: LayerDefinition, index: number) {
  const start = parseWallClock(startsAt);
  const end = endsAt === null ? null : parseWallClock(endsAt);
  if (start === null || end === null || end > start) return [];
  return [{ path: ['layers', index, 'endsAt'], message: `The end must be after the start, ${startsAt}.` }];
}

/** A shift tells its source by id, so no two may share one. */
function doubledIdFaults(list: string, things: readonly { id: string }[]) {
  const seen = new Set<string>();
  return things.flatMap(({ id }, index) => {
    const doubled = seen.has(id);
    seen.add(id);
    return doubled ? [{ path: [list, index, 'id'], message: `"${id}" is the id of another one here.` }] : [];
  });
}
