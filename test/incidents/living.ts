import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person, PolicyStep, TimelineEntry } from '../support/story.js';

/** A service with its integration, and the id of the incident that was triggered on it. */
export interface LivingIncident {
  readonly id: string;
  readonly service: { readonly id: string; readonly name: string };
  readonly integration: Integration;
  readonly dedupKey: string;
}

/** Words for what happens to an incident, where nothing happens by itself: time passes when a test says so. */
export interface Living {
  readonly rouse: RunningRouse;
  /** Does what is due by now. */
  settle(): Promise<void>;
  /** A new incident of a new service whose policy has these steps; the first one has been paged. */
  triggered(steps: readonly PolicyStep[], more?: Record<string, unknown>): Promise<LivingIncident>;
  /** Asks for an action over the API. */
  ask(
    incident: { id: string },
    action: string,
    body: unknown,
    by?: Person,
  ): Promise<{ status: number; body: unknown }>;
  /** The same, which must succeed. */
  act(incident: { id: string }, action: string, body: unknown, by?: Person): Promise<unknown>;
  entries(incident: { id: string }, kind: string): Promise<TimelineEntry[]>;
  /** Who has been paged, by name of nothing but their ids, in order, once a page. */
  paged(incident: { id: string }): Promise<unknown[]>;
}

/** Starts a Rouse without a worker. Stop it in `afterAll`. */
export async function startLiving(): Promise<Living> {
  const rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
  const settle = async (): Promise<void> => {
    await rouse.app.get(Sweeper, { strict: false }).sweep();
  };
  const optionsOf = (by: Person | undefined) => (by === undefined ? {} : { token: by.token });
  const pathOf = ({ id }: { id: string }, action: string) => `/api/v1/incidents/${id}/${action}`;
  const entries = async ({ id }: { id: string }, kind: string) =>
    (await rouse.timeline(id)).filter((entry) => entry.kind === kind);
  return {
    rouse,
    settle,
    triggered: async (steps, more = {}) => {
      const service = await rouse.service(await rouse.policy(steps), more);
      const integration = await rouse.integration(service);
      const dedupKey = await rouse.trigger(integration);
      const { id } = await rouse.incidentOf(service);
      await settle();
      return { id, service, integration, dedupKey };
    },
    ask: (incident, action, body, by) => rouse.api('POST', pathOf(incident, action), body, optionsOf(by)),
    act: (incident, action, body, by) => rouse.post(pathOf(incident, action), body, optionsOf(by)),
    entries,
    paged: async (incident) => (await entries(incident, 'page.created')).map((entry) => entry['userId']),
  };
}
