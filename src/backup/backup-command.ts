import { parseArgs } from 'node:util';
import { readSettings } from '../platform/config/settings.js';
import { BackupFault, saying } from './backup-fault.js';
import { backUpCluster } from './cluster-backup.js';
import { runCommand, type Print } from './command-line.js';
import { backUpByDump } from './dump.js';
import { megabytes } from './progress.js';

/**
 * `npm run backup [-- file]`: backs up the database of DATABASE_URL, or else the embedded one of ROUSE_DATA_DIR.
 * @returns the code to end with
 */
export function backUp(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  print: Print,
): Promise<number> {
  return runCommand(print, async () => {
    const path = pathOf(args);
    const { databaseUrl, dataDir } = readSettings(environment);
    const { bytes } =
      databaseUrl === null
        ? await backUpCluster(dataDir, path, print)
        : await backUpByDump(databaseUrl, path, print);
    print(
      `Backed up to ${path} (${megabytes(bytes)}). It holds secrets: keep it where nobody else reads it.`,
    );
  });
}

function pathOf(args: readonly string[]): string {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const [path, more] = positionals;
    if (more === undefined)
      return path ?? `rouse-${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}.backup`;
  } catch (error) {
    throw new BackupFault(`${saying(error)}. To make a backup: npm run backup -- <file>`, { cause: error });
  }
  throw new BackupFault('One file is enough: npm run backup -- <file>');
}
