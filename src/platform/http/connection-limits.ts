import type { Server, Socket } from 'node:net';
import type { Logger } from '../logging/logger.js';

/** Connections of one process; more are closed as they come. */
const MOST = 10_000;
/** Connections from one address. A proxy in front of everybody has an address too: TRUSTED_PROXIES names it. */
const MOST_OF_AN_ADDRESS = 1_000;
const LOG_EVERY_MS = 60_000;

/**
 * Keeps one that opens connections and says nothing on them from taking those of all others.
 * @param isExempt addresses that speak for many
 */
export function limitConnections(
  server: Server,
  isExempt: (address: string) => boolean,
  logger: Logger,
  mostOfAnAddress = MOST_OF_AN_ADDRESS,
): void {
  const open = new Map<string, number>();
  let silentUntil = 0;
  server.maxConnections = MOST;
  server.on('drop', () => {
    tell('as many as this process takes', null);
  });
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isExempt(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count <= mostOfAnAddress) return;
    tell('as many as one address may have. If it is a proxy, name it in TRUSTED_PROXIES', address);
    socket.destroy();
  });

  function tell(what: string, address: string | null): void {
    const now = performance.now();
    if (now < silentUntil) return;
    silentUntil = now + LOG_EVERY_MS;
    logger.warn({ address }, `Connections are closed as they come: there are ${what}`);
  }
}
