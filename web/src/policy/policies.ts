import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { everyPage } from '../api/every-page';

/** All escalation policies. */
export function usePolicies() {
  return useQuery({
    queryKey: ['get', '/api/v1/escalation-policies', 'everything'],
    queryFn: ({ signal }) =>
      everyPage((query) => api.GET('/api/v1/escalation-policies', { params: { query }, signal })),
  });
}
