import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { $api, type Schema } from '../../api/client';
import { daysFrom } from '../../schedule-timeline/wall-clock';
import type { TimelineWindow } from '../../schedule-timeline/lanes';

/** What a schedule's lanes are made of. */
export interface ShownSchedule {
  readonly schedule: Schema<'Schedule'>;
  readonly shifts: Schema<'Shifts'>;
  readonly layers: Schema<'LayerShifts'>;
  readonly overrides: readonly Schema<'Override'>[];
}

/** The schedule, and what is in a window of it: what was shown stays until the next has come. */
export function useShownSchedule(scheduleId: string, window: TimelineWindow) {
  const days = daysFrom(window.firstDay, window.days, window.zone);
  const [first, last] = [days[0], days.at(-1)];
  const query = { from: first?.start.toISOString() ?? '', to: last?.end.toISOString() ?? '' };
  const path = { id: scheduleId };
  const kept = { placeholderData: keepPreviousData };
  const schedule = $api.useQuery('get', '/api/v1/schedules/{id}', { params: { path } });
  const params = { path, query };
  const shifts = $api.useQuery('get', '/api/v1/schedules/{id}/shifts', { params }, kept);
  const layers = $api.useQuery('get', '/api/v1/schedules/{id}/layer-shifts', { params }, kept);
  const overrides = $api.useQuery(
    'get',
    '/api/v1/schedules/{id}/overrides',
    { params: { path, query: { ...query, limit: 200 } } },
    kept,
  );
  const all = [schedule, shifts, layers, overrides] as const;
  const data = useMemo(
    () =>
      schedule.data && shifts.data && layers.data && overrides.data
        ? {
            schedule: schedule.data,
            shifts: shifts.data,
            layers: layers.data,
            overrides: overrides.data.items,
          }
        : undefined,
    [schedule.data, shifts.data, layers.data, overrides.data],
  );
  return {
    data,
    error: data === undefined ? (all.find(({ error }) => error !== null)?.error ?? null) : null,
    retry: () => Promise.all(all.map((each) => each.refetch())),
  };
}
