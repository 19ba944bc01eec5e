import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventAction, IncomingEvent, Severity } from '../../src/incidents/incoming-event.js';
import type { IntakeIntegration } from '../../src/incidents/intake/intake-request.js';
import { IntakeTransaction } from '../../src/incidents/intake/intake-transaction.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { stateOf } from './batch-state.js';

const RUNS = 20;

/** Services of every kind that the intake tells apart. */
const KINDS = [
  { urgency: 'severity' },
  { urgency: 'severity', grouping: { by: 'time', windowSeconds: 3600 }, autoResolveSeconds: 3600 },
  { urgency: 'severity', grouping: { by: 'fields', fields: ['severity'] }, flapping: null },
  { urgency: 'high', flapping: { opens: 1, withinSeconds: 900, quietSeconds: 300 }, ackTimeoutSeconds: 600 },
  { urgency: 'low', flapping: { opens: 1, withinSeconds: 900, quietSeconds: 300 }, inMaintenance: true },
] as const;

interface SentEvent {
  readonly action: EventAction;
  readonly key: number;
  readonly severity: Severity;
}

const eventArbitrary = fc.record<SentEvent>({
  action: fc.constantFrom('trigger', 'trigger', 'trigger', 'acknowledge', 'resolve'),
  key: fc.integer({ min: 0, max: 2 }),
  severity: fc.constantFrom('critical', 'error', 'warning', 'info'),
});
const requestArbitrary = fc.record({
  service: fc.integer({ min: 0, max: KINDS.length - 1 }),
  events: fc.array(eventArbitrary, { minLength: 1, maxLength: 3 }),
  /** Whether a batch ends after it. */
  ends: fc.boolean(),
});

let rouse: RunningRouse;
beforeAll(async () => {
  // Nobody else works on what is compared.
  rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
});
afterAll(() => rouse.stop());

async function services(policy: { id: string }): Promise<IntakeIntegration[]> {
  const made: IntakeIntegration[] = [];
  for (const { inMaintenance, ...more } of KINDS.map((kind) => ({ inMaintenance: false, ...kind }))) {
    const service = await rouse.service(policy, more);
    const { id } = await rouse.integration(service, 'generic');
    made.push({ serviceId: service.id, integrationId: id, type: 'generic' });
    if (!inMaintenance) continue;
    const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
    const window = { name: 'Disks', serviceIds: [service.id], start: hours(-1), end: hours(24) };
    await rouse.post('/api/v1/maintenance-windows', window);
  }
  return made;
}

function toEvent({ action, key, severity }: SentEvent): IncomingEvent {
  return {
    action,
    dedupKey: `key ${String(key)}`,
    summary: `${severity} ${String(key)}`,
    severity,
    source: null,
    details: {},
    payload: {},
  };
}

it('requests in batches leave what they leave one by one', async () => {
  const policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })] }]);
  const transaction = rouse.app.get(IntakeTransaction, { strict: false });
  await fc.assert(
    fc.asyncProperty(fc.array(requestArbitrary, { minLength: 1, maxLength: 40 }), async (sent) => {
      const alone = await services(policy);
      const together = await services(policy);
      let batch: { integration: IntakeIntegration; events: IncomingEvent[] }[] = [];
      for (const { service, events, ends } of sent) {
        const [one, other] = [alone[service], together[service]];
        if (!one || !other) throw new Error('there is no such service');
        const incoming = events.map(toEvent);
        await transaction.run([{ integration: one, events: incoming }], false);
        batch.push({ integration: other, events: incoming });
        if (!ends) continue;
        await transaction.run(batch, false);
        batch = [];
      }
      if (batch.length > 0) await transaction.run(batch, false);
      for (const [place, { serviceId }] of alone.entries())
        expect(await stateOf(rouse.dataSource, together[place]?.serviceId ?? '')).toEqual(
          await stateOf(rouse.dataSource, serviceId),
        );
    }),
    { numRuns: RUNS },
  );
});
