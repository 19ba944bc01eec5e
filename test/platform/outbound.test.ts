import { createHmac } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/platform/logging/logger.js';
import { isAllowedAddress, readNetwork, type Network } from '../../src/platform/outbound/allowed-address.js';
import {
  NOT_ALLOWED,
  OutboundHttp,
  type Resolve,
  type ResolvedAddress,
} from '../../src/platform/outbound/outbound-http.js';
import { signWebhook } from '../../src/platform/outbound/webhook-signature.js';
import { startDnsServer, type TestDnsServer } from '../support/dns-server.js';

const REFUSED = { kind: 'refused', reason: NOT_ALLOWED };
const network = (text: string): Network => {
  const read = readNetwork(text);
  if (read === null) throw new Error(`${text} is not a network`);
  return read;
};
const LOOPBACK = [network('127.0.0.0/8')];

/** Gives each host the answers that a test lists, one after the other; the last stays. */
function resolver(answers: Record<string, readonly (readonly string[])[]>) {
  const asked: string[] = [];
  const resolve: Resolve = (host) => {
    const turn = asked.filter((each) => each === host).length;
    asked.push(host);
    const known = answers[host] ?? [];
    const addresses = known[Math.min(turn, known.length - 1)];
    if (addresses === undefined) return Promise.reject(Object.assign(new Error(host), { code: 'ENOTFOUND' }));
    return Promise.resolve(
      addresses.map((address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

describe('which addresses may be reached', () => {
  it.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])(
    '%s',
    (address) => {
      expect(isAllowedAddress(address, [])).toBe(true);
    },
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback, further on', '127.255.255.254'],
    ['this host', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ["a cloud's metadata", '169.254.169.254'],
    ["another cloud's metadata", '100.100.100.200'],
    ["a third cloud's inside", '168.63.129.16'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['loopback of IPv6', '::1'],
    ['unspecified', '::'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped metadata', '::ffff:a9fe:a9fe'],
    ['IPv4-compatible loopback', '::7f00:1'],
    ['translated', '::ffff:0:7f00:1'],
    ['NAT64 of loopback', '64:ff9b::7f00:1'],
    ['NAT64 of private', '64:ff9b::a00:1'],
    ['beside NAT64', '64:ff9b:0:0:1:0:5db8:d822'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['local NAT64, whatever its end looks like', '64:ff9b:1::5db8:d822'],
    ['link-local', 'fe80::1'],
    ['unique local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast of IPv6', 'ff02::1'],
    ['6to4 of private', '2002:a00:1::'],
    ['Teredo', '2001::1'],
    ['documentation of IPv6', '2001:db8::1'],
    ['not given out', '4000::1'],
    ['no address', 'example.org'],
  ])('not %s: %s', (_name, address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  it('those of a network that the operator allows, in any clothes', () => {
    const allowed = [network('10.1.0.0/16'), network('fd00::/8')];
    expect(isAllowedAddress('10.1.2.3', allowed)).toBe(true);
    expect(isAllowedAddress('::ffff:10.1.2.3', allowed)).toBe(true);
    expect(isAllowedAddress('fd00::1', allowed)).toBe(true);
    expect(isAllowedAddress('10.2.0.1', allowed)).toBe(false);
    expect(isAllowedAddress('64:ff9b::a02:1', [network('64:ff9b::/96')])).toBe(false);
  });
});

describe('posting to an address that a user gave', () => {
  const logged: string[] = [];
  const logger = createLogger('trace', { write: (line: string) => logged.push(line) });
  const hits: { method: string | undefined; url: string | undefined; body: string }[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        hits.push({ method: request.method, url: request.url, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = portOf({ address: () => server.address() });
  });
  beforeEach(() => {
    hits.length = 0;
    logged.length = 0;
    answer = (_request, response) => response.end('fine');
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const outbound = (allowed: readonly Network[], resolve?: Resolve) =>
    new OutboundHttp({ outboundAllowedNetworks: allowed }, logger, resolve);
  const request = { headers: { 'content-type': 'application/json' }, body: '{"é":1}' };

  it('tells the status, and sends the body whole', async () => {
    answer = (_request, response) => response.writeHead(204).end();
    const { resolve } = resolver({ 'hook.example.org': [['127.0.0.1']] });
    const got = await outbound(LOOPBACK, resolve).post(`http://hook.example.org:${port}/a?b=c`, request);
    expect(got).toEqual({ kind: 'answered', status: 204 });
    expect(hits).toEqual([{ method: 'POST', url: '/a?b=c', body: '{"é":1}' }]);
    expect(logged.join('')).not.toContain('b=c');
  });

  it.each([
    ['an inside address', () => `http://127.0.0.1:${port}/`],
    ['in decimal', () => `http://2130706433:${port}/`],
    ['in octal', () => `http://0177.0.0.1:${port}/`],
    ['in hexadecimal', () => `http://0x7f.1:${port}/`],
    ['cut short', () => `http://127.1:${port}/`],
    ['of IPv6', () => `http://[::1]:${port}/`],
    ['mapped into IPv6', () => `http://[::ffff:127.0.0.1]:${port}/`],
    ['in full-width digits', () => `http://１２７.0.0.1:${port}/`],
    ['in IPv6 with its IPv4 part in numbers', () => `http://[::127.0.0.1]:${port}/`],
    ['through NAT64', () => `http://[64:ff9b::7f00:1]:${port}/`],
    ['unique local', () => `http://[fd00:ec2::254]:${port}/`],
    ['with a dot at its end', () => `http://127.0.0.1.:${port}/`],
    ['as nothing', () => `http://0:${port}/`],
    ['as any', () => `http://[::]:${port}/`],
    ['with escapes', () => `http://%31%32%37.0.0.1:${port}/`],
    ['with a tab in it', () => `http://127.0.\t0.1:${port}/`],
    ['with backslashes', () => `http:\\\\127.0.0.1:${port}\\`],
    ['behind a name that is none', () => `http://public.example.org@127.0.0.1:${port}/`],
    ["a cloud's metadata", () => 'http://169.254.169.254/latest/meta-data/'],
    ["a cloud's metadata in hexadecimal", () => 'http://0xA9FEA9FE/latest/meta-data/'],
    ["a cloud's metadata in octal", () => 'http://0251.0376.0251.0376/'],
    ["a cloud's metadata in decimal", () => 'http://2852039166/'],
    ['a name that leads inside with a dot at its end', () => `http://inside.example.org.:${port}/`],
    ['a name in letters with circles', () => `http://ⓘⓝⓢⓘⓓⓔ.example.org:${port}/`],
    ['a name of another alphabet', () => `http://bücher.example.org:${port}/`],
    ['the same in Punycode', () => `http://xn--bcher-kva.example.org:${port}/`],
    ['the port of mail', () => 'http://public.example.org:25/'],
    ['the port of a shell', () => 'https://public.example.org:22/'],
    ['a name that leads inside', () => `http://inside.example.org:${port}/`],
    ['a name that leads inside and outside', () => `http://both.example.org:${port}/`],
    ['a name and a password', () => `http://user:secret@public.example.org:${port}/`],
    ['another protocol', () => 'ftp://public.example.org/'],
    ['a file', () => 'file:///etc/passwd'],
    ['no address at all', () => 'example'],
  ])('refuses %s in one sentence, when it is given and when it is used', async (_name, url) => {
    const { resolve } = resolver({
      'inside.example.org': [['10.0.0.5']],
      'inside.example.org.': [['10.0.0.5']],
      'xn--bcher-kva.example.org': [['192.168.0.5']],
      'both.example.org': [['93.184.216.34', '127.0.0.1']],
      'public.example.org': [['93.184.216.34']],
    });
    const guard = outbound([], resolve);
    expect(await guard.checkAddress(url())).toBe(NOT_ALLOWED);
    expect(await guard.post(url(), request)).toEqual(REFUSED);
    expect(hits).toEqual([]);
  });

  it('says of a name that is not known the same as of one inside', async () => {
    expect(await outbound([], resolver({}).resolve).checkAddress('https://nobody.example.org/')).toBe(
      NOT_ALLOWED,
    );
  });

  it('is not led inside by a name that was public when it was checked', async () => {
    const url = `http://turncoat.example.org:${port}/`;
    const { resolve } = resolver({ 'turncoat.example.org': [['93.184.216.34'], ['127.0.0.1']] });
    const guard = outbound([], resolve);
    expect(await guard.checkAddress(url)).toBeNull();
    expect(await guard.post(url, request)).toEqual(REFUSED);
    expect(hits).toEqual([]);
  });

  it('asks for the host once, and connects to what it checked', async () => {
    const url = `http://turncoat.example.org:${port}/`;
    const { resolve, asked } = resolver({ 'turncoat.example.org': [['127.0.0.1'], ['10.255.255.1']] });
    expect(await outbound(LOOPBACK, resolve).post(url, request)).toEqual({ kind: 'answered', status: 200 });
    expect(asked).toEqual(['turncoat.example.org']);
  });

  it.each(['localhost', 'LOCALHOST'])(
    'is not led inside by %s of this machine',
    async (name) => {
      expect(await outbound([]).post(`http://${name}:${port}/`, request)).toEqual(REFUSED);
      expect(hits).toEqual([]);
    },
  );

  it('follows no redirect', async () => {
    answer = (_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${port}/inside` }).end();
    const url = `http://hook.example.org:${port}/`;
    const { resolve } = resolver({ 'hook.example.org': [['127.0.0.1']] });
    expect(await outbound(LOOPBACK, resolve).post(url, request)).toEqual({ kind: 'answered', status: 307 });
    expect(hits).toHaveLength(1);
  });

  it('has its answer before a slow body ends, and lets go of it', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.writeHead(200).write('one byte');
        response.on('close', resolve);
      };
    });
    const guard = outbound(LOOPBACK);
    const got = await guard.post(`http://127.0.0.1:${port}/`, { ...request, timeoutMs: 2_000 });
    expect(got).toEqual({ kind: 'answered', status: 200 });
    await closed;
  });

  it('lets go of a body without an end', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        const piece = Buffer.alloc(16 * 1024, 'x');
        const pour = (): void => {
          while (!response.destroyed && response.write(piece));
        };
        response.writeHead(200).on('drain', pour).on('close', resolve);
        pour();
      };
    });
    const guard = outbound(LOOPBACK);
    const got = await guard.post(`http://127.0.0.1:${port}/`, { ...request, timeoutMs: 60_000 });
    expect(got).toEqual({ kind: 'answered', status: 200 });
    await closed;
  });

  it('gives up a host that does not answer, without a word of it', async () => {
    answer = () => undefined;
    const got = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, { ...request, timeoutMs: 300 });
    expect(got).toEqual({ kind: 'failed', reason: 'There was no answer in time.', mayHaveArrived: true });
  });

  it('has its answer, and lets go, where the host wants to speak another protocol', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (incoming) => {
        incoming.socket.once('close', () => {
          resolve();
        });
        incoming.socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
        );
      };
    });
    const got = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, request);
    expect(got).toEqual({ kind: 'answered', status: 101 });
    await closed;
  });

  it('says of a lost connection that it may have arrived', async () => {
    answer = (incoming) => incoming.socket.destroy();
    const got = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, request);
    expect(got).toMatchObject({ kind: 'failed', mayHaveArrived: true });
  });

  it('says of a connection that was never made that nothing arrived', async () => {
    const guard = outbound(LOOPBACK, resolver({}).resolve);
    const nothing = { kind: 'failed', reason: 'No connection could be made.', mayHaveArrived: false };
    expect(await guard.post(`http://127.0.0.1:${await closedPort()}/`, request)).toEqual(nothing);
    expect(await guard.post('http://nobody.example.org/', request)).toEqual(nothing);
    // Something that does not speak TLS.
    expect(await guard.post(`https://127.0.0.1:${port}/`, request)).toEqual(nothing);
    expect(hits).toEqual([]);
  });

  it('does not wait longer for a resolver that is silent', async () => {
    const silent: Resolve = () => new Promise(() => undefined);
    const got = await outbound([], silent).post('http://slow.example.org/', { ...request, timeoutMs: 100 });
    expect(got).toMatchObject({ kind: 'failed', mayHaveArrived: false });
  });

  it('never tells what answered there', async () => {
    answer = (_request, response) =>
      response.writeHead(500, { server: 'inside-db/9' }).end('root:x:0:0 secret-banner');
    const got = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, request);
    expect(got).toEqual({ kind: 'answered', status: 500 });
    expect(logged.join('')).not.toMatch(/secret-banner|inside-db/);
  });
});

describe('a name server that changes its answer', () => {
  let names: TestDnsServer;
  let guard: OutboundHttp;
  let server: Server;
  let port: number;
  let hits = 0;
  beforeAll(async () => {
    names = await startDnsServer();
    const resolver4 = new Resolver({ timeout: 5_000, tries: 2 });
    resolver4.setServers([names.address]);
    const resolve: Resolve = async (host) =>
      (await resolver4.resolve4(host)).map((address) => ({ address, family: 4 }));
    const logger = createLogger('silent', { write: () => undefined });
    // One address of this machine stands for a public one, so that something can answer there.
    guard = new OutboundHttp({ outboundAllowedNetworks: [network('127.0.0.1/32')] }, logger, resolve);
    server = createServer((_request, response) => {
      hits += 1;
      response.end();
    });
    // All addresses of this machine: whoever is led to another one arrives, too.
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    port = portOf({ address: () => server.address() });
  });
  beforeEach(() => {
    hits = 0;
    names.asked.length = 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await names.stop();
  });
  const post = (name: string) => guard.post(`http://${name}:${String(port)}/`, { headers: {}, body: '{}' });

  it('between the check and the request: what was allowed is refused', async () => {
    names.answer('rebind.example.org', ['127.0.0.1', '127.0.0.2']);
    expect(await guard.checkAddress(`http://rebind.example.org:${String(port)}/`)).toBeNull();
    expect(await post('rebind.example.org')).toEqual(REFUSED);
    expect(names.asked).toEqual(['rebind.example.org', 'rebind.example.org']);
    expect(hits).toBe(0);
  });

  it('after the request has asked: it is not asked again, and the connection goes where it was checked', async () => {
    names.answer('later.example.org', ['127.0.0.1', '169.254.169.254']);
    expect(await post('later.example.org')).toEqual({ kind: 'answered', status: 200 });
    expect(names.asked).toEqual(['later.example.org']);
    expect(hits).toBe(1);
    expect(await post('later.example.org')).toEqual(REFUSED);
    expect(hits).toBe(1);
  });

  it('to none is told like one that is not allowed', async () => {
    expect(await guard.checkAddress('http://unknown.example.org/')).toBe(NOT_ALLOWED);
  });
});

describe('signWebhook', () => {
  it('signs the time and the body, as anybody can check', () => {
    const header = signWebhook('whsec_test', 1_763_700_000, '{"a":"é"}');
    const [, time = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    expect(time).toBe('1763700000');
    expect(signature).toBe(createHmac('sha256', 'whsec_test').update('1763700000.{"a":"é"}').digest('hex'));
  });
});

function portOf({ address }: { address: () => AddressInfo | string | null }): number {
  const bound = address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening on a port');
  return bound.port;
}

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const listener = createTcpServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const port = portOf({ address: () => listener.address() });
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
