import { useQuery } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { useMay, useSession } from '../../session/session';

export const SET_UP_STEPS = ['admin', 'team', 'schedule', 'phone', 'policy', 'service', 'test'] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

/** How far the set-up has come, by what is there; what was made is what the next steps build on. */
export interface SetUpProgress {
  readonly done: ReadonlySet<SetUpStep>;
  /** The first step that is not done; null: everything is. */
  readonly next: SetUpStep | null;
  readonly team: Schema<'Team'> | null;
  readonly schedule: Pick<Schema<'Schedule'>, 'id' | 'name'> | null;
  readonly phone: Schema<'ContactMethod'> | null;
  readonly policy: Pick<Schema<'EscalationPolicy'>, 'id' | 'name'> | null;
  readonly service: Pick<Schema<'Service'>, 'id' | 'name'> | null;
  /** The newest incident of the service. */
  readonly incident: Schema<'Incident'> | null;
}

const LIST = { params: { query: { limit: 200 } } };
const LASTS = { staleTime: 60_000 };

/** The team of the set-up; also for whoever has just made it, so that nothing has to be asked again. */
export const teamOptions = (id: string) =>
  $api.queryOptions('get', '/api/v1/teams/{id}', { params: { path: { id } } }, LASTS);

/** The last incidents of a service. */
export const incidentsOptions = (serviceId: string) =>
  $api.queryOptions('get', '/api/v1/incidents', { params: { query: { serviceId, limit: 20 } } }, LASTS);

/** Once it is done it stays done, and a browser that knows so asks no more. */
const placeOf = (userId: string) => `rouse.set-up-done.${userId}`;

/**
 * How far an admin has come with setting up; null for others, and until it is known. All of it comes from the server, so
 * it holds in any browser and after a reload. `evenIfDone`: also asks where this browser knows that it was done.
 */
export function useSetUpProgress({ evenIfDone = false } = {}): SetUpProgress | null {
  const { id, teams } = useSession();
  const isAdmin = useMay()('team.create');
  const enabled = isAdmin && (evenIfDone || localStorage.getItem(placeOf(id)) === null);
  const teamId = (teams.find(({ role }) => role === 'manager') ?? teams[0])?.id ?? '';
  const team = useQuery({ ...teamOptions(teamId), enabled: enabled && teamId !== '' });
  const schedules = $api.useQuery('get', '/api/v1/schedules', LIST, { ...LASTS, enabled });
  const policies = $api.useQuery('get', '/api/v1/escalation-policies', LIST, { ...LASTS, enabled });
  const services = $api.useQuery('get', '/api/v1/services', LIST, { ...LASTS, enabled });
  const methods = $api.useQuery(
    'get',
    '/api/v1/users/{id}/contact-methods',
    { params: { path: { id } } },
    { ...LASTS, enabled },
  );
  const own = <Thing extends { teamId: string | null }>(list: { items: Thing[] } | undefined) =>
    list?.items.find((thing) => thing.teamId === teamId) ?? null;
  const service = own(services.data);
  const incidents = useQuery({
    ...incidentsOptions(service?.id ?? ''),
    enabled: enabled && service !== null,
  });
  const isKnown =
    methods.data !== undefined &&
    [schedules, policies, services].every(({ data }) => data !== undefined) &&
    (teamId === '' || team.data !== undefined) &&
    (service === null || incidents.data !== undefined);
  if (!enabled || !isKnown) return null;
  const found = {
    team: team.data ?? null,
    schedule: own(schedules.data),
    phone: methods.data.items.find(isUsablePhone) ?? null,
    policy: own(policies.data),
    service,
    incident: incidents.data?.items[0] ?? null,
  };
  const hasAnswered = (incidents.data?.items ?? []).some(({ acknowledgedAt }) => acknowledgedAt !== null);
  const progress = { ...found, ...doneOf(found, hasAnswered) };
  if (progress.next === null) localStorage.setItem(placeOf(id), 'yes');
  return progress;
}

function doneOf(
  { team, schedule, phone, policy, service }: Omit<SetUpProgress, 'done' | 'next' | 'incident'>,
  hasAnswered: boolean,
): Pick<SetUpProgress, 'done' | 'next'> {
  const isDone: Readonly<Record<SetUpStep, boolean>> = {
    admin: true,
    team: team !== null,
    schedule: schedule !== null,
    phone: phone !== null,
    policy: policy !== null,
    service: service !== null,
    test: hasAnswered,
  };
  return {
    done: new Set(SET_UP_STEPS.filter((step) => isDone[step])),
    next: SET_UP_STEPS.find((step) => !isDone[step]) ?? null,
  };
}

const isUsablePhone = ({ type, verified, disabledReason }: Schema<'ContactMethod'>): boolean =>
  (type === 'sms' || type === 'voice') && verified && disabledReason === null;
