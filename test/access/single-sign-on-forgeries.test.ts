import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Passwords } from '../../src/access/passwords/passwords.js';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { CookieBrowser, type Visited } from '../support/cookie-browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

type Claims = Record<string, unknown>;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: strangersKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' });

function signed(
  claims: Claims,
  key: KeyObject = privateKey,
  header: object = { alg: 'RS256', kid: '1' },
): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

function keyed(claims: Claims, secret: string | Buffer): string {
  const input = `${base64url({ alg: 'HS256', kid: '1' })}.${base64url(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** What the token endpoint gives next, and what UserInfo says. */
let idToken = '';
let userInfo: Claims = {};
/** What was sent to the token endpoint last. */
let sent = new URLSearchParams();
let tokenStatus = 200;

/** A provider that gives whatever token it is told to, and says that it may. */
function lyingProvider(issuer: string): Server {
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
      claims_supported: ['sub', 'auth_time'],
    }),
    '/keys': () => ({
      keys: [{ ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: '1', use: 'sig' }],
    }),
    '/token': () => ({ access_token: 'secret-access-token', token_type: 'Bearer', id_token: idToken }),
    '/userinfo': () => userInfo,
  };
  return createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      if (request.url === '/token') sent = new URLSearchParams(body);
      const answer = answers[request.url ?? '']?.();
      response.writeHead(answer === undefined ? 404 : request.url === '/token' ? tokenStatus : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer ?? {}));
    })();
  });
}

let rouse: RunningRouse;
let provider: Server;
let issuer: string;

/** The claims of a token in which nothing is wrong. */
function goodClaims(nonce: string): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    sub: 'mallory',
    aud: 'rouse',
    nonce,
    iat: now,
    exp: now + 300,
    email: 'mallory@example.org',
    email_verified: true,
  };
}

interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly browser: CookieBrowser;
}

async function begin(): Promise<Attempt> {
  const browser = new CookieBrowser();
  const { location } = await browser.visit(`${rouse.url}/auth/single-sign-on`);
  const query = new URL(location ?? '').searchParams;
  return { browser, state: query.get('state') ?? '', nonce: query.get('nonce') ?? '' };
}

/** Comes back with a code; `iss` is the provider's unless it is told otherwise. */
async function finish({ browser, state }: Attempt, iss: string | null = issuer): Promise<Visited> {
  userInfo = { sub: 'mallory' };
  const query = new URLSearchParams({ code: 'secret-code', state, ...(iss === null ? {} : { iss }) });
  return browser.visit(`${rouse.url}/auth/single-sign-on/callback?${query.toString()}`);
}

const people = async (): Promise<number> =>
  (await rouse.dataSource.query<unknown[]>('SELECT 1 FROM current_users')).length;

const past = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

describe('single sign-on with a provider that cannot be trusted', () => {
  beforeAll(async () => {
    const port = await freePort();
    issuer = `http://127.0.0.1:${String(port)}`;
    provider = lyingProvider(issuer).listen(port, '127.0.0.1');
    await once(provider, 'listening');
    rouse = await startRouse({
      settings: {
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'rouse',
        OIDC_CLIENT_SECRET: 'a-shared-secret',
        OIDC_ONLY: '1',
      },
    });
  }, 60_000);

  afterAll(async () => {
    await rouse.stop();
    provider.closeAllConnections();
    provider.close();
  });

  it('lets somebody in by a token in which nothing is wrong', async () => {
    const attempt = await begin();
    idToken = signed({ ...goodClaims(attempt.nonce), sub: 'ana', email: 'ana@example.org' });
    userInfo = { sub: 'ana' };
    const query = new URLSearchParams({ code: 'a-code', state: attempt.state, iss: issuer });
    const page = await attempt.browser.visit(`${rouse.url}/auth/single-sign-on/callback?${query.toString()}`);
    expect(page).toMatchObject({ status: 302, location: `${rouse.url}/` });
    expect(await rouse.get('/api/v1/users')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ name: 'ana', email: 'ana@example.org', timeZone: 'UTC', role: 'observer' }),
      ]),
    });
    // RFC 7636: the verifier of the challenge that the browser carried.
    expect(sent.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it.each<[string, Claims, boolean]>([
    ['now', { auth_time: past(0) }, true],
    ['an hour ago', { auth_time: past(3_600) }, false],
    ['nobody knows when', {}, false],
  ])('counts as confirmed only what was shown lately: %s', async (_when, claims, isConfirmed) => {
    const attempt = await begin();
    idToken = signed({ ...goodClaims(attempt.nonce), ...claims });
    expect((await finish(attempt)).status).toBe(302);
    const { text: me } = await attempt.browser.visit(`${rouse.url}/api/v1/me`);
    expect(JSON.parse(me)).toMatchObject({ isConfirmed });
  });

  it.each<[string, (claims: Claims) => string]>([
    ['of another issuer', (claims) => signed({ ...claims, iss: 'https://evil.example' })],
    ['for another audience', (claims) => signed({ ...claims, aud: 'somebody-else' })],
    [
      'for several audiences without saying which asked',
      (claims) => signed({ ...claims, aud: ['rouse', 'other'] }),
    ],
    ['of another sign-in', (claims) => signed({ ...claims, nonce: 'another' })],
    ['without a nonce', (claims) => signed({ ...claims, nonce: undefined })],
    ['without a subject', (claims) => signed({ ...claims, sub: undefined })],
    ['that has expired', (claims) => signed({ ...claims, iat: past(900), exp: past(600) })],
    ['without an end', (claims) => signed({ ...claims, exp: undefined })],
    ['that is not valid yet', (claims) => signed({ ...claims, nbf: past(-600) })],
    ['signed by somebody else', (claims) => signed(claims, strangersKey)],
    [
      'signed by a key that is not known',
      (claims) => signed(claims, strangersKey, { alg: 'RS256', kid: '2' }),
    ],
    [
      'changed after it was signed',
      (claims) => {
        const [header = '', , signature = ''] = signed(claims).split('.');
        return [header, base64url({ ...claims, email: 'boss@example.org' }), signature].join('.');
      },
    ],
    ['with the algorithm none', (claims) => `${base64url({ alg: 'none' })}.${base64url(claims)}.`],
    ['that is not signed', (claims) => `${base64url({ alg: 'RS256', kid: '1' })}.${base64url(claims)}.`],
    ['signed with HS256 by the public key', (claims) => keyed(claims, PUBLIC_PEM)],
    ['signed with HS256 by the shared secret', (claims) => keyed(claims, 'a-shared-secret')],
    ['that is none', () => 'not-a-token'],
  ])('refuses a token %s', async (_case, forge) => {
    const attempt = await begin();
    idToken = forge(goodClaims(attempt.nonce));
    const before = await people();
    const page = await finish(attempt);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('could not be trusted')]);
    expect(page.text).not.toMatch(/secret|mallory|evil/);
    expect(await people()).toBe(before);
    expect((await attempt.browser.visit(`${rouse.url}/api/v1/me`)).status).toBe(401);
    // Nor can the same answer be tried again.
    expect((await finish(attempt)).status).toBe(400);
  });

  it.each<[string, string | null]>([
    ['of another provider', 'https://evil.example'],
    ['of no provider, where it says that it names itself', null],
  ])('refuses an answer %s (RFC 9207)', async (_case, iss) => {
    const attempt = await begin();
    idToken = signed(goodClaims(attempt.nonce));
    expect((await finish(attempt, iss)).status).toBe(403);
  });

  it('refuses what UserInfo says of somebody else', async () => {
    const attempt = await begin();
    idToken = signed({ ...goodClaims(attempt.nonce), sub: 'ana' });
    expect((await finish(attempt)).status).toBe(403);
  });

  it('says so where the provider is in trouble halfway', async () => {
    const attempt = await begin();
    tokenStatus = 500;
    const page = await finish(attempt);
    tokenStatus = 200;
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('does not answer')]);
  });

  it('lets only admins in by password, where single sign-on is the only way', async () => {
    expect(await rouse.get('/api/v1/sign-in-methods', { token: null })).toMatchObject({ password: false });
    const passwords = rouse.app.get(Passwords, { strict: false });
    const word = 'a long enough password for anybody';
    const set = (id: string) => rouse.dataSource.transaction((manager) => passwords.set(manager, id, word));
    const made = (role: 'admin' | 'responder') =>
      rouse.person({ name: role, email: `${role}-of-password@example.org`, role, phone: null });
    const [admin, responder] = [await made('admin'), await made('responder')];
    await expect(set(responder.id)).rejects.toThrow('for admins only');
    await set(admin.id);
    const signsIn = () => passwords.check('admin-of-password@example.org', word);
    expect(await signsIn()).toMatchObject({ isRight: true, userId: admin.id });
    // Whoever had one and is no admin any more.
    await rouse.api('PATCH', `/api/v1/users/${admin.id}`, { role: 'responder' });
    expect(await signsIn()).toEqual({ isRight: false, userId: admin.id });
  });
});
