import { useEffect, useState } from 'react';
import { $api, type Schema } from '../api/client';

const LOOK_EVERY_MS = 1_500;
const LATE_AFTER_MS = 15_000;

/** The incident that a test alert opened, found by its summary; undefined until it is there. */
export function useTestIncident(
  serviceId: string,
  summary: string,
): { incident: Schema<'Incident'> | undefined; isLate: boolean } {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), LATE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data: incident } = $api.useQuery(
    'get',
    '/api/v1/incidents',
    { params: { query: { serviceId, limit: 20 } } },
    {
      select: ({ items }) => items.find(({ title }) => title === summary),
      // The stream tells of it; this is for a stream that is not there.
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ title }) => title === summary) === true ? false : LOOK_EVERY_MS,
      staleTime: 0,
    },
  );
  return { incident, isLate: isLate && incident === undefined };
}
