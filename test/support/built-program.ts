import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedService } from './shared-service.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/**
 * Brings `dist/` up to the sources, once a run, for tests that start the program as a process of its own.
 * @returns the folder `dist/`
 */
export function builtProgram(): Promise<string> {
  return sharedService('built-program', async () => {
    await run(process.execPath, [join(root, 'script', 'bootstrap.mjs')], { cwd: root });
    return join(root, 'dist');
  });
}
