import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { StreamConnection } from './stream-connection.js';

const KIB = 'x'.repeat(1024);

describe('a stream to one client', () => {
  it('is cut off when more waits for a client that takes nothing than may', () => {
    const connection = new StreamConnection('token');
    for (let sent = 0; sent < 256; sent += 1) connection.send(KIB);
    expect(connection.isOver).toBe(false);
    connection.send(KIB);
    expect(connection.isOver).toBe(true);
    connection.send(KIB);
    connection.finish();
  });

  it('waits in peace until there is room, and no longer than there is somebody to wait for', async () => {
    const connection = new StreamConnection('token');
    let sent = 0;
    const sending = (async () => {
      while (sent < 100 && !connection.isOver) {
        await connection.sendInPeace(KIB);
        sent += 1;
      }
    })();
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(sent).toBeLessThan(20);
    let taken = 0;
    connection.on('data', (chunk: Buffer) => {
      taken += chunk.length;
    });
    await sending;
    expect(sent).toBe(100);

    connection.pause();
    const waiting = (async () => {
      while (!connection.isOver) await connection.sendInPeace(KIB);
    })();
    await new Promise(setImmediate);
    connection.destroy();
    await waiting;
    expect(taken).toBeGreaterThanOrEqual(100 * 1024 - 16 * 1024);
  });

  it('ends after what was sent, and takes nothing more', async () => {
    const connection = new StreamConnection('token');
    const chunks: string[] = [];
    connection.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    connection.send('one');
    connection.finish();
    connection.send('two');
    await once(connection, 'end');
    expect(chunks).toEqual(['one']);
  });
});
