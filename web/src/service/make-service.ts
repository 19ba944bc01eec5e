import { api, type Schema } from '../api/client';
import { ProblemError } from '../api/faults';
import { policyInputOf, type GuidedDraft } from './guided-draft';

/** What a try has made so far: the next one goes on from there. */
export interface MadeSoFar {
  policyId: string | null;
  service: Schema<'Service'> | null;
}

export interface MadeService {
  readonly service: Schema<'Service'>;
  readonly integration: Schema<'CreatedIntegration'>;
}

/** Makes the policy where one is wanted, the service and its first integration. @throws what `faultOf` reads */
export async function makeService(draft: GuidedDraft, made: MadeSoFar): Promise<MadeService> {
  const escalationPolicyId = draft.paging === 'made' ? await policyFor(draft, made) : (draft.policyId ?? '');
  made.service ??= await serviceFor(draft, escalationPolicyId);
  const { type } = draft;
  const integration = given(
    await api.POST('/api/v1/services/{id}/integrations', {
      params: { path: { id: made.service.id } },
      body: { type, name: INTEGRATION_NAMES[type] },
    }),
  );
  return { service: made.service, integration };
}

const INTEGRATION_NAMES: Readonly<Record<GuidedDraft['type'], string>> = {
  alertmanager: 'Alertmanager',
  'events-v2': 'Events API v2',
  generic: 'Generic JSON',
};

/** Where a try before this one made the policy, it is changed to what the draft says now. */
async function policyFor(draft: GuidedDraft, made: MadeSoFar): Promise<string> {
  const body = policyInputOf(draft);
  if (body === null) throw new Error('the form lets nobody send it before somebody is named');
  if (made.policyId === null) {
    const { id } = given(await api.POST('/api/v1/escalation-policies', { body }));
    made.policyId = id;
    return id;
  }
  const params = { path: { id: made.policyId } };
  given(await api.PUT('/api/v1/escalation-policies/{id}', { params, body }));
  return made.policyId;
}

async function serviceFor({ name, teamId, urgency }: GuidedDraft, escalationPolicyId: string) {
  return given(
    await api.POST('/api/v1/services', {
      body: {
        name,
        teamId,
        urgency,
        escalationPolicyId,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        supportHours: null,
        grouping: { by: 'none' },
        flapping: { opens: 3, withinSeconds: 900, quietSeconds: 300 },
        ackTimeoutSeconds: null,
        autoResolveSeconds: null,
      },
    }),
  );
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: ConstructorParameters<typeof ProblemError>[0];
}

function given<Data>({ data, error }: Answer<Data>): Data {
  if (error !== undefined) throw new ProblemError(error);
  if (data === undefined) throw new Error('an answer without a body');
  return data;
}
