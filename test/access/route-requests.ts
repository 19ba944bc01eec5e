import { idOf, type RouseClient } from '../support/rouse-client.js';
import type { Person, Story } from '../support/story.js';

/** To whom the thing belongs that a request is about. */
export interface Belonging {
  readonly ownerId: string;
  readonly teamId: string | null;
}

/** What a request needs to be about a real thing. */
export interface RouteRequest {
  /** What stands for `:id` in the path. */
  readonly id?: string;
  readonly body?: unknown;
  /** Another answer than success, 409 and 429 by which somebody is seen to be let in, such as 422 for a wrong code. */
  readonly orElse?: number;
}

/** Null where nothing can belong to them: such a request is not made. */
type RequestFor = (
  things: Things,
  belonging: Belonging,
) => RouteRequest | null | Promise<RouteRequest | null>;

interface Member {
  readonly userId: string;
  readonly role: 'manager' | 'member';
}

const FAR = { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z' };
/** Nobody is away then. */
const WORKED = { start: '2033-01-01T00:00:00Z', end: '2033-01-02T00:00:00Z' };
const LATER = { start: '2032-01-01T00:00:00Z', end: '2032-01-02T00:00:00Z' };

/** Makes the things that routes are about, each once for whom it belongs to, until a request has taken it away. */
export class Things {
  private readonly kept = new Map<string, Promise<string>>();
  private readonly touched = new Set<string>();
  private readonly teams = new Map<string, readonly Member[]>();
  private made = 0;

  /**
   * @param people `somebody`, to whom belongs what is not one's own, and `another`, with whom they trade, are none of
   *   those who walk
   * @param beginSession signs somebody in, and gives the id of the session
   */
  constructor(
    private readonly client: RouseClient & Story,
    private readonly people: Readonly<Record<'somebody' | 'another', Person>> &
      Readonly<Record<string, Person>>,
    private readonly beginSession: (userId: string) => Promise<{ id: string }>,
  ) {}

  async team(members: readonly Member[]): Promise<string> {
    const id = idOf(await this.client.post('/api/v1/teams', { name: this.name(), members }));
    this.teams.set(id, members);
    return id;
  }

  /** What a team is replaced by so that it stays as it is. */
  teamBody(id: string): object {
    return { name: `Team ${id}`, members: this.teams.get(id) };
  }

  name(): string {
    return `Thing ${String(++this.made)}`;
  }

  address(): string {
    return `address.${String(++this.made)}@example.org`;
  }

  /** What was used since the last call was taken away: it is made anew for whoever comes next. */
  takenAway(): void {
    for (const key of this.touched) this.kept.delete(key);
  }

  nextRequest(): void {
    this.touched.clear();
  }

  get somebodyId(): string {
    return this.people.somebody.id;
  }

  private keep(kind: string, of: string | null, make: () => Promise<unknown>): Promise<string> {
    const key = `${kind} of ${String(of)}`;
    this.touched.add(key);
    const there = this.kept.get(key) ?? make().then(idOf);
    this.kept.set(key, there);
    return there;
  }

  token({ ownerId }: Belonging): Promise<string> {
    return this.keep('token', ownerId, () =>
      this.client.post(`/api/v1/users/${ownerId}/tokens`, { name: this.name(), scopes: ['account'] }),
    );
  }

  session({ ownerId }: Belonging): Promise<string> {
    return this.keep('session', ownerId, () => this.beginSession(ownerId));
  }

  contactMethod({ ownerId }: Belonging, preVerified = true): Promise<string> {
    const body = { type: 'email', address: this.address(), preVerified };
    return this.keep(`contact method ${String(preVerified)}`, ownerId, () =>
      this.client.post(`/api/v1/users/${ownerId}/contact-methods`, body),
    );
  }

  absence({ ownerId }: Belonging): Promise<string> {
    return this.keep('absence', ownerId, () => this.client.post(`/api/v1/users/${ownerId}/absences`, FAR));
  }

  feed({ ownerId }: Belonging): Promise<string> {
    return this.keep('feed', ownerId, () =>
      this.client.post('/api/v1/calendar-feeds', { userId: ownerId }, { token: this.tokenOf(ownerId) }),
    );
  }

  scheduleBody(teamId: string | null, participant = this.somebodyId): object {
    const layer = { participants: [participant], startsAt: '2026-01-05T09:00', handoff: 'FREQ=WEEKLY' };
    return { name: this.name(), timeZone: 'UTC', teamId, layers: [layer] };
  }

  schedule({ teamId }: Pick<Belonging, 'teamId'>): Promise<string> {
    return this.keep('schedule', teamId, () =>
      this.client.post('/api/v1/schedules', this.scheduleBody(teamId)),
    );
  }

  /** In which `another` is on call all the time. */
  rota(): Promise<string> {
    return this.keep('rota', null, () =>
      this.client.post('/api/v1/schedules', this.scheduleBody(null, this.people.another.id)),
    );
  }

  override({ ownerId, teamId }: Belonging): Promise<string> {
    return this.keep(`override for ${ownerId}`, teamId, async () =>
      this.client.post(`/api/v1/schedules/${await this.schedule({ teamId })}/overrides`, {
        ...FAR,
        userId: ownerId,
      }),
    );
  }

  /** A cover that `ownerId` is asked for, or asks for. */
  async swap(side: 'asked' | 'giver', { ownerId }: Belonging): Promise<string | null> {
    if (!this.carries(ownerId)) return null;
    const other = this.people.another.id;
    const [giverId, withUserId] = side === 'giver' ? [ownerId, other] : [other, ownerId];
    return this.keep(`swap of ${side}`, ownerId, async () => {
      const schedule = await this.client.post('/api/v1/schedules', this.scheduleBody(null, giverId));
      const path = `/api/v1/schedules/${idOf(schedule)}/swaps`;
      return this.client.post(path, { give: WORKED, withUserId }, { token: this.tokenOf(giverId) });
    });
  }

  async responderRequest(side: 'asked' | 'asker', { ownerId }: Belonging): Promise<string | null> {
    if (!this.carries(ownerId)) return null;
    const path = `/api/v1/incidents/${await this.incident()}/responder-requests`;
    const scheduleId = await this.rota();
    return this.keep(`request of ${side}`, ownerId, () =>
      side === 'asked'
        ? this.client.post(path, { userId: ownerId })
        : this.client.post(path, { scheduleId }, { token: this.tokenOf(ownerId) }),
    );
  }

  policyBody(teamId: string | null): object {
    const step = { targets: [{ type: 'user', id: this.somebodyId }], escalateAfterSeconds: 3_600 };
    return { name: this.name(), teamId, repeat: 0, steps: [step] };
  }

  policy({ teamId }: Pick<Belonging, 'teamId'>): Promise<string> {
    return this.keep('policy', teamId, () =>
      this.client.post('/api/v1/escalation-policies', this.policyBody(teamId)),
    );
  }

  async serviceBody(teamId: string | null): Promise<object> {
    const escalationPolicyId = await this.keep('policy of services', null, () =>
      this.client.post('/api/v1/escalation-policies', this.policyBody(null)),
    );
    return { name: this.name(), teamId, escalationPolicyId, urgency: 'high' };
  }

  service({ teamId }: Pick<Belonging, 'teamId'>): Promise<string> {
    return this.keep('service', teamId, async () =>
      this.client.post('/api/v1/services', await this.serviceBody(teamId)),
    );
  }

  integration(belonging: Belonging): Promise<string> {
    return this.keep('integration', belonging.teamId, async () =>
      this.client.post(`/api/v1/services/${await this.service(belonging)}/integrations`, {
        type: 'generic',
        name: this.name(),
      }),
    );
  }

  async windowBody(belonging: Belonging): Promise<object> {
    return {
      name: this.name(),
      serviceIds: [await this.service(belonging)],
      ...FAR,
      end: '2031-01-01T02:00:00Z',
    };
  }

  window(belonging: Belonging): Promise<string> {
    return this.keep('window', belonging.teamId, async () =>
      this.client.post('/api/v1/maintenance-windows', await this.windowBody(belonging)),
    );
  }

  /** The one incident, of a service without a team. */
  incident(): Promise<string> {
    return this.keep('incident', null, async () => {
      const service = await this.client.service({ id: await this.policy({ teamId: null }) });
      await this.client.trigger(await this.client.integration(service));
      return this.client.incidentOf(service);
    });
  }

  /** Observers carry no pager: nothing that is theirs by carrying one can be made. */
  private carries(ownerId: string): boolean {
    return this.person(ownerId).name !== 'observer';
  }

  private tokenOf(ownerId: string): string {
    return this.person(ownerId).token;
  }

  private person(id: string): Person {
    const found = Object.values(this.people).find((person) => person.id === id);
    if (!found) throw new Error(`${id} is nobody`);
    return found;
  }
}

const ofPerson: RequestFor = (_things, { ownerId }) => ({ id: ownerId });
const withBody =
  (body: unknown): RequestFor =>
  (_things, { ownerId }) => ({ id: ownerId, body });
const about =
  (
    find: (things: Things, belonging: Belonging) => Promise<string | null>,
    body?: unknown,
    orElse?: number,
  ): RequestFor =>
  async (things, belonging) => {
    const id = await find(things, belonging);
    return id === null ? null : { id, body, ...(orElse === undefined ? {} : { orElse }) };
  };
const onIncident = (body?: unknown): RequestFor => about((things) => things.incident(), body);
const keepOld = { keepOldForSeconds: 0 };

/** Requests by route. The top of routes.test.ts says when a route needs one. */
export const REQUESTS: Readonly<Record<string, RequestFor>> = {
  'GET /api/v1/users/:id/tokens': ofPerson,
  'POST /api/v1/users/:id/tokens': withBody({ name: 'walk', scopes: ['account'] }),
  'DELETE /api/v1/tokens/:id': about((things, whose) => things.token(whose)),
  'POST /api/v1/tokens/:id/rotation': about((things, whose) => things.token(whose), keepOld),

  'GET /api/v1/users/:id/sessions': ofPerson,
  'DELETE /api/v1/users/:id/sessions': ofPerson,
  'DELETE /api/v1/sessions/:id': about((things, whose) => things.session(whose)),

  'GET /api/v1/users/:id': ofPerson,
  'PUT /api/v1/users/:id/email': (things, { ownerId }) => ({
    id: ownerId,
    body: { email: things.address() },
  }),
  'PATCH /api/v1/users/:id': withBody({ timeZone: 'UTC' }),
  'GET /api/v1/users/:id/contact-methods': ofPerson,
  'POST /api/v1/users/:id/contact-methods': (things, { ownerId }) => ({
    id: ownerId,
    body: { type: 'email', address: things.address() },
  }),
  'DELETE /api/v1/contact-methods/:id': about((things, whose) => things.contactMethod(whose)),
  'POST /api/v1/contact-methods/:id/verification': about((things, whose) =>
    things.contactMethod(whose, false),
  ),
  'POST /api/v1/contact-methods/:id/verify': about(
    (things, whose) => things.contactMethod(whose, false),
    { code: '000000' },
    422,
  ),
  'POST /api/v1/contact-methods/:id/test': about((things, whose) => things.contactMethod(whose)),
  'GET /api/v1/contact-methods/:id/test': about(
    (things, whose) => things.contactMethod(whose),
    undefined,
    404,
  ),
  'POST /api/v1/contact-methods/:id/test/answer': about(
    (things, whose) => things.contactMethod(whose),
    { code: '0000' },
    422,
  ),
  'GET /api/v1/users/:id/waking-hours': ofPerson,
  'PUT /api/v1/users/:id/waking-hours': withBody({ wakingHours: null }),
  'GET /api/v1/users/:id/paging-plan': ofPerson,
  'POST /api/v1/users/:id/paging-plan': withBody({ rules: [], wakingHours: null }),
  'GET /api/v1/users/:id/paging-rules': ofPerson,
  'PUT /api/v1/users/:id/paging-rules': withBody({ high: [], low: [] }),
  'GET /api/v1/users/:id/notice-preferences': ofPerson,
  'PUT /api/v1/users/:id/notice-preferences': withBody({ kinds: {} }),

  'GET /api/v1/teams/:id': (_things, { teamId }) => (teamId === null ? null : { id: teamId }),
  'PUT /api/v1/teams/:id': (things, { teamId }) =>
    teamId === null ? null : { id: teamId, body: things.teamBody(teamId) },

  'POST /api/v1/schedules': (things, { teamId }) => ({ body: things.scheduleBody(teamId) }),
  'GET /api/v1/schedules/:id': about((things, whose) => things.schedule(whose)),
  'PUT /api/v1/schedules/:id': async (things, whose) => ({
    id: await things.schedule(whose),
    body: things.scheduleBody(whose.teamId),
  }),
  'DELETE /api/v1/schedules/:id': about((things, whose) => things.schedule(whose)),
  'GET /api/v1/schedules/:id/versions': about((things, whose) => things.schedule(whose)),
  'GET /api/v1/schedules/:id/on-call': about((things, whose) => things.schedule(whose)),
  'GET /api/v1/schedules/:id/overrides': about((things, whose) => things.schedule(whose)),
  'POST /api/v1/schedules/:id/overrides': async (things, whose) => ({
    id: await things.schedule(whose),
    body: { ...LATER, userId: whose.ownerId },
  }),
  'POST /api/v1/overrides/:id/cut': about((things, whose) => things.override(whose), {
    end: '2031-01-01T12:00:00Z',
  }),
  'DELETE /api/v1/overrides/:id': about((things, whose) => things.override(whose)),
  'GET /api/v1/users/:id/absences': ofPerson,
  'POST /api/v1/users/:id/absences': withBody(LATER),
  'DELETE /api/v1/absences/:id': about((things, whose) => things.absence(whose)),

  'GET /api/v1/schedules/:id/swaps': about((things, whose) => things.schedule(whose)),
  'GET /api/v1/swaps/:id': about((things, whose) =>
    things.swap('asked', { ...whose, ownerId: things.somebodyId }),
  ),
  'POST /api/v1/swaps/:id/accept': about((things, whose) => things.swap('asked', whose)),
  'POST /api/v1/swaps/:id/decline': about((things, whose) => things.swap('asked', whose)),
  'POST /api/v1/swaps/:id/cancel': about((things, whose) => things.swap('giver', whose)),

  'POST /api/v1/calendar-feeds': (_things, { ownerId }) => ({ body: { userId: ownerId } }),
  'DELETE /api/v1/calendar-feeds/:id': about((things, whose) => things.feed(whose)),
  'POST /api/v1/calendar-feeds/:id/rotation': about((things, whose) => things.feed(whose), keepOld),

  'POST /api/v1/escalation-policies': (things, { teamId }) => ({ body: things.policyBody(teamId) }),
  'GET /api/v1/escalation-policies/:id': about((things, whose) => things.policy(whose)),
  'PUT /api/v1/escalation-policies/:id': async (things, whose) => ({
    id: await things.policy(whose),
    body: things.policyBody(whose.teamId),
  }),
  'DELETE /api/v1/escalation-policies/:id': about((things, whose) => things.policy(whose)),

  'POST /api/v1/services': async (things, { teamId }) => ({ body: await things.serviceBody(teamId) }),
  'GET /api/v1/services/:id': about((things, whose) => things.service(whose)),
  'PATCH /api/v1/services/:id': about((things, whose) => things.service(whose), { urgency: 'low' }),
  'GET /api/v1/services/:id/integrations': about((things, whose) => things.service(whose)),
  'GET /api/v1/services/:id/suppressed-alerts': about((things, whose) => things.service(whose)),
  'POST /api/v1/services/:id/integrations': async (things, whose) => ({
    id: await things.service(whose),
    body: { type: 'generic', name: things.name() },
  }),
  'POST /api/v1/integrations/:id/rotation': about((things, whose) => things.integration(whose), keepOld),
  'DELETE /api/v1/integrations/:id': about((things, whose) => things.integration(whose)),
  'POST /api/v1/maintenance-windows': async (things, whose) => ({ body: await things.windowBody(whose) }),
  'GET /api/v1/maintenance-windows/:id': about((things, whose) => things.window(whose)),
  'PATCH /api/v1/maintenance-windows/:id': about((things, whose) => things.window(whose), {
    atEnd: 'discard',
  }),
  'POST /api/v1/maintenance-windows/:id/end': about((things, whose) => things.window(whose)),
  'DELETE /api/v1/maintenance-windows/:id': about((things, whose) => things.window(whose)),
  'DELETE /api/v1/services/:id': about((things, whose) => things.service(whose)),

  'GET /api/v1/incidents/:id': onIncident(),
  'GET /api/v1/incidents/:id/timeline': onIncident(),
  'GET /api/v1/incidents/:id/outlook': onIncident(),
  'GET /api/v1/incidents/:id/notes': onIncident(),
  'GET /api/v1/incidents/:id/alerts': onIncident(),
  'GET /api/v1/incidents/:id/responder-requests': onIncident(),
  'POST /api/v1/incidents/:id/acknowledge': onIncident(),
  'POST /api/v1/incidents/:id/escalate': onIncident(),
  'POST /api/v1/incidents/:id/notes': onIncident({ text: 'seen' }),
  'PATCH /api/v1/incidents/:id': onIncident({ title: 'Disk full' }),
  'POST /api/v1/incidents/:id/snooze': onIncident({ seconds: 3_600 }),
  'POST /api/v1/incidents/:id/reassign': async (things) => ({
    id: await things.incident(),
    body: { userIds: [things.somebodyId] },
  }),
  'POST /api/v1/incidents/:id/responder-requests': async (things) => ({
    id: await things.incident(),
    body: { scheduleId: await things.rota() },
  }),
  'POST /api/v1/responder-requests/:id/accept': about((things, whose) =>
    things.responderRequest('asked', whose),
  ),
  'POST /api/v1/responder-requests/:id/decline': about((things, whose) =>
    things.responderRequest('asked', whose),
  ),
  'POST /api/v1/responder-requests/:id/cancel': about((things, whose) =>
    things.responderRequest('asker', whose),
  ),
};
