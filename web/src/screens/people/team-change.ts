import { useQueryClient } from '@tanstack/react-query';
import { $api, api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { offerUndo } from '../../design/undo';

type TeamInput = Schema<'TeamInput'>;

/** Changes a team as a whole, and offers the way back. `change(next, said)` */
export function useTeamChange({ id, name, members }: Schema<'Team'>) {
  const queries = useQueryClient();
  const stale = () => refresh(queries, ['/api/v1/teams', '/api/v1/teams/{id}', '/api/v1/me']);
  const write = $api.useMutation('put', '/api/v1/teams/{id}');
  const params = { path: { id } };
  const before: TeamInput = { name, members };
  const restore = async () => {
    const { error } = await api.PUT('/api/v1/teams/{id}', { params, body: before });
    if (error !== undefined) throw new ProblemError(error);
    await stale();
  };
  const change = (next: Partial<TeamInput>, said: string) =>
    write.mutate(
      { params, body: { ...before, ...next } },
      {
        onSuccess: (team) => {
          queries.setQueryData($api.queryOptions('get', '/api/v1/teams/{id}', { params }).queryKey, team);
          void stale();
          offerUndo(said, restore);
        },
      },
    );
  return { change, isPending: write.isPending, error: write.error };
}
