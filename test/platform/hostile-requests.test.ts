import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oneService, type OneService } from '../ingest/one-service.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');
/** 16 MiB, in 16 KiB. */
const BOMB = gzipSync(Buffer.alloc(16 * MEGABYTE.length, '1'));
const listOf = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a hostile request', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  let slow: Promise<string>;
  beforeAll(async () => {
    rouse = await startRouse({ settings: { PUBLIC_URL: 'https://rouse.example.org' } });
    it1 = await oneService(rouse);
    slow = sendBytes('POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nX-Still: ');
  });
  afterAll(() => rouse.stop());

  /** Sends the pieces one after the other, as long as they are taken, and gives what is answered. */
  function send(
    path: string,
    pieces: readonly Buffer[],
    headers: Record<string, string> = {},
  ): Promise<Told> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(rouse.url);
      const signedIn = { authorization: `Bearer ${rouse.adminToken}`, 'content-type': 'application/json' };
      const outgoing = request(
        { hostname, port, path, method: 'POST', headers: { ...signedIn, ...headers }, agent: false },
        (incoming: IncomingMessage) => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => (text += chunk));
          incoming.on('end', () => {
            const { statusCode = 0, headers: answered } = incoming;
            resolve({ status: statusCode, type: answered['content-type'] ?? '', text });
            outgoing.destroy();
          });
        },
      );
      // Whoever is refused while it still sends may lose the connection after the answer.
      outgoing.on('error', reject);
      for (const piece of pieces) outgoing.write(piece);
      outgoing.end();
    });
  }
  const sendText = (path: string, text: string, headers?: Record<string, string>) =>
    send(path, [Buffer.from(text)], headers);

  const isAlive = async () =>
    (await rouse.api('GET', '/health/live', undefined, { token: null })).status === 200;

  /** Doors of every kind, with a body that holds something hostile as a value. */
  const doors: readonly [string, (value: string) => [string, string]][] = [
    ['the API', (value) => ['/api/v1/teams', `{"name":${value},"members":[]}`]],
    [
      'Events v2',
      (value) => [
        '/v2/enqueue',
        `{"routing_key":"${it1.eventsV2.key}","event_action":"trigger","payload":{"summary":"s","source":"s","severity":"info","custom_details":${value}}}`,
      ],
    ],
    [
      'the generic door',
      (value) => [new URL(it1.generic.url).pathname, `{"summary":"s","details":{"a":${value}}}`],
    ],
    [
      'Alertmanager',
      (value) => [new URL(it1.alertmanager.url).pathname, `{"version":"4","alerts":[],"extra":${value}}`],
    ],
  ];

  describe.each(doors)('at the door of %s', (door, bodyOf) => {
    const inItsWords = ({ type, text }: Told): boolean =>
      door === 'Events v2' && text.includes('invalid event')
        ? type.startsWith('application/json')
        : type.startsWith('application/problem+json');

    it('of 10 MB is 413, said before all of it is there', async () => {
      const [path] = bodyOf('1');
      const length = String(10 * MEGABYTE.length);
      expect(await send(path, [MEGABYTE.subarray(0, 1000)], { 'content-length': length })).toMatchObject({
        status: 413,
      });
    });

    it('of no told length that goes on is 413', async () => {
      const [path] = bodyOf('1');
      const answer = await send(path, [MEGABYTE], { 'transfer-encoding': 'chunked' });
      expect(answer.status).toBe(413);
    });

    it.each([
      ['10,000 levels deep', () => listOf(10_000)],
      ['as deep as fits', () => listOf(200_000)],
      ['of 100,000 values', () => `[${'1,'.repeat(100_000)}1]`],
      [
        'of 60,000 fields',
        () => `{${Array.from({ length: 60_000 }, (_, at) => `"${at.toString(36)}":1`).join()}}`,
      ],
    ])('%s is 400', async (_case, value) => {
      const answer = await sendText(...bodyOf(value()));
      expect(answer.status).toBe(400);
      expect(inItsWords(answer)).toBe(true);
    });

    it('that is compressed is not unpacked', async () => {
      const [path] = bodyOf('1');
      for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity']) {
        expect((await send(path, [BOMB], { 'content-encoding': encoding })).status).toBe(415);
      }
    });

    it.each([
      ['__proto__', '{"__proto__":{"polluted":true}}'],
      ['__proto__ with an escape', '{"__pr\\u006fto__":{"polluted":true}}'],
      ['constructor.prototype', '{"constructor":{"prototype":{"polluted":true}}}'],
    ])('that names %s changes no prototype', async (_case, value) => {
      const answer = await sendText(...bodyOf(value));
      // Of an alert the field is dropped: it is an alert all the same.
      expect(answer.status).toBe({ 'the API': 400, Alertmanager: 200 }[door] ?? 202);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    });

    it.each([
      ['NUL', '"a\\u0000b"'],
      ['half of a surrogate pair', '"\\ud83d"'],
    ])('that holds %s is 422, or mended where it is an alert', async (_case, value) => {
      const { status } = await sendText(...bodyOf(value));
      expect(status).toBe({ 'the API': 422, Alertmanager: 200 }[door] ?? 202);
    });

    it('with bytes that are no UTF-8 is answered', async () => {
      const [path, body] = bodyOf('"\u0001"');
      const bytes = Buffer.concat([Buffer.from(body.slice(0, -2)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]);
      expect((await send(path, [bytes])).status).toBe(400);
      expect(await isAlive()).toBe(true);
    });
  });

  it('with one field twice means the last of them', async () => {
    const zone = 'Europe/Berlin';
    const body = `{"name":"First","name":"Second","email":"twice@example.org","timeZone":"${zone}","role":"admin","role":"observer"}`;
    const answer = await sendText('/api/v1/users', body);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({ name: 'Second', role: 'observer' });
  });

  it.each(['__proto__[a]=1', '__proto__=1', 'limit[__proto__]=1', 'limit=1&limit=2', '%ff=%ff', '%'])(
    'with the query %s is refused, and never 5xx',
    async (query) => {
      const { status } = await rouse.api('GET', `/api/v1/users?${query}`);
      expect([400, 422]).toContain(status);
      expect(Reflect.get({}, 'a')).toBeUndefined();
    },
  );

  it('with a head of more than 16 KiB is 431, with a long address as well', async () => {
    expect((await sendText('/api/v1/teams', '{}', { 'x-long': 'x'.repeat(20_000) })).status).toBe(431);
    expect((await sendText(`/api/v1/teams?cursor=${'x'.repeat(20_000)}`, '{}')).status).toBe(431);
  });

  it.each([
    [
      'two lengths',
      'POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    ],
    [
      'a length and chunks',
      'POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header with a line of its own', 'GET / HTTP/1.1\r\nHost: x\r\nX: a\n\tb\0c\r\n\r\n'],
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\r\n\r\n'],
  ])('with %s is 400 and the end of the connection', async (_case, text) => {
    expect(await sendBytes(text)).toMatch(/^HTTP\/1\.1 400 /);
  });

  /** Sends bytes as they are, and gives all that comes until the other side closes. */
  function sendBytes(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(rouse.url);
      let told = '';
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text, 'latin1'));
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => (told += chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(told);
      });
    });
  }

  it('whose head does not come to an end is 408, and the end of the connection', async () => {
    // Begun before all others; ten seconds are allowed, and Node looks every five.
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('from a browser over https makes it stay with https', async () => {
    const { headers } = await rouse.api('GET', '/health/live', undefined, { token: null });
    expect(headers.get('strict-transport-security')).toBe('max-age=15552000');
  });

  it('leaves Rouse as it was', async () => {
    expect(await isAlive()).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
