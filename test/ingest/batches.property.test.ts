import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingEvent } from '../../src/incidents/incoming-event.js';
import type { IntakeIntegration } from '../../src/incidents/intake/intake-request.js';
import { IntakeTransaction } from '../../src/incidents/intake/intake-transaction.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { KINDS, eventArbitrary, servicesOfEveryKind, toEvent } from './batch-services.js';
import { stateOf } from './batch-state.js';

const RUNS = 20;

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

it('requests in batches leave what they leave one by one', async () => {
  const policy = await rouse.policy([{ page: [await rouse.person({ name: 'Ana' })] }]);
  const transaction = rouse.app.get(IntakeTransaction, { strict: false });
  await fc.assert(
    fc.asyncProperty(fc.array(requestArbitrary, { minLength: 1, maxLength: 40 }), async (sent) => {
      const alone = await servicesOfEveryKind(rouse, policy);
      const together = await servicesOfEveryKind(rouse, policy);
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
