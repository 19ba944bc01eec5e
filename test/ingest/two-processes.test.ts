import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { IntakeBatches } from '../../src/incidents/intake/intake-batches.js';
import type { IntakeIntegration, IntakeRequest } from '../../src/incidents/intake/intake-request.js';
import { IntakeTransaction } from '../../src/incidents/intake/intake-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { KINDS, eventArbitrary, servicesOfEveryKind, toEvent, type SentEvent } from './batch-services.js';
import { stateOf } from './batch-state.js';

const RUNS = 6;
const PROCESSES = 2;

interface SentRequest {
  readonly process: number;
  readonly service: number;
  readonly events: readonly SentEvent[];
  /** Whether what comes next comes a little later. */
  readonly pauses: boolean;
}
const requestArbitrary = fc.record<SentRequest>({
  process: fc.integer({ min: 0, max: PROCESSES - 1 }),
  service: fc.integer({ min: 0, max: KINDS.length - 1 }),
  events: fc.array(eventArbitrary, { minLength: 1, maxLength: 3 }),
  pauses: fc.boolean(),
});
const requestsArbitrary = fc.array(requestArbitrary, { minLength: 40, maxLength: 120 });

let database: TestDatabase;
let rouse: RunningRouse;
let intakes: IntakeBatches[];
const running: RunningRouse[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  // Nobody else works on what is compared.
  for (let place = 0; place < PROCESSES; place++)
    running.push(await startRouse({ database, settings: { ROUSE_ROLE: 'api', RATE_LIMIT_API: '100000' } }));
  const [first] = running;
  if (!first) throw new Error('nothing runs');
  rouse = first;
  intakes = running.map(({ app }) => app.get(IntakeBatches, { strict: false }));
});
afterAll(async () => {
  for (const each of running) await each.stop();
  await database.drop();
});

const newPolicy = async (): Promise<{ id: string }> =>
  rouse.policy([{ page: [await rouse.person({ name: 'Ana' })] }]);

/** As the request at this place of what was sent, which its stored events name. */
function requestAt(
  sent: readonly SentRequest[],
  place: number,
  at: readonly IntakeIntegration[],
): IntakeRequest {
  const request = sent[place];
  const integration = at[request?.service ?? -1];
  if (!request || !integration) throw new Error('there is no such request');
  return { integration, events: request.events.map((each) => ({ ...toEvent(each), payload: { place } })) };
}

/** Stores all of them, those of a process in their order, and all processes at the same time. */
async function storeAll(sent: readonly SentRequest[], at: readonly IntakeIntegration[]): Promise<void> {
  const answers: Promise<void>[] = [];
  for (const [place, { process, pauses }] of sent.entries()) {
    const intake = intakes[process];
    if (!intake) throw new Error('there is no such process');
    answers.push(intake.store(requestAt(sent, place, at), 100));
    if (pauses) await new Promise(setImmediate);
  }
  await Promise.all(answers);
}

const placesSchema = z.array(z.object({ place: z.int() }));

/** The places of the requests whose events a service has, in the order in which they were stored; as often as stored. */
async function storedAt(serviceId: string): Promise<number[]> {
  const rows = await rouse.dataSource.query<unknown[]>(
    `SELECT (payload ->> 'place')::int AS place FROM events WHERE service_id = $1 ORDER BY id`,
    [serviceId],
  );
  return placesSchema.parse(rows).map(({ place }) => place);
}

async function deadlocks(): Promise<unknown> {
  return rouse.dataSource.query(
    `SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`,
  );
}

it('what two processes store at once is what one stores in the same order, each event once', async () => {
  const policy = await newPolicy();
  const transaction = rouse.app.get(IntakeTransaction, { strict: false });
  await fc.assert(
    fc.asyncProperty(requestsArbitrary, async (sent) => {
      const together = await servicesOfEveryKind(rouse, policy);
      const alone = await servicesOfEveryKind(rouse, policy);
      await storeAll(sent, together);
      for (const [service, { serviceId }] of together.entries()) {
        const stored = await storedAt(serviceId);
        const expected = sent.flatMap((each, place) =>
          each.service === service ? each.events.map(() => place) : [],
        );
        expect(stored.toSorted((left, right) => left - right)).toEqual(expected);
        const order = [...new Set(stored)];
        for (let process = 0; process < PROCESSES; process++) {
          const ofProcess = order.filter((place) => sent[place]?.process === process);
          expect(ofProcess).toEqual(ofProcess.toSorted((left, right) => left - right));
        }
        for (const place of order) await transaction.run([requestAt(sent, place, alone)], false);
        expect(await stateOf(rouse.dataSource, serviceId)).toEqual(
          await stateOf(rouse.dataSource, alone[service]?.serviceId ?? ''),
        );
      }
    }),
    { numRuns: RUNS },
  );
  expect(await deadlocks()).toEqual([{ deadlocks: 0 }]);
}, 120_000);

it('nothing is lost or left half where people act on the incidents meanwhile', async () => {
  const policy = await newPolicy();
  await fc.assert(
    fc.asyncProperty(requestsArbitrary, fc.infiniteStream(fc.nat()), async (sent, chance) => {
      const at = await servicesOfEveryKind(rouse, policy);
      const services = at.map(({ serviceId }) => serviceId);
      let isOver = false;
      const next = (): number => {
        const drawn = chance.next();
        return drawn.done === true ? 0 : drawn.value;
      };
      const people = Array.from({ length: 2 }, async () => {
        while (!isOver) await actOn(services, next);
      });
      await storeAll(sent, at).finally(() => {
        isOver = true;
      });
      await Promise.all(people);
      const stored = await Promise.all(services.map(storedAt));
      expect(stored.flat()).toHaveLength(sent.flatMap(({ events }) => events).length);
      expect(await brokenIncidents(services)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(await deadlocks()).toEqual([{ deadlocks: 0 }]);
}, 120_000);

/** Somebody acknowledges, resolves or merges one of the incidents, by any process; that it is too late is no fault. */
async function actOn(services: readonly string[], next: () => number): Promise<void> {
  const open = z
    .array(z.object({ id: z.string() }))
    .parse(
      await rouse.dataSource.query(
        `SELECT id FROM incidents WHERE service_id = ANY($1::uuid[]) AND status <> 'resolved' ORDER BY id`,
        [services],
      ),
    );
  const [one, other] = [open[next() % open.length], open[next() % open.length]];
  if (!one || !other || one === other) return;
  const action = (['acknowledge', 'resolve', 'merge', 'merge'] as const)[next() % 4] ?? 'merge';
  const { status } = await (running[next() % PROCESSES] ?? rouse).api(
    'POST',
    `/api/v1/incidents/${one.id}/${action}`,
    action === 'merge' ? { into: other.id } : undefined,
  );
  expect([200, 409]).toContain(status);
}

/** Incidents that are open without an open alert or over with one, that count wrong, or whose escalation does not fit. */
async function brokenIncidents(services: readonly string[]): Promise<unknown[]> {
  return rouse.dataSource.query<unknown[]>(
    `SELECT incident.id, incident.status, incident.alert_count, alert.count, alert.open, escalation.status AS escalation
     FROM incidents incident
     LEFT JOIN escalations escalation ON escalation.incident_id = incident.id
     CROSS JOIN LATERAL (SELECT count(*)::int, count(*) FILTER (WHERE status <> 'resolved')::int AS open,
                           count(*) FILTER (WHERE status NOT IN ('resolved', incident.status))::int AS others
                         FROM alerts WHERE incident_id = incident.id) alert
     WHERE incident.service_id = ANY($1::uuid[])
       AND ((incident.status = 'resolved') <> (alert.open = 0) OR alert.count <> incident.alert_count OR alert.others > 0
            OR (incident.status = 'triggered') <> (escalation.status = 'running'))`,
    [services],
  );
}
