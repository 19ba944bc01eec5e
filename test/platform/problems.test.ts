import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, AskOptions } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

/** Sends what fetch would not, and gives the whole answer as text. */
function sendRaw(
  url: string,
  options: { method: string; path: string; headers?: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ hostname, port, ...options }, (incoming) => {
      let text = `${String(incoming.statusCode)} ${incoming.headers['content-type'] ?? ''}\n`;
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        resolve(text);
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const user = { name: 'Ana', email: 'ana@example.org', timeZone: 'UTC', role: 'responder' };

describe('an error', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  async function problem(
    method: string,
    path: string,
    body?: unknown,
    options: AskOptions = {},
  ): Promise<Answer> {
    const answer = await rouse.api(method, path, body, options);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      status: answer.status,
      detail: expect.any(String),
      instance: path.split('?')[0],
      errors: expect.any(Array),
    });
    return answer;
  }

  it.each([
    ['/nothing/here', 'text/html,*/*;q=0.8', true],
    ['/nothing/here', '*/*', false],
    ['/api/v1/nothing', 'text/html', false],
    ['/health/nothing', 'text/html', false],
  ])('of %s with accept: %s is a page for people: %s', async (path, accept, isPage) => {
    const { status, headers, body } = await rouse.api('GET', path, undefined, { headers: { accept } });
    expect([status, headers.get('content-type')?.startsWith('text/html')]).toEqual([404, isPage]);
    if (isPage) expect(body).toContain('<a href="../">Back to Rouse</a>');
  });

  it.each([
    ['GET', '/nothing/here'],
    ['GET', '/api/v1/nothing'],
    ['POST', '/api/v1/nothing'],
    ['GET', '/api/v1/users/not-an-id'],
    ['GET', `/api/v1/users/${'x'.repeat(5_000)}`],
    ['GET', '/api/v1/users/0198c0de-7f00-7000-8000-000000000000'],
  ])('on %s %s is a 404 problem', async (method, path) => {
    expect((await problem(method, path)).status).toBe(404);
  });

  it.each<[string, unknown, Record<string, string>, number]>([
    ['half of JSON', '{"name":', {}, 400],
    ['an empty body that calls itself JSON', '', {}, 400],
    ['a prototype', '{"__proto__":{"role":"admin"}}', {}, 400],
    ['too deep a nesting', `{"name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, {}, 400],
    ['more than 512 KiB', JSON.stringify({ ...user, name: 'x'.repeat(512 * 1024) }), {}, 413],
    ['XML', '<user/>', { 'content-type': 'application/xml' }, 415],
    ['an unreadable content type', '{}', { 'content-type': 'no type at all' }, 415],
    ['a NUL', { ...user, name: 'a\u0000b' }, {}, 422],
    ['half a surrogate pair', '{"name":"\\ud83d"}', {}, 422],
    ['no fields', {}, {}, 422],
    ['a list', [], {}, 422],
    ['null', 'null', {}, 422],
    ['a text', '"user"', {}, 422],
    ['a form', 'name=Ana', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', JSON.stringify(user), { 'content-type': 'text/plain' }, 415],
  ])('for %s in a body is a problem', async (_case, body, headers, status) => {
    expect((await problem('POST', '/api/v1/users', body, { headers })).status).toBe(status);
  });

  it('for no body at all is a problem', async () => {
    expect((await problem('POST', '/api/v1/users')).status).toBe(422);
  });

  it('names each fault by its path, unknown fields too', async () => {
    const { body } = await problem('POST', '/api/v1/users', {
      ...user,
      email: 5,
      timeZone: 'Mars/Base',
      admin: true,
      x: 1,
    });
    expect(body).toMatchObject({
      title: 'The request says something impossible',
      errors: expect.arrayContaining([
        expect.objectContaining({ path: 'email' }),
        { path: 'timeZone', message: 'is not an IANA time zone such as Europe/Berlin' },
        { path: 'admin', message: 'is not a field that is known here' },
        { path: 'x', message: 'is not a field that is known here' },
      ]),
    });
  });

  it.each([
    ['limit=0'],
    ['limit=201'],
    ['limit=many'],
    ['cursor=x'],
    ['unknown=1'],
    ['limit=1&limit=2'],
    ['cursor=%00'],
  ])('for the query ?%s is 422', async (query) => {
    expect((await problem('GET', `/api/v1/users?${query}`)).status).toBe(422);
  });

  it.each([
    ['no token', null],
    ['an unknown token', 'rouse_unknown'],
    ['an empty token', ''],
    ['a token with strange characters', 'ä\u00ff'],
  ])('for %s is 401 and says how to sign in', async (_case, token) => {
    const answer = await problem('GET', '/api/v1/users', undefined, { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('for a role that does not suffice is 403', async () => {
    const { token } = await rouse.person({ name: 'Olga', role: 'observer' });
    expect((await problem('POST', '/api/v1/users', user, { token })).status).toBe(403);
  });

  it('for the same thing twice is 409', async () => {
    await rouse.post('/api/v1/users', { ...user, email: 'twice@example.org' });
    expect((await problem('POST', '/api/v1/users', { ...user, email: 'TWICE@example.org' })).status).toBe(
      409,
    );
  });

  it('never shows what broke inside', async () => {
    await rouse.dataSource.query('ALTER TABLE teams RENAME TO teams_away');
    const answer = await problem('GET', '/api/v1/teams');
    await rouse.dataSource.query('ALTER TABLE teams_away RENAME TO teams');
    expect(answer).toMatchObject({
      status: 500,
      body: { detail: 'This is a fault of Rouse, not of the request. It was logged.', errors: [] },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/teams_away|relation|select/i);
  });

  it.each([
    [
      'an address that cannot be decoded',
      { method: 'GET', path: '/api/v1/users/%E0%A4%A' },
      /^400 application\/problem\+json/,
    ],
    [
      'a method that nobody speaks',
      { method: 'PROPFIND', path: '/api/v1/users' },
      /^404 application\/problem\+json/,
    ],
    [
      'headers past their size',
      { method: 'GET', path: '/api/v1/users', headers: { 'x-long': 'x'.repeat(20_000) } },
      /^431 application\/problem\+json.*\n.*"status":431/,
    ],
    [
      'a body of two lengths',
      {
        method: 'POST',
        path: '/api/v1/users',
        headers: { 'content-length': '2', 'transfer-encoding': 'chunked' },
      },
      /^400 application\/problem\+json.*\n.*"status":400/,
    ],
  ])('for %s is a problem too', async (_case, sent, answer) => {
    expect(await sendRaw(rouse.url, sent)).toMatch(answer);
  });

  it('carries a request id of its own, whatever the caller sent', async () => {
    const answers = await Promise.all(
      [1, 2].map(() =>
        rouse.api('GET', '/health/live', undefined, {
          headers: { 'request-id': 'mine', 'x-request-id': 'mine' },
        }),
      ),
    );
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain('mine');
  });
});
