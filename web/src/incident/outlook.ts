import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { ProblemError } from '../api/faults';

type Incident = Schema<'Incident'>;

/** Who is paged next, as far as it is known. */
interface KnownOutlook {
  /** Undefined until it has come. */
  readonly outlook: Schema<'IncidentOutlook'> | undefined;
  /** It was asked for, and did not come. */
  readonly isFailed: boolean;
}

/** Whatever of the incident decides who is paged next. */
const courseOf = ({ severity, urgency, escalatesAt, assignedTo }: Incident) =>
  [severity, urgency, escalatesAt, ...assignedTo].join(' ');

/**
 * Who is paged next and who is on call for it; asked only while it can change what one does.
 * Asked again when this incident takes a step, not with every change of any: a storm would be a question a card each time.
 */
export function useOutlook(incident: Incident): KnownOutlook {
  const { id, status } = incident;
  const { data, isError } = useQuery({
    queryKey: ['outlook', id, courseOf(incident)],
    queryFn: async ({ signal }) => {
      const params = { path: { id } };
      const { data, error } = await api.GET('/api/v1/incidents/{id}/outlook', { params, signal });
      if (error !== undefined) throw new ProblemError(error);
      return data;
    },
    enabled: status === 'triggered',
    // What is on call changes with the hours, which the stream does not tell of.
    staleTime: 15_000,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
  return { outlook: data, isFailed: isError && data === undefined };
}
