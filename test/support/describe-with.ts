import { describe } from '@jest/globals';
import { findProgram, REDIS, type ExternalProgram } from './external-program.js';

/**
 * A suite that needs the program. Where it is missing the suite is skipped, with a line that says so; in CI
 * it runs all the same, and fails.
 */
export function describeWith(program: ExternalProgram, title: string, body: () => void): void {
  if (findProgram(program) !== undefined || process.env['CI'] === 'true') {
    describe(title, body);
    return;
  }
  const name = program.names[0] ?? '';
  process.stderr.write(`Skipped, as ${name} is not installed (${program.install}): ${title}\n`);
  describe.skip(title, body);
}

/** A suite that needs Redis: skipped with a line that says so where it is missing, but a failure in CI. */
export function describeWithRedis(title: string, body: () => void): void {
  describeWith(REDIS, title, body);
}
