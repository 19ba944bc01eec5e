import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const ARRIVES_WITHIN_MS = 20_000;

/** A request, and the id that it was answered with. */
export interface StampedRequest {
  /** Unix time in milliseconds, to the fraction, as its first bytes were read. */
  at: number;
  sid: string;
  body: string;
}

/** The barest provider: takes every message, and notes when each request came. */
export interface StampingProvider {
  url: string;
  /**
   * When the next request whose body holds `text` comes (`performance.now()` of this process, as its first bytes
   * were read).
   * @throws Error when none came in 20 s
   */
  arrivalOf(text: string): Promise<number>;
  /** Every request that came, in order. */
  readonly requests: readonly StampedRequest[];
  stop(): Promise<void>;
}

/** Listens on a free port and answers as Twilio's Messages resource does. */
export async function startStampingProvider(): Promise<StampingProvider> {
  const waiting = new Map<string, (at: number) => void>();
  const requests: StampedRequest[] = [];
  const server = createServer((request, response) => {
    const at = performance.now();
    let body = '';
    if (request.method === 'GET') {
      // It is asked what it took, after an answer that came too late: it forgets, so that the message comes again.
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ messages: [], page: 0, page_size: 50, next_page_uri: null }));
      return;
    }
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      for (const [text, resolve] of waiting) if (body.includes(text)) resolve(at);
      const sid = `SM${String(requests.length + 1).padStart(32, '0')}`;
      requests.push({ at: performance.timeOrigin + at, sid, body });
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ sid, status: 'queued' }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The provider was given no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    requests,
    arrivalOf: async (text) => {
      const patience = new AbortController();
      const lateness = async (): Promise<never> => {
        await sleep(ARRIVES_WITHIN_MS, undefined, { signal: patience.signal });
        throw new Error(`no page about ${text} came within ${ARRIVES_WITHIN_MS} ms`);
      };
      try {
        const arrival = new Promise<number>((resolve) => waiting.set(text, resolve));
        return await Promise.race([arrival, lateness()]);
      } finally {
        patience.abort();
        waiting.delete(text);
      }
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
