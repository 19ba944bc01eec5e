import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRouse, type RunningRouse } from './running-rouse.js';

const START_SCRIPT = [process.execPath, join(process.cwd(), 'script', 'start.mjs')] as const;

/** Measures against `npm start` with its demo, whose token is given too; its data are gone afterwards. */
export async function withDemo<Measured>(
  measure: (rouse: RunningRouse, token: string) => Promise<Measured>,
): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  try {
    const rouse = await startRouse(START_SCRIPT, { ROUSE_DATA_DIR: dataDir });
    try {
      return await measure(rouse, demoToken(rouse.output()));
    } finally {
      await rouse.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The token of the demo, from the greeting of a Rouse that has just made it. */
function demoToken(greeting: string): string {
  const token = /Bearer (\S+)/.exec(greeting)?.[1];
  if (token === undefined) throw new Error(`No token in:\n${greeting}`);
  return token;
}
