import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A status to answer with; `hang`: no answer until it is let go; `reset`: the connection is cut. */
type Behaviour = number | 'hang' | 'reset';

/** Another system, which takes what it is told, or does not. Each path may behave in its own way. */
export interface WebhookReceiver {
  url(path: string): string;
  requests(path: string): ReceivedRequest[];
  /** From now on; 204 unless said otherwise. */
  behave(path: string, behaviour: Behaviour): void;
  /** Cuts off all that hang. */
  letGo(): void;
  stop(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedRequest[] = [];
  const behaviours = new Map<string, Behaviour>();
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const behaviour = behaviours.get(path) ?? 204;
      if (behaviour === 'hang') hanging.add(response);
      else if (behaviour === 'reset') response.destroy();
      else response.writeHead(behaviour, { location: '/elsewhere' }).end('a secret of the receiver');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  const { port } = address;
  return {
    url: (path) => `http://127.0.0.1:${String(port)}${path}`,
    requests: (path) => received.filter((request) => request.path === path),
    behave: (path, behaviour) => {
      behaviours.set(path, behaviour);
    },
    letGo: () => {
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
