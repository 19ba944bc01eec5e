import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataSourceOptions } from '../platform/database/data-source.js';
import { BackupFault } from './backup-fault.js';
import type { BackupHeader } from './backup-file.js';

const packageFile = z.object({ version: z.string() });

/** The version of this program. */
export async function programVersion(): Promise<string> {
  const file = join(import.meta.dirname, '..', '..', 'package.json');
  return packageFile.parse(JSON.parse(await readFile(file, 'utf8'))).version;
}

/** @throws BackupFault for a backup with migrations that this program does not have */
export function requireKnownSchema({ migrations, rouse }: BackupHeader): void {
  const known = new Set(dataSourceOptions('').migrations.map(({ name }) => name));
  const unknown = migrations.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new BackupFault(
    `The backup was made by a newer Rouse (${rouse}): this one does not know its schema ${unknown}. ` +
      'Restore it with the version that made it, or a later one.',
  );
}
