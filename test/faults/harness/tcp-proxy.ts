import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One connection through the proxy. */
export interface ProxiedConnection {
  /** 1 is the first that was made. */
  readonly id: number;
  /** Whether the client has closed it; the server may not have heard of that. */
  readonly isLeft: boolean;
  /** What listens at the other end gets what has passed so far, and then nothing more: RST to both sides. */
  cut(): void;
  /** The bytes that are going by still reach the server; the client gets RST in place of what the server answers. */
  cutOnAnswer(): void;
  /** As `blackhole(true)`, but the bytes that are going by stay too. */
  hold(): void;
  /** Its bytes stop, it stays; what came meanwhile goes on afterwards. */
  blackhole(on: boolean): void;
}

/** Hears what clients say before the server does; `cut` within it, and the server never does. */
export type ClientBytesListener = (bytes: Buffer, cut: () => void, connection: ProxiedConnection) => void;

/** A network between two programs that can be broken. */
export interface TcpProxy {
  readonly port: number;
  /** Those that are open now, the oldest first. */
  connections(): readonly ProxiedConnection[];
  /** RST to both sides of every connection; new ones can be made. */
  cutAll(): void;
  /** New connections get RST at once; those that are open stay. */
  refuse(on: boolean): void;
  /** No byte passes, either way, not even on new connections, and nothing is closed; off, what waited goes on. */
  blackhole(on: boolean): void;
  /** From now on each byte takes this long, either way; 0 for none. */
  delay(ms: number): void;
  /** @returns ends the listening */
  onClientBytes(listener: ClientBytesListener): () => void;
  /** Cuts everything and stops listening. */
  stop(): Promise<void>;
}

/** What holds for all connections. */
interface Weather {
  delayMs: number;
  blackholed: boolean;
  readonly listeners: Set<ClientBytesListener>;
}

/** Above this a side is not read any further, so that a blackhole does not fill the memory. */
const MOST_HELD_BYTES = 4 * 1024 * 1024;

/** Listens on a free port of loopback and passes everything on to `targetPort` there. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const weather: Weather = { delayMs: 0, blackholed: false, listeners: new Set() };
  const open = new Set<Connection>();
  let refusing = false;
  let count = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => undefined);
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    count += 1;
    const connection = new Connection(count, client, targetPort, weather);
    open.add(connection);
    void connection.closed.then(() => open.delete(connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const connection of open) connection.cut();
  };
  return {
    port: portOf(server.address()),
    connections: () => [...open],
    cutAll,
    refuse: (on) => {
      refusing = on;
    },
    blackhole: (on) => {
      weather.blackholed = on;
      if (!on) for (const connection of open) connection.goOn();
    },
    delay: (ms) => {
      weather.delayMs = ms;
    },
    onClientBytes: (listener) => {
      weather.listeners.add(listener);
      return () => {
        weather.listeners.delete(listener);
      };
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      cutAll();
      await closed;
    },
  };
}

class Connection implements ProxiedConnection {
  readonly closed: Promise<unknown>;
  private readonly server: Socket;
  private readonly ways: readonly Way[];
  private isCut = false;
  private blackholed = false;
  private isCutOnAnswer = false;
  private isHolding = false;

  constructor(
    readonly id: number,
    private readonly client: Socket,
    targetPort: number,
    private readonly weather: Weather,
  ) {
    this.server = connect({ host: '127.0.0.1', port: targetPort, allowHalfOpen: true, noDelay: true });
    this.closed = Promise.all([client, this.server].map(closing));
    const stands = () => this.blackholed || weather.blackholed;
    const there = new Way(client, this.server, weather, stands, (bytes) => this.hear(bytes));
    const back = new Way(this.server, client, weather, stands, () => (this.mayAnswer() ? 'now' : 'never'));
    this.ways = [there, back];
    for (const socket of [client, this.server]) {
      // A side that is lost is lost for the other too.
      socket.on('error', () => {
        this.cut();
      });
    }
  }

  get isLeft(): boolean {
    return this.client.readableEnded || this.client.destroyed;
  }

  cut(): void {
    this.isCut = true;
    reset(this.client);
    reset(this.server);
  }

  cutOnAnswer(): void {
    this.isCutOnAnswer = true;
  }

  hold(): void {
    this.isHolding = true;
    this.blackholed = true;
  }

  blackhole(on: boolean): void {
    this.blackholed = on;
    if (on) return;
    this.isHolding = false;
    this.goOn();
  }

  goOn(): void {
    for (const way of this.ways) way.goOn();
  }

  /** Gives when the bytes may go on to the server. */
  private hear(bytes: Buffer): Passing {
    const cut = (): void => {
      this.cut();
    };
    for (const listener of this.weather.listeners) listener(bytes, cut, this);
    if (this.isCut) return 'never';
    return this.isHolding ? 'later' : 'now';
  }

  private mayAnswer(): boolean {
    if (this.isCutOnAnswer) this.cut();
    return !this.isCut;
  }
}

type Passing = 'now' | 'later' | 'never';

interface HeldBytes {
  readonly bytes: Buffer | 'end';
  readonly dueAt: number;
  /** Whether it was asked already if they may pass. */
  readonly heard?: true;
}

/** The bytes of one direction, in order. */
class Way {
  private readonly held: HeldBytes[] = [];
  private heldBytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly weather: Weather,
    private readonly stands: () => boolean,
    private readonly mayPass: (bytes: Buffer) => Passing,
  ) {
    from.on('data', (bytes: Buffer) => {
      this.take(bytes);
    });
    from.on('end', () => {
      this.take('end');
    });
    to.on('drain', () => {
      this.goOn();
    });
    from.on('close', () => {
      clearTimeout(this.timer);
    });
  }

  /** Passes on what is due. */
  goOn(): void {
    clearTimeout(this.timer);
    while (!this.stands()) {
      const [next] = this.held;
      if (!next) break;
      const waitMs = next.dueAt - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.goOn();
        }, waitMs);
        break;
      }
      this.held.shift();
      if (!this.pass(next)) break;
    }
    if (this.heldBytes < MOST_HELD_BYTES && !this.to.writableNeedDrain) this.from.resume();
  }

  private take(bytes: Buffer | 'end'): void {
    this.held.push({ bytes, dueAt: performance.now() + this.weather.delayMs });
    if (bytes !== 'end') this.heldBytes += bytes.length;
    this.goOn();
    if (this.heldBytes >= MOST_HELD_BYTES || this.to.writableNeedDrain) this.from.pause();
  }

  /** Gives whether more may follow at once. */
  private pass(next: HeldBytes): boolean {
    const { bytes, heard } = next;
    if (bytes === 'end') {
      this.to.end();
      return false;
    }
    const passing = heard ? 'now' : this.mayPass(bytes);
    if (passing === 'later') this.held.unshift({ ...next, heard: true });
    else this.heldBytes -= bytes.length;
    return passing === 'now' && this.to.write(bytes);
  }
}

/** RST, unless FIN has been sent: Node then neither resets the socket nor lets go of it, and never exits. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('a server that listens has an address');
  return address.port;
}
