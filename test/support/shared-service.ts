import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const answer = z.union([
  z.object({ role: z.literal('start') }),
  z.object({ role: z.literal('use'), value: z.string() }),
  z.object({ role: z.literal('failed'), reason: z.string() }),
]);

/**
 * Starts something once a jest run, whichever test file asks first, and gives every file what `start` gave.
 * Nothing is started in a run whose tests do not ask.
 */
export async function sharedService(name: string, start: () => Promise<string>): Promise<string> {
  const url = `${setting('ROUSE_TEST_COORDINATOR')}/${name}`;
  const response = await fetch(url, { method: 'POST' });
  const given = answer.parse(await response.json());
  if (given.role === 'failed') throw new Error(`${name} could not be started: ${given.reason}`);
  if (given.role === 'use') return given.value;
  const report = (body: object) => fetch(url, { method: 'PUT', body: JSON.stringify(body) });
  try {
    const value = await start();
    await report({ role: 'use', value });
    return value;
  } catch (error) {
    await report({
      role: 'failed',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    throw error;
  }
}

/**
 * A new folder for a test's files and processes. A process that has it as its working directory is ended
 * with the run at the latest.
 */
export function temporaryFolder(name: string): Promise<string> {
  return mkdtemp(join(setting('ROUSE_TEST_FOLDER'), `${name}-`));
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run tests through jest.config.mjs.`);
  return value;
}
