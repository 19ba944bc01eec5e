import { useQuery } from '@tanstack/react-query';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { $api, api, type Schema } from '../../api/client';
import { everyPage } from '../../api/every-page';
import { useMay } from '../../session/session';
import type { Known } from './directory-rules';

/** While somebody is awaited: whoever comes is seen without a reload. */
const LOOK_FOR_COMERS_MS = 5_000;

/** Who is on call right now: the names of the schedules by person. */
export function useOnCall(): ReadonlyMap<string, readonly string[]> {
  const answer = $api.useQuery(
    'get',
    '/api/v1/on-call',
    { params: { query: { limit: 1000 } } },
    BY_THE_CLOCK,
  );
  const schedules = new Map<string, string[]>();
  for (const { userId, scheduleName } of answer.data?.items ?? []) {
    if (userId === null) continue;
    schedules.set(userId, [...(schedules.get(userId) ?? []), scheduleName]);
  }
  return schedules;
}

/** The invitations that nobody has accepted yet, for whoever may invite; none for others. */
export function useOpenInvitations(): readonly Schema<'OpenInvitation'>[] {
  const may = useMay();
  const answer = useQuery({
    queryKey: ['get', '/api/v1/invitations', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'OpenInvitation'>>((query) =>
        api.GET('/api/v1/invitations', { params: { query }, signal }),
      ),
    enabled: may('person.manage'),
    refetchInterval: ({ state }) => (state.data?.length ? LOOK_FOR_COMERS_MS : false),
  });
  return answer.data ?? [];
}

/** Of whom a phone is verified; null for whoever may not know. */
function usePhones(): ReadonlyMap<string, boolean> | null {
  const may = useMay();
  const answer = useQuery({
    queryKey: ['get', '/api/v1/reachability', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'Reachability'>>((query) =>
        api.GET('/api/v1/reachability', { params: { query }, signal }),
      ),
    enabled: may('contact.survey'),
  });
  if (answer.data === undefined) return null;
  return new Map(answer.data.map(({ userId, phoneVerified }) => [userId, phoneVerified]));
}

/** What the directory tells beside names, as far as one may know it. */
export function useKnown(): Known {
  const invitations = useOpenInvitations();
  return {
    onCall: useOnCall(),
    phones: usePhones(),
    invited: new Set(invitations.map(({ userId }) => userId)),
  };
}
