import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { clearSessionCookie, sessionSecretOf, setSessionCookie } from './session-cookie.js';

const settings = (publicUrl: string) => ({ publicUrl, sessions: { idleHours: 72, days: 30 } });

async function cookiesOf(publicUrl: string): Promise<unknown[]> {
  const app = fastify();
  app.get('/in', (_request, reply) => {
    setSessionCookie(reply, 'secret', settings(publicUrl));
    return reply.send('');
  });
  app.get('/out', (_request, reply) => {
    clearSessionCookie(reply, settings(publicUrl));
    return reply.send('');
  });
  const answers = [await app.inject('/in'), await app.inject('/out')];
  await app.close();
  return answers.map(({ headers }) => headers['set-cookie']);
}

describe('the cookie of a session', () => {
  it('is for this host and https alone', async () => {
    expect(await cookiesOf('https://rouse.example.com/pager')).toEqual([
      '__Host-rouse=secret; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-rouse=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000'])('has a plain name on %s', async (publicUrl) => {
    expect(await cookiesOf(publicUrl)).toEqual([
      'rouse=secret; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax',
      'rouse=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
  });

  it.each([
    [undefined, 'https://rouse.example.com', null],
    ['', 'https://rouse.example.com', null],
    ['other=1', 'https://rouse.example.com', null],
    ['other=1; __Host-rouse=secret', 'https://rouse.example.com', 'secret'],
    ['rouse=planted', 'https://rouse.example.com', null],
    ['rouse=secret', 'http://localhost:3000', 'secret'],
    ['__proto__=1', 'http://localhost:3000', null],
    ['rouse', 'http://localhost:3000', null],
  ])('%j on %s', (cookie, publicUrl, secret) => {
    const headers = cookie === undefined ? {} : { cookie };
    expect(sessionSecretOf({ headers }, { publicUrl })).toBe(secret);
  });
});
