import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

const configModule = z.object({ default: z.record(z.string(), z.unknown()) });
const summary = z.object({ numPassedTests: z.int(), numFailedTests: z.int() });

/** The named tables of dates and the conformance cases; the models beside them agree with the same code in one zone. */
const SUITES =
  'src/schedules/rendering/(render-schedule|clock-changes|conformance|on-call|schedule-faults|handoff-sequence)\\.test\\.ts$';

/** Runs the renderer's suites in a process of another zone, without the services that only other suites need. */
async function renderingSuitesIn(zone: string): Promise<z.output<typeof summary>> {
  const loaded: unknown = await import(join(root, 'jest.config.mjs'));
  const { globalSetup: _setup, globalTeardown: _teardown, ...alone } = configModule.parse(loaded).default;
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { stdout } = await run(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', jest, '--json', '--runInBand'],
      ...['--config', JSON.stringify({ ...alone, rootDir: root, reporters: [] }), SUITES],
    ],
    { cwd: root, env: { ...process.env, TZ: zone, NODE_OPTIONS: '' }, maxBuffer: 64 * 1024 * 1024 },
  );
  return summary.parse(JSON.parse(stdout));
}

describe('the renderer, whatever the zone of the process', () => {
  it.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata'])(
    'gives the same under TZ=%s',
    async (zone) => {
      const { numPassedTests, numFailedTests } = await renderingSuitesIn(zone);
      expect(numFailedTests).toBe(0);
      expect(numPassedTests).toBeGreaterThan(100);
    },
    180_000,
  );
});
