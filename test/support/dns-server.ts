import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const HEADER_BYTES = 12;
const TYPE_A = 1;

/** A DNS server of a test's own, on UDP of 127.0.0.1. */
export interface TestDnsServer {
  /** As `Resolver.setServers` takes it. */
  readonly address: string;
  /** What a name leads to: the first look-up gets the first address, and so on; the last stays. */
  answer(name: string, addresses: readonly string[]): void;
  /** The names that were asked for, in this order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Starts a server that knows the names which a test gives it, for no time at all (TTL 0). Stop it in `afterAll`. */
export async function startDnsServer(): Promise<TestDnsServer> {
  const socket = createSocket('udp4');
  const known = new Map<string, readonly string[]>();
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const { name, end } = nameIn(query);
    const isForA = query.readUInt16BE(end) === TYPE_A;
    const turn = asked.filter((each) => each === name).length;
    const addresses = known.get(name) ?? [];
    const address = isForA ? addresses[Math.min(turn, addresses.length - 1)] : undefined;
    if (isForA) asked.push(name);
    socket.send(answerTo(query.subarray(0, end + 4), address), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    answer: (name, addresses) => known.set(name, addresses),
    asked,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The name of the first question, and where it ends (RFC 1035 section 4.1.2). */
function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** The header and question as they came, with one address or with none. */
function answerTo(question: Buffer, address: string | undefined): Buffer {
  const head = Buffer.from(question);
  // An answer, recursion available; no such name where there is none.
  head.writeUInt16BE(address === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(address === undefined ? 0 : 1, 6);
  head.writeUInt32BE(0, 8);
  if (address === undefined) return head;
  const record = Buffer.alloc(16);
  // The name of the question, type A, class IN, TTL 0, four bytes.
  record.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(0, 6);
  record.writeUInt16BE(4, 10);
  address.split('.').forEach((byte, place) => record.writeUInt8(Number(byte), 12 + place));
  return Buffer.concat([head, record]);
}
