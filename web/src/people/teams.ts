import { useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { everyPage } from '../api/every-page';

/** All teams, by name; `data` is undefined until they have come. */
export function useTeams() {
  return useQuery({
    queryKey: ['get', '/api/v1/teams', 'every'],
    queryFn: async ({ signal }) => {
      const teams = await everyPage<Schema<'Team'>>((query) =>
        api.GET('/api/v1/teams', { params: { query }, signal }),
      );
      return teams.toSorted((one, other) => one.name.localeCompare(other.name));
    },
    staleTime: 60_000,
  });
}
