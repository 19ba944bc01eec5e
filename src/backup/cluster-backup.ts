import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { takeBaseBackup } from './base-backup.js';
import { BackupFault } from './backup-fault.js';
import { counting, writeBackup } from './backup-file.js';
import { openServer } from './embedded-server.js';
import { programVersion } from './program-version.js';
import { Progress } from './progress.js';
import { readServerFacts } from './server-facts.js';

/**
 * Backs up the embedded database, which may be at work.
 * @returns the size of the file
 * @throws BackupFault
 */
export async function backUpCluster(
  dataDir: string,
  path: string,
  print: (line: string) => void,
): Promise<{ bytes: number }> {
  const server = await openServer(dataDir, print);
  try {
    const { postgres, migrations, walLevel, now } = await readServerFacts(server.url);
    if (walLevel === 'minimal')
      throw new BackupFault(
        'The database was started by an earlier version, which kept no log for backups: restart Rouse once.',
      );
    const header = {
      rouse: await programVersion(),
      migrations,
      takenAt: now.toISOString(),
      kind: 'cluster' as const,
      postgres,
      platform: `${process.platform}-${process.arch}`,
    };
    const progress = new Progress(print, 'Read');
    return await writeBackup(path, header, (sink) =>
      takeBaseBackup(server.url, (tar) =>
        pipeline(
          tar,
          counting((bytes) => {
            progress.at(bytes);
          }),
          createGzip({ level: 1 }),
          sink,
        ),
      ),
    );
  } finally {
    await server.close();
  }
}
