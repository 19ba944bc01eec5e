import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { sharedService, temporaryFolder } from '../../support/shared-service.js';
import { previousDatabase } from '../previous-schema/previous-version.js';

const run = promisify(execFile);
/** The project's folder, in which npm runs programs; this file may run compiled elsewhere. */
const root = process.cwd();
const MIGRATIONS = 'src/platform/database/migrations';

/**
 * Builds the program of the version before this one out of the history: as it was before the first migration that the
 * recorded schema does not have; or a later one, where that needs packages which are not here any more.
 * @returns the folder with its `main.js`; null where there is no such history, as in a shallow clone
 */
export async function previousProgram(): Promise<string | null> {
  const commit = await previousCommit();
  if (commit === null) return null;
  return sharedService('previous-program', async () => {
    const folder = await temporaryFolder('previous-program');
    const archive = join(folder, 'previous.tar');
    await run('git', ['archive', '--output', archive, commit], { cwd: root });
    await run('tar', ['-xf', archive, '-C', folder]);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: folder });
    return join(folder, 'dist');
  });
}

async function previousCommit(): Promise<string | null> {
  const schema = await previousDatabase();
  const added = readdirSync(join(root, MIGRATIONS)).filter((file) => {
    const stamp = /^(\d+)-.*\.ts$/.exec(file)?.[1];
    return stamp !== undefined && !schema.includes(`, ${stamp}, '`);
  });
  if (added.length === 0) return git('rev-parse', 'HEAD');
  for (const file of added) {
    const commits = await git('log', '--diff-filter=A', '--format=%H', '--', `${MIGRATIONS}/${file}`);
    const first = commits?.split('\n').at(-1) ?? '';
    const commit = first === '' ? null : await git('rev-parse', '--verify', '--quiet', `${first}^`);
    if (commit !== null && (await findsItsPackages(commit))) return commit;
  }
  return null;
}

const packageSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

/** Whether all packages that it needs are among those that are installed: nothing is fetched for it. */
async function findsItsPackages(commit: string): Promise<boolean> {
  const [then, now] = await Promise.all([
    git('show', `${commit}:package.json`),
    readFile(join(root, 'package.json'), 'utf8'),
  ]);
  if (then === null) return false;
  const here = dependenciesOf(now);
  return Object.keys(dependenciesOf(then)).every((name) => Object.hasOwn(here, name));
}

const dependenciesOf = (packageJson: string): Record<string, string> =>
  packageSchema.parse(JSON.parse(packageJson)).dependencies;

/** What git says; null where it does not know, or is not there. */
async function git(...argv: string[]): Promise<string | null> {
  try {
    return (await run('git', argv, { cwd: root })).stdout.trim();
  } catch {
    return null;
  }
}
