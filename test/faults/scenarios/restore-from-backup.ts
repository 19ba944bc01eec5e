import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import type { Scenario } from '../harness/scenario.js';

/** Longer than a step waits: by then an incident that is not held has paged its next people. */
const SILENT_SECONDS = 20;
const stateSchema = z.object({ heldCount: z.int() });

/** Every process is gone, the database is one that was restored, and all start again. */
export const restoredFromBackup: Scenario = {
  name: 'restored-from-backup',
  engines: ['postgres', 'redis'],
  bound: `after a restore nobody is paged about the past for ${String(SILENT_SECONDS)} s, and once an admin says so everybody is`,
  short: false,
  plan: { services: 2, neverAnswer: 1, voice: 0, stepSeconds: 10 },
  // Whoever waits in a step when the database is restored is paged when an admin says so.
  bounds: { step: 120, page: 120, told: 120 },
  run: async ({ system, load, measure, note }) => {
    for (const service of load.world.services) await load.send(service);
    await eventually(
      async () => {
        const sent = await system.query(`SELECT FROM timeline_entries WHERE kind = 'attempt.sent'`);
        if (sent.length < load.world.services.length) throw new Error('the first people have not been paged');
      },
      { within: 60_000 },
    );
    for (const process of system.processes) await system.kill(process);
    const before = system.twilio.messages.length;
    // What comes back from a backup has no place.
    await system.query('DELETE FROM database_place');
    for (const process of system.processes) await system.restart(process);
    const { heldCount } = stateSchema.parse(await system.client.get('/api/v1/restore'));
    await sleep(SILENT_SECONDS * 1000);
    measure('pages about the past', system.twilio.messages.length - before, 0);
    if (heldCount !== load.world.services.length)
      throw new Error(`${String(heldCount)} incidents are held, not ${String(load.world.services.length)}`);
    await system.client.post('/api/v1/restore/resume', { which: 'all' });
    await eventually(
      () => {
        if (system.twilio.messages.length === before) throw new Error('nobody is paged');
      },
      { within: 30_000 },
    );
    note(`${String(heldCount)} incidents were held`);
  },
};
