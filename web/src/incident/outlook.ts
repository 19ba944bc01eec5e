import { $api, type Schema } from '../api/client';

/** Who is paged next and who is on call for it; asked only while it can change what one does. Undefined until known. */
export function useOutlook({ id, status }: Schema<'Incident'>): Schema<'IncidentOutlook'> | undefined {
  return $api.useQuery(
    'get',
    '/api/v1/incidents/{id}/outlook',
    { params: { path: { id } } },
    // What is on call changes with the hours, which the stream does not tell of.
    { enabled: status !== 'resolved', staleTime: 15_000, refetchInterval: 60_000 },
  ).data;
}
