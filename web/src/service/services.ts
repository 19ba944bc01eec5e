import { useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { everyPage } from '../api/every-page';

/** All services, each with what is known of its ways in. */
export function useServices() {
  return useQuery({
    queryKey: ['get', '/api/v1/services', 'everything'],
    queryFn: ({ signal }) => everyPage((query) => api.GET('/api/v1/services', { params: { query }, signal })),
  });
}

/** What is open in which service, by its id; live. Services in which all is quiet are not in it. */
export function useServiceStates() {
  return useQuery({
    queryKey: ['get', '/api/v1/incidents/by-service', 'everything'],
    queryFn: ({ signal }) =>
      everyPage((query) => api.GET('/api/v1/incidents/by-service', { params: { query }, signal })),
    select: byServiceId,
  });
}

const byServiceId = (
  states: readonly Schema<'ServiceState'>[],
): ReadonlyMap<string, Schema<'ServiceState'>> => new Map(states.map((state) => [state.serviceId, state]));
