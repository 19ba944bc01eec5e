import { createApp } from '../src/create-app.js';
import { IntakeBatches } from '../src/incidents/intake/intake-batches.js';
import { IntakeTransaction } from '../src/incidents/intake/intake-transaction.js';
import { readSettings } from '../src/platform/config/settings.js';
import { createLogger } from '../src/platform/logging/logger.js';
import { WakeUpQueue } from '../src/platform/queue/wake-up-queue.js';

/**
 * What batches are measured against: Rouse as it is, but that every request is stored in a transaction of its own, by the
 * same statements. A program of its own, started like Rouse, over a migrated database.
 */
const settings = readSettings(process.env);
const url = settings.databaseUrl ?? '';
const app = await createApp(settings, url, createLogger(settings.logLevel));
const batches = app.get(IntakeBatches, { strict: false });
const transaction = app.get(IntakeTransaction, { strict: false });
const wakeUps = app.get(WakeUpQueue, { strict: false });
batches.store = async (request) => {
  const taken = await transaction.run([request], true);
  void wakeUps.schedule(taken.wakeUps);
};
await app.listen(settings.port, settings.host);
process.stdout.write('Rouse is ready to be compared with\n');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
