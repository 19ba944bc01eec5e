import { api, type Schema } from '../api/client';
import { ProblemError } from '../api/faults';

type Incident = Schema<'Incident'>;

/** What a person does about an incident. */
export type Deed =
  | { readonly kind: 'acknowledge' | 'resolve' | 'escalate' }
  | { readonly kind: 'snooze'; readonly seconds: number }
  | { readonly kind: 'reassign'; readonly userIds: readonly string[] }
  /** What undoes an acknowledgement: open again, and paged by the service's policy from its beginning. */
  | { readonly kind: 'give-back' }
  | { readonly kind: 'merge'; readonly into: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'change'; readonly changes: Schema<'IncidentChange'> }
  | { readonly kind: 'ask'; readonly whom: Schema<'ResponderRequestInput'> };

/**
 * Asks the server for it. @param key the same for every repetition, so that what was done is not done twice
 * @returns the incident as it is then; null where the answer is something else
 * @throws ProblemError what the server said against it
 */
export async function send(incident: Incident, deed: Deed, key: string): Promise<Incident | null> {
  const params = { path: { id: incident.id } };
  // A page that closes still sends what was pressed.
  const how = { headers: { 'idempotency-key': key }, keepalive: true };
  switch (deed.kind) {
    case 'acknowledge':
      return answered(await api.POST('/api/v1/incidents/{id}/acknowledge', { params, ...how }));
    case 'resolve':
      return answered(await api.POST('/api/v1/incidents/{id}/resolve', { params, ...how }));
    case 'escalate':
      return answered(await api.POST('/api/v1/incidents/{id}/escalate', { params, ...how }));
    case 'snooze': {
      const body = { seconds: deed.seconds };
      return answered(await api.POST('/api/v1/incidents/{id}/snooze', { params, body, ...how }));
    }
    case 'reassign': {
      const body = { userIds: [...deed.userIds] };
      return answered(await api.POST('/api/v1/incidents/{id}/reassign', { params, body, ...how }));
    }
    case 'give-back':
      return giveBack(incident, how);
    case 'merge':
      return answered(
        await api.POST('/api/v1/incidents/{id}/merge', { params, body: { into: deed.into }, ...how }),
      );
    case 'note':
      return answered(
        await api.POST('/api/v1/incidents/{id}/notes', { params, body: { text: deed.text }, ...how }),
      );
    case 'change':
      return answered(await api.PATCH('/api/v1/incidents/{id}', { params, body: deed.changes }));
    case 'ask':
      answered(
        await api.POST('/api/v1/incidents/{id}/responder-requests', { params, body: deed.whom, ...how }),
      );
      return null;
  }
}

async function giveBack(
  { id, serviceId }: Incident,
  how: { headers: Record<string, string>; keepalive: boolean },
): Promise<Incident> {
  const service = answered(await api.GET('/api/v1/services/{id}', { params: { path: { id: serviceId } } }));
  const body = { escalationPolicyId: service.escalationPolicyId };
  return answered(
    await api.POST('/api/v1/incidents/{id}/reassign', { params: { path: { id } }, body, ...how }),
  );
}

function answered<Answer>(result: { data?: Answer; error?: Schema<'Problem'> }): Answer {
  if (result.error !== undefined) throw new ProblemError(passing(result.error));
  if (result.data === undefined) throw new Error('An answer without a body.');
  return result.data;
}

/** The first sending of the same press is still at work: not a refusal, but something to ask again. */
const passing = (problem: Schema<'Problem'>): Schema<'Problem'> =>
  problem.status === 409 && 'retryAfterSeconds' in problem ? { ...problem, status: 503 } : problem;
