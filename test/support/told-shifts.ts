import { renderSchedule } from '../../src/schedules/rendering/render-schedule.js';
import type {
  LayerDefinition,
  ScheduleDefinition,
} from '../../src/schedules/rendering/schedule-definition.js';

/** A daily rotation of three; what a test says of a layer comes on top. */
const layer: LayerDefinition = {
  id: 'primary',
  participants: ['A', 'B', 'C'],
  startsAt: '2026-01-05T09:00',
  endsAt: null,
  handoff: 'FREQ=DAILY',
  shiftDuration: null,
  restrictions: [],
  onAbsence: 'cover',
};

export type LayerChange = Partial<LayerDefinition>;

export function schedule(
  timeZone: string,
  layers: LayerChange[],
  rest: Partial<ScheduleDefinition> = {},
): ScheduleDefinition {
  const ids = ['one', 'two', 'three'];
  return {
    timeZone,
    layers: layers.map((change, index) => ({ ...layer, id: ids[index] ?? 'more', ...change })),
    overrides: [],
    absences: [],
    ...rest,
  };
}

/** Each shift and gap as "start who", in order, in UTC without the year; the window's end closes the list. */
export function told(of: ScheduleDefinition, from: string, to: string): string[] {
  const { items, gaps } = renderSchedule(of, { from: new Date(from), to: new Date(to) });
  const rows = [
    ...items.map(({ start, userId, source }) => ({
      start,
      who: `${userId}${source.kind === 'layer' ? source.handoff : '+'}`,
    })),
    ...gaps.map(({ start }) => ({ start, who: '-' })),
  ];
  return rows
    .sort((left, right) => left.start.getTime() - right.start.getTime())
    .map(({ start, who }) => `${start.toISOString().slice(5, 16).replace('T', ' ')} ${who}`);
}
