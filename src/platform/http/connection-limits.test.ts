import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../logging/logger.js';
import { limitConnections } from './connection-limits.js';

describe('connections of one address', () => {
  const sockets: Socket[] = [];
  let server: Server;

  async function listen(isExempt: (address: string) => boolean): Promise<{ port: number; logged: string[] }> {
    const logged: string[] = [];
    server = createServer();
    limitConnections(
      server,
      isExempt,
      createLogger('trace', { write: (line: string) => logged.push(line) }),
      2,
    );
    server.on('connection', (socket: Socket) => socket.destroyed || socket.write('welcome'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound: AddressInfo | string | null = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('not listening on a port');
    return { port: bound.port, logged };
  }

  /** Whether a connection is taken. */
  async function isWelcome(port: number): Promise<boolean> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.once('data', () => {
        resolve(true);
      });
      socket.once('close', () => {
        resolve(false);
      });
      socket.once('error', () => undefined);
    });
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it('are closed as they come past the limit, said once, and taken again when others are closed', async () => {
    const { port, logged } = await listen(() => false);
    const taken = [
      await isWelcome(port),
      await isWelcome(port),
      await isWelcome(port),
      await isWelcome(port),
    ];
    expect(taken).toEqual([true, true, false, false]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('TRUSTED_PROXIES');
    const [first] = sockets;
    first?.destroy();
    const tryAgain = async (): Promise<boolean> => (await isWelcome(port)) || tryAgain();
    expect(await tryAgain()).toBe(true);
  });

  it('are not counted where many stand behind it', async () => {
    const { port, logged } = await listen((address) => address === '127.0.0.1');
    const taken = [await isWelcome(port), await isWelcome(port), await isWelcome(port)];
    expect(taken).toEqual([true, true, true]);
    expect(logged).toEqual([]);
  });
});
