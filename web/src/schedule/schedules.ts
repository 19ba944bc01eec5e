import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { everyPage } from '../api/every-page';

/** All schedules. */
export function useSchedules() {
  return useQuery({
    queryKey: ['get', '/api/v1/schedules', 'everything'],
    queryFn: ({ signal }) =>
      everyPage((query) => api.GET('/api/v1/schedules', { params: { query }, signal })),
  });
}
