import {
  IconAlertTriangle,
  IconBuildingBroadcastTower,
  IconCalendarWeek,
  IconStairsUp,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { texts as incidents } from '../../texts/incident';
import { texts } from '../../texts/palette';
import type { PaletteItem } from './palette-items';

type Found = Schema<'Found'>;

const KINDS: Readonly<
  Record<Found['kind'], { readonly group: string; readonly icon: Icon; readonly path: string }>
> = {
  incident: { group: texts.incidents, icon: IconAlertTriangle, path: '/incidents/' },
  schedule: { group: texts.schedules, icon: IconCalendarWeek, path: '/schedules/' },
  service: { group: texts.services, icon: IconBuildingBroadcastTower, path: '/services/' },
  policy: { group: texts.policies, icon: IconStairsUp, path: '/policies/' },
  person: { group: texts.people, icon: IconUser, path: '/people/' },
  team: { group: texts.teams, icon: IconUsers, path: '/teams/' },
};

/** The things whose name has what was typed, or the incident with that number: the server looks for them. */
export function useFound(typed: string): { found: readonly PaletteItem[]; isLooking: boolean } {
  const navigate = useNavigate();
  const search = $api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { text: typed } } },
    { enabled: typed !== '', placeholderData: keepPreviousData, staleTime: 10_000 },
  );
  if (typed === '') return { found: [], isLooking: false };
  const found = (search.data?.items ?? []).map(({ kind, id, name, number, status }): PaletteItem => {
    const { group, icon, path } = KINDS[kind];
    const run = () => void navigate({ to: path + id });
    const item = { key: `${kind} ${id}`, group, label: name, icon, run };
    if (number === null || status === null) return item;
    return { ...item, hint: `#${String(number)} · ${incidents.status(status)}` };
  });
  return { found, isLooking: search.isFetching };
}
