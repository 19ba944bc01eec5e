import { z } from 'zod';
import { eventually } from './eventually.js';
import { idOf, type RouseClient } from './rouse-client.js';

/** Somebody who can be paged, with a token of their own. */
export interface Person {
  kind: 'user';
  id: string;
  name: string;
  token: string;
  /** Where SMS go; null where the person has no such method. */
  phone: string | null;
  /** The ids of the verified contact methods, by type. */
  methods: { sms?: string; voice?: string; email?: string };
}

export interface Schedule {
  kind: 'schedule';
  id: string;
  name: string;
}

/** A step of a policy as a story tells it: whom to page, and how many seconds to wait for an answer. */
export interface PolicyStep {
  page: readonly (Person | Schedule)[];
  waitSeconds?: number;
}

export interface Integration {
  id: string;
  key: string;
  url: string;
}

const tokenSchema = z.object({ token: z.string() });
const integrationSchema = z.object({ id: z.string(), key: z.string(), url: z.string() });
const enqueuedSchema = z.object({ dedup_key: z.string() });
const incidentSchema = z.looseObject({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  alertCount: z.int(),
});
const incidentsSchema = z.object({ items: z.array(incidentSchema) });
const timelineSchema = z.object({ items: z.array(z.looseObject({ at: z.string(), kind: z.string() })) });

export type Incident = z.output<typeof incidentSchema>;
export type TimelineEntry = z.output<typeof timelineSchema>['items'][number];

/** A phone number that nobody else in this process has; the North American plan assigns no 555 area. */
let phones = 0;
export const madeUpPhone = (): string => `+1555${String(1_000_000 + phones++)}`;

let made = 0;
const madeUpName = (what: string): string => `${what} ${String(++made)}`;

/** The people and things that stories are about, made over the API by an admin. */
export type Story = ReturnType<typeof story>;

export function story(client: RouseClient) {
  return {
    /**
     * A person with verified methods and a token. `phone` is where SMS go (a made-up number unless given; null for
     * none), `voice` where calls go (none unless given; true for the same number), `email` pages by mail.
     */
    async person(options: {
      name: string;
      phone?: string | null;
      voice?: string | true;
      email?: string;
      timeZone?: string;
      role?: 'admin' | 'responder' | 'observer';
    }): Promise<Person> {
      const { name, timeZone = 'UTC', role = 'responder' } = options;
      const email =
        options.email ?? `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${String(++made)}@example.org`;
      const id = idOf(await client.post('/api/v1/users', { name, email, timeZone, role }));
      const phone = options.phone === undefined ? madeUpPhone() : options.phone;
      const voice = options.voice === true ? phone : (options.voice ?? null);
      const addMethod = async (type: string, address: string): Promise<string> =>
        idOf(await client.post(`/api/v1/users/${id}/contact-methods`, { type, address, preVerified: true }));
      const methods = {
        ...(phone === null ? {} : { sms: await addMethod('sms', phone) }),
        ...(voice === null ? {} : { voice: await addMethod('voice', voice) }),
        ...(options.email === undefined ? {} : { email: await addMethod('email', options.email) }),
      };
      const { token } = tokenSchema.parse(await client.post(`/api/v1/users/${id}/tokens`, { name: 'test' }));
      return { kind: 'user', id, name, token, phone, methods };
    },

    async team(name: string, members: readonly Person[]): Promise<{ id: string; name: string }> {
      const body = { name, members: members.map((member) => ({ userId: member.id, role: 'member' })) };
      return { id: idOf(await client.post('/api/v1/teams', body)), name };
    },

    /** A schedule of one layer in which these people take turns, a week each from Monday 09:00 unless said otherwise. */
    async schedule(
      people: readonly Person[],
      options: { name?: string; timeZone?: string; startsAt?: string; handoff?: string } = {},
    ): Promise<Schedule> {
      const { name = madeUpName('Schedule'), timeZone = 'UTC' } = options;
      const { startsAt = '2026-01-05T09:00', handoff = 'FREQ=WEEKLY;BYDAY=MO' } = options;
      const participants = people.map((person) => person.id);
      const layers = [{ name: 'primary', participants, startsAt, handoff }];
      return {
        kind: 'schedule',
        id: idOf(await client.post('/api/v1/schedules', { name, timeZone, layers })),
        name,
      };
    },

    /** An escalation policy; a step waits 120 seconds unless it says otherwise. */
    async policy(
      steps: readonly PolicyStep[],
      options: { name?: string; repeat?: number } = {},
    ): Promise<{ id: string }> {
      const { name = madeUpName('Policy'), repeat = 0 } = options;
      const body = {
        name,
        repeat,
        steps: steps.map(({ page, waitSeconds = 120 }) => ({
          targets: page.map(({ kind, id }) => ({ type: kind, id })),
          escalateAfterSeconds: waitSeconds,
        })),
      };
      return { id: idOf(await client.post('/api/v1/escalation-policies', body)) };
    },

    /** A service that pages by `policy`, with high urgency unless `more` says otherwise. */
    async service(
      policy: { id: string },
      more: Record<string, unknown> = {},
    ): Promise<{ id: string; name: string }> {
      const body = { name: madeUpName('Service'), urgency: 'high', escalationPolicyId: policy.id, ...more };
      const created = await client.post('/api/v1/services', body);
      return z.object({ id: z.string(), name: z.string() }).parse(created);
    },

    async integration(
      service: { id: string },
      type: 'events-v2' | 'alertmanager' | 'generic' = 'events-v2',
    ): Promise<Integration> {
      const body = { type, name: madeUpName(type) };
      return integrationSchema.parse(await client.post(`/api/v1/services/${service.id}/integrations`, body));
    },

    /** Sends an Events v2 trigger and gives its dedup key. */
    async trigger(
      integration: { key: string },
      options: {
        summary?: string;
        dedupKey?: string;
        severity?: 'critical' | 'error' | 'warning' | 'info';
      } = {},
    ): Promise<string> {
      const { summary = 'Disk full on db-1', severity = 'critical' } = options;
      const answer = await client.post(
        '/v2/enqueue',
        {
          routing_key: integration.key,
          event_action: 'trigger',
          ...(options.dedupKey === undefined ? {} : { dedup_key: options.dedupKey }),
          payload: { summary, severity, source: 'db-1' },
        },
        { token: null },
      );
      return enqueuedSchema.parse(answer).dedup_key;
    },

    /** Sends an Events v2 acknowledge or resolve. */
    async sendAction(
      integration: { key: string },
      action: 'acknowledge' | 'resolve',
      dedupKey: string,
    ): Promise<void> {
      const event = { routing_key: integration.key, event_action: action, dedup_key: dedupKey };
      await client.post('/v2/enqueue', event, { token: null });
    },

    /** The incident as the API tells it. */
    async incident(id: string): Promise<Incident> {
      return incidentSchema.parse(await client.get(`/api/v1/incidents/${id}`));
    },

    /** The service's incidents, newest first. */
    async incidentsOf(service: { id: string }): Promise<Incident[]> {
      return incidentsSchema.parse(await client.get(`/api/v1/incidents?serviceId=${service.id}`)).items;
    },

    /** The one incident that the service has; waits for it, and fails where there are several. */
    async incidentOf(service: { id: string }): Promise<Incident> {
      return eventually(async () => {
        const items = await this.incidentsOf(service);
        const [only] = items;
        if (only === undefined || items.length > 1)
          throw new Error(`the service has ${String(items.length)} incidents`);
        return only;
      });
    },

    async timeline(incidentId: string): Promise<TimelineEntry[]> {
      return timelineSchema.parse(await client.get(`/api/v1/incidents/${incidentId}/timeline`)).items;
    },

    /** The kinds of the timeline's entries in order: the shortest way to say what happened. */
    async timelineKinds(incidentId: string): Promise<string[]> {
      return (await this.timeline(incidentId)).map((entry) => entry.kind);
    },
  };
}
