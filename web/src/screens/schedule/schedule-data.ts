import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { $api, api, type Schema } from '../../api/client';
import { everyPage } from '../../api/every-page';
import { daysFrom } from '../../design/wall-clock';
import type { TimelineWindow } from '../../schedule-timeline/lanes';

/** What a schedule's lanes are made of. */
export interface ShownSchedule {
  readonly window: TimelineWindow;
  readonly schedule: Schema<'Schedule'>;
  readonly shifts: Schema<'Shifts'>;
  readonly layers: Schema<'LayerShifts'>;
  readonly overrides: readonly Schema<'Override'>[];
}

/** The server cuts shifts at the ends of what it is asked for: so much more is asked that those in sight come whole. */
const MARGIN_MS = 14 * 86_400_000;

/**
 * The schedule, and what is in a window of it. All of it changes at once, and only when everything has come: drawing it
 * is costly, and a window with half of its lanes would be wrong. Until then `shown` is what was shown before.
 */
export function useShownSchedule(scheduleId: string, { firstDay, days, zone }: TimelineWindow) {
  const [from, to] = useMemo(() => {
    const drawn = daysFrom(firstDay, days, zone);
    return [drawn[0]?.start.getTime() ?? 0, drawn.at(-1)?.end.getTime() ?? 0];
  }, [firstDay, days, zone]);
  const path = { id: scheduleId };
  const schedule = $api.useQuery('get', '/api/v1/schedules/{id}', { params: { path } });
  const params = { path, query: { from: timeOf(from - MARGIN_MS), to: timeOf(to + MARGIN_MS) } };
  const shifts = $api.useQuery('get', '/api/v1/schedules/{id}/shifts', { params });
  const layers = $api.useQuery('get', '/api/v1/schedules/{id}/layer-shifts', { params });
  const span = { from: timeOf(from), to: timeOf(to) };
  const overrides = useQuery({
    queryKey: ['get', '/api/v1/schedules/{id}/overrides', 'everything', scheduleId, span],
    queryFn: ({ signal }) =>
      everyPage<Schema<'Override'>>((page) =>
        api.GET('/api/v1/schedules/{id}/overrides', {
          params: { path, query: { ...span, ...page } },
          signal,
        }),
      ),
  });
  const all = [schedule, shifts, layers, overrides] as const;
  const come = useMemo(
    (): ShownSchedule | undefined =>
      schedule.data && shifts.data && layers.data && overrides.data
        ? {
            window: { firstDay, days, zone },
            schedule: schedule.data,
            ...inSight(shifts.data, layers.data, from, to),
            overrides: overrides.data,
          }
        : undefined,
    [schedule.data, shifts.data, layers.data, overrides.data, firstDay, days, zone, from, to],
  );
  const [shown, setShown] = useState(come);
  const isFetching = all.some((query) => query.isFetching);
  const isOther =
    shown !== undefined &&
    (shown.window.firstDay !== firstDay || shown.window.days !== days || shown.window.zone !== zone);
  // Another window at once, and what is kept of it until it has been asked for again; the same one when all is there.
  if (come !== undefined && come !== shown && (!isFetching || isOther || shown === undefined)) setShown(come);
  return {
    shown,
    isComing: come === undefined,
    error: come === undefined ? (all.find(({ error }) => error !== null)?.error ?? null) : null,
    retry: () => Promise.all(all.map((each) => each.refetch())),
  };
}

const timeOf = (at: number): string => new Date(at).toISOString();

/** Whatever touches the window, whole. */
function inSight(
  { items, gaps }: Schema<'Shifts'>,
  { layers, absences }: Schema<'LayerShifts'>,
  from: number,
  to: number,
): Pick<ShownSchedule, 'shifts' | 'layers'> {
  const touches = ({ start, end }: { start: string; end: string }) =>
    Date.parse(start) < to && Date.parse(end) > from;
  return {
    shifts: { items: items.filter(touches), gaps: gaps.filter(touches) },
    layers: {
      layers: layers.map((layer) => ({ ...layer, items: layer.items.filter(touches) })),
      absences: absences.filter(touches),
    },
  };
}
