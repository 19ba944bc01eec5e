import { useState } from 'react';
import { $api, type Schema } from '../api/client';
import { serverNow } from '../api/server-clock';
import { usePeople } from '../people/people';
import { useSession } from '../session/session';
import { takeable, type Stretch, type TheirShift } from './swap-draft';

const AHEAD_MS = 56 * 86_400_000;

/** Who can be asked to take a shift of this schedule, by name; undefined until it is known. Observers carry no pager. */
export function useAskable(scheduleId: string): Schema<'User'>[] | undefined {
  const { id: ownId } = useSession();
  const people = usePeople();
  const schedule = $api.useQuery('get', '/api/v1/schedules/{id}', { params: { path: { id: scheduleId } } });
  const teamId = schedule.data?.teamId ?? null;
  const team = $api.useQuery(
    'get',
    '/api/v1/teams/{id}',
    { params: { path: { id: teamId ?? '' } } },
    { enabled: teamId !== null },
  );
  if (schedule.data === undefined || (teamId !== null && team.isPending)) return undefined;
  const ids = new Set([
    ...schedule.data.layers.flatMap(({ participants }) => participants),
    ...(team.data?.members.map(({ userId }) => userId) ?? []),
  ]);
  return [...ids]
    .flatMap((id) => people.get(id) ?? [])
    .filter(({ id, role, deletedAt }) => id !== ownId && role !== 'observer' && deletedAt === null)
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** The shifts of others in the next eight weeks that one could take in return; undefined until they have come. */
export function useTakeable({ scheduleId }: { scheduleId: string } & Stretch): TheirShift[] | undefined {
  const { id: ownId } = useSession();
  const [now] = useState(serverNow);
  const shifts = $api.useQuery('get', '/api/v1/schedules/{id}/shifts', {
    params: {
      path: { id: scheduleId },
      query: { from: now.toISOString(), to: new Date(now.getTime() + AHEAD_MS).toISOString() },
    },
  });
  return shifts.data && takeable(shifts.data.items, ownId, now);
}
