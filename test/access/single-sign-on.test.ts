import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { CookieBrowser, type Visited } from '../support/cookie-browser.js';
import {
  startIdentityProvider,
  type ProvidedClaims,
  type TestIdentityProvider,
} from '../support/identity-provider.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const meSchema = z.object({ id: z.string(), name: z.string(), role: z.string() });
const auditSchema = z.object({
  items: z.array(z.object({ action: z.string(), actor: z.string(), after: z.unknown() })),
});

let rouse: RunningRouse;
let provider: TestIdentityProvider | null = null;
let issuer: string;

const begin = (returnTo = '/incidents'): string =>
  `${rouse.url}/auth/single-sign-on?returnTo=${encodeURIComponent(returnTo)}`;
const callback = (): string => `${rouse.url}/auth/single-sign-on/callback`;
const isBack = (url: string): boolean => url.startsWith(callback());

/** Goes through the provider as this person, in a fresh browser unless one is given. */
async function signIn(
  person: ProvidedClaims | null,
  browser = new CookieBrowser(),
  returnTo?: string,
): Promise<{ browser: CookieBrowser; page: Visited }> {
  const back = await comesBack(person, browser, returnTo);
  return { browser, page: await browser.visit(back) };
}

/** The address with which the provider sends the browser back. */
async function comesBack(
  person: ProvidedClaims | null,
  browser: CookieBrowser,
  returnTo?: string,
): Promise<string> {
  await provider?.signsIn(person);
  const { location } = await browser.follow(begin(returnTo), isBack);
  if (location === null) throw new Error('the provider did not send the browser back');
  return location;
}

/** Who Rouse takes this browser for; null for nobody. */
async function whoIs(browser: CookieBrowser): Promise<z.output<typeof meSchema> | null> {
  const { status, text } = await browser.visit(`${rouse.url}/api/v1/me`);
  return status === 200 ? meSchema.parse(JSON.parse(text)) : null;
}

async function confirmed(browser: CookieBrowser): Promise<boolean> {
  const { text } = await browser.visit(`${rouse.url}/api/v1/me`);
  return z.object({ isConfirmed: z.boolean() }).parse(JSON.parse(text)).isConfirmed;
}

const auditOf = async (id: string) =>
  auditSchema.parse(await rouse.get(`/api/v1/audit-log?objectType=user&objectId=${id}`)).items;

const ANA = {
  sub: 'ana-1',
  name: 'Ana Silva',
  email: 'ana@example.org',
  email_verified: true,
  zoneinfo: 'Europe/Lisbon',
};

describe('single sign-on', () => {
  beforeAll(async () => {
    const port = await freePort();
    issuer = `http://127.0.0.1:${String(port)}`;
    rouse = await startRouse({
      settings: {
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'rouse',
        OIDC_CLIENT_SECRET: 'rouse-secret',
        OIDC_ROLES: 'pager-admins=admin,engineers=responder,guests=observer',
        OIDC_LABEL: 'Company account',
      },
    });
    // Rouse runs already: it needs the provider when somebody signs in, and not before.
    const page = await new CookieBrowser().visit(begin());
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('does not answer')]);
    provider = await startIdentityProvider(port, callback());
  }, 60_000);

  afterAll(async () => {
    await rouse.stop();
    await provider?.stop();
  });

  it('is offered to whoever asks', async () => {
    const methods = await rouse.get('/api/v1/sign-in-methods', { token: null });
    expect(methods).toEqual({ password: true, singleSignOn: { label: 'Company account' } });
  });

  it('makes a person just in time, and knows them the next time', async () => {
    const first = await signIn(
      { ...ANA, groups: ['engineers', 'choir'] },
      undefined,
      '/incidents/7?tab=notes',
    );
    expect(first.page).toMatchObject({ status: 302, location: `${rouse.url}/incidents/7?tab=notes` });
    const me = await whoIs(first.browser);
    expect(me).toMatchObject({ name: 'Ana Silva', role: 'responder' });
    expect(await rouse.get(`/api/v1/users/${me?.id ?? ''}`)).toMatchObject({
      email: 'ana@example.org',
      timeZone: 'Europe/Lisbon',
    });

    const second = await signIn({ ...ANA, email: 'ana.silva@example.org', groups: ['engineers'] });
    expect(await whoIs(second.browser)).toEqual(me);
    expect((await auditOf(me?.id ?? '')).map(({ action }) => action).sort()).toEqual([
      'single-sign-on.link',
      'user.create',
    ]);
  });

  it('gives the role of the groups, at each sign-in anew', async () => {
    const bo = { sub: 'bo-1', name: 'Bo', email: 'bo@example.org', email_verified: true };
    const first = await whoIs((await signIn({ ...bo, groups: ['guests'] })).browser);
    expect(first?.role).toBe('observer');
    const { browser } = await signIn({ ...bo, groups: ['guests', 'pager-admins'] });
    expect(await whoIs(browser)).toEqual({ ...first, role: 'admin' });
    // The session of the admin is the same person's who is an observer again.
    await signIn({ ...bo, groups: ['guests'] });
    expect((await whoIs(browser))?.role).toBe('observer');
    expect(await auditOf(first?.id ?? '')).toContainEqual({
      action: 'user.update',
      actor: 'system',
      after: { role: 'admin', by: 'single sign-on' },
    });
  });

  it('lets nobody in whose groups give no role', async () => {
    const { page, browser } = await signIn({ ...ANA, groups: ['choir'] });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('None of your groups')]);
    expect(await whoIs(browser)).toBeNull();
  });

  it('finds an existing person by a verified address, and by no other', async () => {
    const cleo = await rouse.person({ name: 'Cleo', email: 'cleo@example.org', phone: null });
    const claims = { sub: 'cleo-1', name: 'C.', email: 'Cleo@Example.org', groups: ['engineers'] };
    const unproven = await signIn({ ...claims, email_verified: false });
    expect([unproven.page.status, await whoIs(unproven.browser)]).toEqual([403, null]);

    const proven = await signIn({ ...claims, email_verified: true });
    expect(await whoIs(proven.browser)).toMatchObject({ id: cleo.id, name: 'Cleo' });
    // Known by now, whatever becomes of the address.
    expect(await whoIs((await signIn({ ...claims, email_verified: false })).browser)).toMatchObject({
      id: cleo.id,
    });
    // The address of somebody who is known is no way in for another.
    const other = await signIn({ ...claims, sub: 'cleo-2', email_verified: true });
    expect([other.page.status, await whoIs(other.browser)]).toEqual([403, null]);
    // Unless an admin says that it is the same person's new account there.
    await rouse.delete(`/api/v1/users/${cleo.id}/single-sign-on`);
    const renewed = await signIn({ ...claims, sub: 'cleo-2', email_verified: true });
    expect(await whoIs(renewed.browser)).toMatchObject({ id: cleo.id });
  });

  it('keeps out whoever was taken out, until an admin adds them again', async () => {
    const dov = {
      sub: 'dov-1',
      name: 'Dov',
      email: 'dov@example.org',
      email_verified: true,
      groups: ['engineers'],
    };
    const { browser } = await signIn(dov);
    const id = (await whoIs(browser))?.id ?? '';
    await rouse.delete(`/api/v1/users/${id}`);
    expect(await whoIs(browser)).toBeNull();
    for (const claims of [dov, { ...dov, sub: 'dov-2' }]) {
      const again = await signIn(claims);
      expect([again.page.status, again.page.text]).toEqual([403, expect.stringContaining('taken out')]);
    }
    const back = await rouse.person({ name: 'Dov', email: 'dov@example.org', phone: null });
    expect(await whoIs((await signIn(dov)).browser)).toMatchObject({ id: back.id });
  });

  it('takes the last admin nothing', async () => {
    const eva = { sub: 'eva-1', name: 'Eva', email: 'eva@example.org', email_verified: true };
    const { browser } = await signIn({ ...eva, groups: ['pager-admins'] });
    const id = (await whoIs(browser))?.id ?? '';
    const demoted = await rouse.dataSource.query<[{ id: string }[], number]>(
      `UPDATE users SET role = 'observer' WHERE role = 'admin' AND id <> $1 RETURNING id`,
      [id],
    );
    await signIn({ ...eva, groups: ['guests'] });
    expect((await whoIs(browser))?.role).toBe('admin');
    const others = demoted[0].map((user) => user.id);
    await rouse.dataSource.query(`UPDATE users SET role = 'admin' WHERE id = ANY ($1::uuid[])`, [others]);
    await signIn({ ...eva, groups: ['guests'] });
    expect((await whoIs(browser))?.role).toBe('observer');
  });

  it('makes one person of two tabs that come at once, and keeps both', async () => {
    const browser = new CookieBrowser();
    const fay = {
      sub: 'fay-1',
      name: 'Fay',
      email: 'fay@example.org',
      email_verified: true,
      groups: ['guests'],
    };
    const backs = [await comesBack(fay, browser, '/a'), await comesBack(fay, browser, '/b')];
    const pages = await Promise.all(backs.map((back) => browser.visit(back)));
    expect(pages.map(({ location }) => location)).toEqual([`${rouse.url}/a`, `${rouse.url}/b`]);
    const found = await rouse.dataSource.query<unknown[]>('SELECT 1 FROM users WHERE email = $1', [
      fay.email,
    ]);
    expect(found).toHaveLength(1);
  });

  it('ends with a new session: the one that the browser had is over', async () => {
    const { browser } = await signIn({ ...ANA, groups: ['engineers'] });
    const former = new CookieBrowser();
    for (const [name, value] of browser.cookies) former.cookies.set(name, value);
    await signIn({ ...ANA, groups: ['engineers'] }, browser);
    expect([await whoIs(former), (await whoIs(browser))?.name]).toEqual([null, 'Ana Silva']);
  });

  it('is good once, for a while, and in the browser that began it', async () => {
    const browser = new CookieBrowser();
    const claims = { ...ANA, groups: ['engineers'] };
    const back = await comesBack(claims, browser);
    const stranger = await new CookieBrowser().visit(back);
    expect([stranger.status, stranger.text]).toEqual([400, expect.stringContaining('another browser')]);
    const otherBrowser = new CookieBrowser();
    await comesBack(claims, otherBrowser);
    expect((await otherBrowser.visit(back)).status).toBe(400);
    // None of them has taken it from the one who began.
    expect((await browser.visit(back)).status).toBe(302);
    expect((await browser.visit(back)).status).toBe(400);

    const late = await comesBack(claims, browser);
    await rouse.advance({ minutes: 10, seconds: 1 });
    expect((await browser.visit(late)).status).toBe(400);
    expect((await browser.visit(callback())).status).toBe(400);
  });

  it('tells whom the provider refuses, and shows nothing that stands in an address', async () => {
    const { page } = await signIn(null);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('did not let you in')]);
    const browser = new CookieBrowser();
    const back = new URL(await comesBack({ ...ANA, groups: ['engineers'] }, browser));
    back.searchParams.delete('code');
    back.searchParams.set('error', 'server_error');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
    const told = await browser.visit(back.href);
    expect([told.status, told.text]).toEqual([403, expect.not.stringContaining('script')]);
    expect(told.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/.//evil.example'])(
    'goes on to no other site: %s',
    async (returnTo) => {
      const { page } = await signIn({ ...ANA, groups: ['engineers'] }, undefined, returnTo);
      expect(page).toMatchObject({ status: 302, location: `${rouse.url}/` });
    },
  );

  it('has the provider ask again where a session is to be confirmed, and not else', async () => {
    const { browser } = await signIn({ ...ANA, groups: ['engineers'] });
    const asked = (await browser.visit(`${begin()}&confirm=1`)).location ?? '';
    expect(new URL(asked).searchParams.get('max_age')).toBe('0');
    // Whoever is to show who they are cannot.
    await provider?.signsIn(null);
    const back = async (address: string) => (await browser.follow(address, isBack)).location ?? '';
    expect(new URL(await back(asked)).searchParams.get('error')).toBe('access_denied');
    expect((await browser.visit(await back(begin()))).status).toBe(302);
    expect(await confirmed(browser)).toBe(true);
  });

  it('asks with PKCE, and sets cookies that no script reads', async () => {
    const page = await new CookieBrowser().visit(begin());
    const asked = new URL(page.location ?? '');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'rouse',
      scope: 'openid profile email groups',
      redirect_uri: callback(),
      code_challenge_method: 'S256',
    });
    expect(page.headers.getSetCookie()).toEqual([
      expect.stringMatching(/Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/),
    ]);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });
});
