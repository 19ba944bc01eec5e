import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedService } from './shared-service.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/**
 * Brings `dist/` up to the sources, once a run, for tests that start the program as a process of its own.
 * @returns the folder `dist/`; or `ROUSE_TEST_PROGRAM`, where whoever started the run has built it already
 */
export function builtProgram(): Promise<string> {
  const given = process.env['ROUSE_TEST_PROGRAM'];
  if (given !== undefined) return Promise.resolve(given);
  return sharedService('built-program', async () => {
    await run(process.execPath, [join(root, 'script', 'bootstrap.mjs')], { cwd: root });
    return join(root, 'dist');
  });
}
