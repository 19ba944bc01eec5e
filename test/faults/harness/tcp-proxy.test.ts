import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

describe('a network that can be broken', () => {
  let proxy: TcpProxy;
  let heard: string;
  let cleanUp: (() => void)[];
  beforeEach(async () => {
    heard = '';
    cleanUp = [];
    const echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        heard += bytes.toString();
        socket.write(bytes);
      });
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = echo.address();
    if (address === null || typeof address === 'string') throw new Error('it listens');
    proxy = await startTcpProxy(address.port);
    cleanUp.push(() => echo.close());
  });
  afterEach(async () => {
    await proxy.stop();
    for (const undo of cleanUp) undo();
  });

  function dial() {
    const socket: Socket = connect(proxy.port, '127.0.0.1');
    const state = { got: '', error: '', say: (text: string) => socket.write(text), socket };
    socket.on('data', (bytes) => {
      state.got += bytes.toString();
    });
    socket.on('error', (error) => {
      state.error = 'code' in error ? String(error.code) : error.message;
    });
    cleanUp.push(() => socket.destroy());
    return state;
  }

  async function client() {
    const state = dial();
    await once(state.socket, 'connect');
    return state;
  }

  it('passes everything on, in order, large things too', async () => {
    const one = await client();
    const text = Array.from({ length: 200_000 }, (_each, place) => `${String(place)} `).join('');
    one.say(text);
    await eventually(() => expect(one.got).toHaveLength(text.length));
    expect(one.got).toBe(text);
    one.socket.end();
    await once(one.socket, 'close');
    await eventually(() => expect(proxy.connections()).toEqual([]));
  });

  it('cuts with RST, and refuses', async () => {
    const one = await client();
    one.say('a');
    await eventually(() => expect(one.got).toBe('a'));
    proxy.cutAll();
    await eventually(() => expect(one.error).toBe('ECONNRESET'));
    proxy.refuse(true);
    const two = dial();
    await eventually(() => expect(two.error).toBe('ECONNRESET'));
    proxy.refuse(false);
    const three = await client();
    three.say('b');
    await eventually(() => expect(three.got).toBe('b'));
  });

  it('swallows bytes while it is a blackhole, of all or of one, and loses none', async () => {
    const one = await client();
    const two = await client();
    await eventually(() => expect(proxy.connections()).toHaveLength(2));
    proxy.connections()[0]?.blackhole(true);
    one.say('a');
    two.say('b');
    await eventually(() => expect(two.got).toBe('b'));
    expect(one.got).toBe('');
    proxy.connections()[0]?.blackhole(false);
    await eventually(() => expect(one.got).toBe('a'));
    proxy.blackhole(true);
    one.say('c');
    const three = await client();
    three.say('d');
    proxy.blackhole(false);
    await eventually(() => expect([one.got, three.got]).toEqual(['ac', 'd']));
    expect([one.error, two.error, three.error]).toEqual(['', '', '']);
    proxy.blackhole(true);
    const [first] = proxy.connections();
    one.socket.destroy();
    await eventually(() => expect(first?.isLeft).toBe(true));
    expect(proxy.connections()).toHaveLength(3);
  });

  it('holds back what is going by, until it is let go, and says it once', async () => {
    const said: string[] = [];
    const end = proxy.onClientBytes((bytes, _cut, connection) => {
      said.push(bytes.toString('utf8'));
      connection.hold();
      end();
    });
    const one = await client();
    one.say('a');
    await eventually(() => expect(said).toEqual(['a']));
    one.say('b');
    const two = await client();
    two.say('c');
    await eventually(() => expect(two.got).toBe('c'));
    expect(one.got).toBe('');
    proxy.connections()[0]?.blackhole(false);
    await eventually(() => expect(one.got).toBe('ab'));
    expect(said).toEqual(['a']);
  });

  it('takes its time where it is told to', async () => {
    const one = await client();
    proxy.delay(100);
    const asked = performance.now();
    one.say('a');
    await eventually(() => expect(one.got).toBe('a'));
    expect(performance.now() - asked).toBeGreaterThan(195);
  });

  it('cuts when something goes by: before the server has it, or in place of its answer', async () => {
    const end = proxy.onClientBytes((bytes, cut, connection) => {
      if (bytes.includes('before')) cut();
      if (bytes.includes('after')) connection.cutOnAnswer();
    });
    const one = await client();
    one.say('before');
    await eventually(() => expect(one.error).toBe('ECONNRESET'));
    expect([heard, one.got]).toEqual(['', '']);
    const two = await client();
    two.say('after');
    await eventually(() => expect(two.error).toBe('ECONNRESET'));
    expect([heard, two.got]).toEqual(['after', '']);
    end();
    const three = await client();
    three.say('after');
    await eventually(() => expect(three.got).toBe('after'));
  });
});
