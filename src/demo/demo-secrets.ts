import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({ token: z.string(), integrationKey: z.string() });
/** What the terminal prints of the demo: everything else stores only hashes of these. */
export type DemoSecrets = z.output<typeof secretsSchema>;

/** The demo's secrets as kept in the data folder; null where there are none. */
export async function readDemoSecrets(dataDir: string): Promise<DemoSecrets | null> {
  try {
    const parsed = secretsSchema.safeParse(JSON.parse(await readFile(fileIn(dataDir), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (absent || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps them for later starts, readable by the owner alone. */
export async function keepDemoSecrets(dataDir: string, secrets: DemoSecrets): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileIn(dataDir));
}

const fileIn = (dataDir: string): string => join(dataDir, 'demo.json');
