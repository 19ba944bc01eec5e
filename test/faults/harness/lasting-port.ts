import { createServer } from 'node:net';

/** Below what systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere). */
const LOWEST = 12_000;
const HIGHEST = 32_000;

const given = new Set<number>();

/**
 * A port of loopback that stays free while whoever listens on it is away for a moment: no outgoing connection is given it
 * meanwhile, and nobody else of this process asks for it.
 */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
