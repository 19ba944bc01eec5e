import { $api, type Schema } from '../../api/client';
import { usePeople } from '../../people/people';
import { useMay, useSession } from '../../session/session';
import type { Stretch } from '../../schedule-timeline/lanes';

type Final = Schema<'Shifts'>['items'];

/** Whoever can be put in or asked: those of the team, those of the layers and oneself; none who only looks on. */
export function useTakers(schedule: Schema<'Schedule'>): Schema<'User'>[] {
  const people = usePeople();
  const { id: ownId } = useSession();
  const { teamId } = schedule;
  const team = $api.useQuery(
    'get',
    '/api/v1/teams/{id}',
    { params: { path: { id: teamId ?? '' } } },
    { enabled: teamId !== null },
  );
  const ids = new Set([
    ...schedule.layers.flatMap(({ participants }) => participants),
    ...(team.data?.members.map(({ userId }) => userId) ?? []),
    ownId,
  ]);
  return [...ids]
    .flatMap((id) => people.get(id) ?? [])
    .filter(({ role, deletedAt }) => role !== 'observer' && deletedAt === null)
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** What the reader may do with stretches of a schedule. */
export function useStretchRights({ teamId }: Schema<'Schedule'>) {
  const may = useMay();
  const { id: ownId } = useSession();
  return {
    mayPutIn: (userId: string) => may('override.change', { teamId, ownerId: userId }),
    mayPutAnybody: may('override.change', { teamId }),
    mayPutSelf: may('override.change', { teamId, ownerId: ownId }),
    mayAsk: may('swap.offer', { teamId, ownerId: ownId }),
    /** What two people agreed on is nobody's own. */
    mayChange: ({ createdBy, userId, swapId }: Schema<'Override'>) =>
      may('override.change', {
        teamId,
        ownerId: swapId !== null ? null : createdBy === ownId ? createdBy : userId,
      }),
  };
}

/** Who has a stretch as it is, each once, and whether somebody has none of it; as the server told the shifts. */
export function holdersOf(items: Final, { start, end }: Stretch): { ids: string[]; isWhole: boolean } {
  const touching = items.filter(
    (item) => Date.parse(item.start) < end.getTime() && Date.parse(item.end) > start.getTime(),
  );
  const covered = touching.reduce(
    (sum, item) =>
      sum + Math.min(Date.parse(item.end), end.getTime()) - Math.max(Date.parse(item.start), start.getTime()),
    0,
  );
  return {
    ids: [...new Set(touching.map(({ userId }) => userId))],
    isWhole: covered >= end.getTime() - start.getTime(),
  };
}
