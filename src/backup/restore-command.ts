import { parseArgs } from 'node:util';
import { readSettings } from '../platform/config/settings.js';
import { BackupFault, saying } from './backup-fault.js';
import { verifyBackup, type BackupHeader } from './backup-file.js';
import { restoreCluster } from './cluster-restore.js';
import { runCommand, type Print } from './command-line.js';
import { restoreDump } from './dump.js';
import { openServer } from './embedded-server.js';
import { requireKnownSchema } from './program-version.js';
import { markRestored } from './server-facts.js';

const USAGE =
  'To restore: npm run restore -- <file> [--replace]. To look whether a file is whole: npm run restore -- --verify <file>. ' +
  'After a restore by other means: npm run restore -- --mark';

type Wish =
  | { readonly kind: 'restore' | 'verify'; readonly path: string; readonly replace: boolean }
  | { readonly kind: 'mark' };

/**
 * `npm run restore -- <file>`: restores into the empty database of DATABASE_URL, or else into ROUSE_DATA_DIR.
 * @returns the code to end with
 */
export function restore(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  print: Print,
): Promise<number> {
  return runCommand(print, async () => {
    const wish = wishOf(args);
    const target = readSettings(environment);
    if (wish.kind === 'mark') return mark(target, print);
    print(`Reading ${wish.path} …`);
    const backup = await verifyBackup(wish.path);
    requireKnownSchema(backup.header);
    print(`It is whole: ${describe(backup.header)}.`);
    if (wish.kind === 'verify') return;
    const { databaseUrl, dataDir } = target;
    requireKind(backup.header, databaseUrl);
    if (databaseUrl !== null) {
      tellHeld(await restoreDump(backup, databaseUrl, print), print);
      return;
    }
    const { open, formerDir } = await restoreCluster(backup, dataDir, wish, print);
    if (formerDir !== null)
      print(`The database that was there before is in ${formerDir}; delete it when you like.`);
    tellHeld(open, print);
  });
}

function wishOf(args: readonly string[]): Wish {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        replace: { type: 'boolean', default: false },
        verify: { type: 'boolean', default: false },
        mark: { type: 'boolean', default: false },
      },
    });
    const [path, more] = positionals;
    if (values.mark && path === undefined) return { kind: 'mark' };
    if (path !== undefined && more === undefined && !values.mark)
      return { kind: values.verify ? 'verify' : 'restore', path, replace: values.replace };
  } catch (error) {
    throw new BackupFault(`${saying(error)}. ${USAGE}`, { cause: error });
  }
  throw new BackupFault(USAGE);
}

async function mark(
  { databaseUrl, dataDir }: { databaseUrl: string | null; dataDir: string },
  print: Print,
): Promise<void> {
  const server =
    databaseUrl === null
      ? await openServer(dataDir, print)
      : { url: databaseUrl, close: () => Promise.resolve() };
  try {
    tellHeld(await markRestored(server.url), print);
  } finally {
    await server.close();
  }
}

const describe = ({ rouse, takenAt, kind, migrations }: BackupHeader): string =>
  `${kind === 'cluster' ? 'the embedded database' : 'a dump'} of ${takenAt}, by Rouse ${rouse}, schema ${migrations.at(-1) ?? 'none'}`;

function requireKind({ kind }: BackupHeader, databaseUrl: string | null): void {
  if (kind === 'cluster' && databaseUrl !== null)
    throw new BackupFault('It holds the files of an embedded database: restore it without DATABASE_URL.');
  if (kind === 'dump' && databaseUrl === null)
    throw new BackupFault('It holds a dump: set DATABASE_URL to an empty database to restore it into.');
}

function tellHeld(open: number, print: Print): void {
  print(
    `Restored. ${open === 1 ? '1 incident is' : `${String(open)} incidents are`} open in it. ` +
      'When Rouse starts, nobody is paged for what was open: it is held until an admin decides (GET /api/v1/restore).',
  );
}
