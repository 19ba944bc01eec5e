import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { allows } from '../../src/access/authorization.js';
import { permissionOf, type Permission, type PermissionName } from '../../src/access/permission-table.js';
import { WEB_APP_PAGES } from '../../src/web-app/web-app-pages.js';
import { Sessions } from '../../src/access/sessions/sessions.js';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { REQUESTS, type Belonging, type RouteRequest } from './route-requests.js';
import { OTHER_TEAM, OWN_TEAM, walkersOf, type Walk, type Walker } from './route-walkers.js';

/*
 * Everybody calls every route, about what is theirs and about what is not; who may is computed from the permission table.
 *
 * A new route needs a row in ROUTES, or this test fails. Where its permission depends on whose the object is (it has
 * `own`, `asManager`, `asMember` or `withoutTeam`), it also needs a request in route-requests.ts: the id of a real object
 * that belongs to the person and the team it is called with, and a body that fits. Whoever is let in must then succeed
 * (or be told 409, 429, or what `orElse` says). A DELETE takes its object away, and the next one gets a new one.
 */

const ADMIN_TOKEN = 'route-walk-admin-token-0123456789abcdef';

/** The permission that each route needs. A new route needs a new row: whoever adds one decides who may call it. */
const ROUTES: Readonly<Record<string, PermissionName | 'open'>> = {
  ...Object.fromEntries(WEB_APP_PAGES.map((page) => [`GET ${page}`, 'open' as const])),

  'GET /health/live': 'open',
  'GET /health/ready': 'open',
  'GET /health/paging': 'open',
  'GET /metrics': 'open',

  'POST /v2/enqueue': 'open',
  'POST /integrations/:key/alertmanager': 'open',
  'POST /integrations/:key/generic': 'open',
  'POST /twilio/sms': 'open',
  'POST /twilio/status': 'open',
  'POST /twilio/voice/:pageId': 'open',
  'POST /twilio/voice/:pageId/keys': 'open',
  'GET /simulator': 'open',

  'GET /auth/single-sign-on': 'open',
  'GET /auth/single-sign-on/callback': 'open',
  'GET /api/v1/sign-in-methods': 'open',
  'DELETE /api/v1/users/:id/single-sign-on': 'person.manage',

  'GET /api/v1/me': 'self.read',
  'GET /api/v1/users/:id/tokens': 'credential.read',
  'POST /api/v1/users/:id/tokens': 'credential.change',
  'DELETE /api/v1/tokens/:id': 'credential.revoke',
  'POST /api/v1/tokens/:id/rotation': 'credential.change',
  'GET /api/v1/service-tokens': 'service-token.read',
  'POST /api/v1/service-tokens': 'service-token.manage',
  'POST /api/v1/service-tokens/:id/rotation': 'service-token.manage',
  'DELETE /api/v1/service-tokens/:id': 'service-token.revoke',
  'POST /api/v1/sessions': 'open',
  'DELETE /api/v1/session': 'session.keep',
  'POST /api/v1/session/confirmation': 'session.keep',
  'GET /api/v1/users/:id/sessions': 'credential.read',
  'DELETE /api/v1/users/:id/sessions': 'credential.revoke',
  'DELETE /api/v1/sessions/:id': 'credential.revoke',
  'POST /api/v1/me/password': 'password.change',
  'GET /api/v1/set-up': 'open',
  'POST /api/v1/set-up': 'open',
  'GET /set-up': 'open',
  'POST /set-up': 'open',
  'GET /sign-in': 'open',
  'POST /sign-in': 'open',
  'POST /sign-out': 'open',
  'GET /api/v1/audit-log': 'audit-log.read',
  'GET /api/v1/audit-log/export': 'audit-log.read',
  'GET /api/v1/restore': 'organisation.read',
  'GET /api/v1/restore/held-incidents': 'organisation.read',
  'POST /api/v1/restore/resume': 'restore.resume',

  'GET /api/v1/users': 'organisation.read',
  'POST /api/v1/users': 'person.manage',
  'GET /api/v1/users/:id': 'organisation.read',
  'PATCH /api/v1/users/:id': 'person.change',
  'DELETE /api/v1/users/:id': 'person.manage',
  'GET /api/v1/users/:id/departure': 'person.manage',
  'POST /api/v1/users/:id/departure': 'person.manage',
  'PUT /api/v1/users/:id/email': 'email.change',
  'POST /api/v1/users/:id/password-reset': 'person.manage',
  'GET /api/v1/invitations': 'person.manage',
  'POST /api/v1/invitations': 'person.manage',
  'DELETE /api/v1/invitations/:id': 'person.manage',
  'POST /api/v1/invitations/:id/renewal': 'person.manage',
  'POST /api/v1/invitations/acceptance': 'open',
  'GET /invitations/:secret': 'open',
  'POST /invitations/:secret': 'open',
  'POST /api/v1/password-resets': 'open',
  'POST /api/v1/password-resets/completion': 'open',
  'GET /password-resets': 'open',
  'POST /password-resets': 'open',
  'GET /password-resets/:secret': 'open',
  'POST /password-resets/:secret': 'open',
  'GET /email-changes/:secret': 'open',
  'POST /email-changes/:secret': 'open',
  'GET /api/v1/reachability': 'contact.survey',
  'GET /api/v1/users/:id/contact-methods': 'contact.read',
  'POST /api/v1/users/:id/contact-methods': 'contact.change',
  'DELETE /api/v1/contact-methods/:id': 'contact.change',
  'POST /api/v1/contact-methods/:id/verification': 'contact.change',
  'POST /api/v1/contact-methods/:id/verify': 'contact.change',
  'POST /api/v1/contact-methods/:id/test': 'contact.change',
  'GET /api/v1/contact-methods/:id/test': 'contact.read',
  'POST /api/v1/contact-methods/:id/test/answer': 'contact.change',
  'GET /api/v1/users/:id/waking-hours': 'contact.read',
  'PUT /api/v1/users/:id/waking-hours': 'contact.change',
  'GET /api/v1/users/:id/paging-plan': 'contact.read',
  'POST /api/v1/users/:id/paging-plan': 'contact.read',
  'GET /api/v1/users/:id/paging-rules': 'contact.read',
  'PUT /api/v1/users/:id/paging-rules': 'contact.change',
  'GET /api/v1/users/:id/notice-preferences': 'contact.read',
  'PUT /api/v1/users/:id/notice-preferences': 'contact.change',
  'GET /api/v1/teams': 'organisation.read',
  'POST /api/v1/teams': 'team.create',
  'GET /api/v1/teams/:id': 'organisation.read',
  'PUT /api/v1/teams/:id': 'team.change',

  'GET /api/v1/schedules': 'organisation.read',
  'POST /api/v1/schedules': 'schedule.change',
  'POST /api/v1/schedules/preview': 'organisation.read',
  'GET /api/v1/schedules/:id': 'organisation.read',
  'PUT /api/v1/schedules/:id': 'schedule.change',
  'DELETE /api/v1/schedules/:id': 'schedule.change',
  'GET /api/v1/schedules/:id/shifts': 'organisation.read',
  'GET /api/v1/schedules/:id/layer-shifts': 'organisation.read',
  'GET /api/v1/schedules/:id/on-call': 'organisation.read',
  'GET /api/v1/schedules/:id/versions': 'organisation.read',
  'GET /api/v1/on-call': 'organisation.read',
  'GET /api/v1/schedules/:id/overrides': 'organisation.read',
  'POST /api/v1/schedules/:id/overrides': 'override.change',
  'POST /api/v1/overrides/:id/cut': 'override.change',
  'DELETE /api/v1/overrides/:id': 'override.change',
  'GET /api/v1/users/:id/shifts': 'organisation.read',
  'GET /api/v1/me/shifts': 'organisation.read',
  'GET /api/v1/me/schedules': 'organisation.read',
  'GET /api/v1/search': 'organisation.read',
  'GET /api/v1/users/:id/absences': 'organisation.read',
  'POST /api/v1/users/:id/absences': 'absence.change',
  'DELETE /api/v1/absences/:id': 'absence.change',

  'GET /api/v1/schedules/:id/swaps': 'organisation.read',
  'POST /api/v1/schedules/:id/swaps': 'swap.offer',
  'GET /api/v1/swaps': 'organisation.read',
  'GET /api/v1/swaps/:id': 'organisation.read',
  'POST /api/v1/swaps/:id/accept': 'swap.answer',
  'POST /api/v1/swaps/:id/decline': 'swap.answer',
  'POST /api/v1/swaps/:id/cancel': 'swap.cancel',
  'GET /i/:token': 'open',
  'POST /i/:token/:action': 'open',
  'GET /swaps/answer/:token': 'open',
  'POST /swaps/answer/:token/accept': 'open',
  'POST /swaps/answer/:token/decline': 'open',

  'GET /api/v1/calendar-feeds': 'calendar-feed.read',
  'POST /api/v1/calendar-feeds': 'calendar-feed.change',
  'POST /api/v1/calendar-feeds/:id/rotation': 'calendar-feed.change',
  'DELETE /api/v1/calendar-feeds/:id': 'calendar-feed.change',
  'GET /calendar/:secret.ics': 'open',

  'GET /api/v1/escalation-policies': 'organisation.read',
  'POST /api/v1/escalation-policies': 'policy.change',
  'POST /api/v1/escalation-policies/simulate': 'organisation.read',
  'GET /api/v1/escalation-policies/:id': 'organisation.read',
  'PUT /api/v1/escalation-policies/:id': 'policy.change',
  'DELETE /api/v1/escalation-policies/:id': 'policy.change',

  'GET /api/v1/services': 'organisation.read',
  'POST /api/v1/services': 'service.change',
  'GET /api/v1/services/:id': 'organisation.read',
  'PATCH /api/v1/services/:id': 'service.change',
  'DELETE /api/v1/services/:id': 'service.change',
  'GET /api/v1/services/:id/integrations': 'organisation.read',
  'POST /api/v1/services/:id/integrations': 'service.change',
  'POST /api/v1/integrations/:id/rotation': 'service.change',
  'DELETE /api/v1/integrations/:id': 'service.change',
  'GET /api/v1/services/:id/suppressed-alerts': 'organisation.read',
  'GET /api/v1/maintenance-windows': 'organisation.read',
  'POST /api/v1/maintenance-windows': 'maintenance.change',
  'GET /api/v1/maintenance-windows/:id': 'organisation.read',
  'PATCH /api/v1/maintenance-windows/:id': 'maintenance.change',
  'POST /api/v1/maintenance-windows/:id/end': 'maintenance.change',
  'DELETE /api/v1/maintenance-windows/:id': 'maintenance.change',

  'GET /api/v1/incidents': 'organisation.read',
  'GET /api/v1/incidents/by-service': 'organisation.read',
  'GET /api/v1/incidents/:id': 'organisation.read',
  'GET /api/v1/incidents/:id/timeline': 'organisation.read',
  'GET /api/v1/incidents/:id/outlook': 'organisation.read',
  'POST /api/v1/incidents/:id/acknowledge': 'incident.respond',
  'POST /api/v1/incidents/:id/resolve': 'incident.respond',
  'POST /api/v1/incidents/:id/escalate': 'incident.respond',
  'POST /api/v1/incidents/:id/notes': 'incident.respond',
  'GET /api/v1/incidents/:id/notes': 'organisation.read',
  'GET /api/v1/incidents/:id/alerts': 'organisation.read',
  'PATCH /api/v1/incidents/:id': 'incident.respond',
  'POST /api/v1/incidents/:id/snooze': 'incident.respond',
  'POST /api/v1/incidents/:id/reassign': 'incident.respond',
  'POST /api/v1/incidents/:id/merge': 'incident.respond',
  'GET /api/v1/incidents/:id/responder-requests': 'organisation.read',
  'POST /api/v1/incidents/:id/responder-requests': 'incident.respond',
  'GET /api/v1/me/responder-requests': 'organisation.read',
  'POST /api/v1/responder-requests/:id/accept': 'responder-request.answer',
  'POST /api/v1/responder-requests/:id/decline': 'responder-request.answer',
  'POST /api/v1/responder-requests/:id/cancel': 'responder-request.cancel',

  'GET /api/v1/events/stream': 'organisation.read',
  'GET /api/v1/webhooks': 'webhook.manage',
  'POST /api/v1/webhooks': 'webhook.manage',
  'GET /api/v1/webhooks/:id': 'webhook.manage',
  'PATCH /api/v1/webhooks/:id': 'webhook.manage',
  'DELETE /api/v1/webhooks/:id': 'webhook.manage',
  'POST /api/v1/webhooks/:id/secret': 'webhook.manage',
  'POST /api/v1/webhooks/:id/ping': 'webhook.manage',
  'GET /api/v1/webhooks/:id/deliveries': 'webhook.manage',
  'POST /api/v1/webhook-deliveries/:id/replay': 'webhook.manage',

  'GET /api/v1/simulator/phones': 'phone-simulator.use',
  'GET /api/v1/simulator/messages': 'phone-simulator.use',
  'GET /api/v1/simulator/calls': 'phone-simulator.use',
  'POST /api/v1/simulator/sms': 'phone-simulator.use',
  'POST /api/v1/simulator/calls/:id/answer': 'phone-simulator.use',
  'POST /api/v1/simulator/calls/:id/keys': 'phone-simulator.use',
  'POST /api/v1/simulator/calls/:id/hang-up': 'phone-simulator.use',
};

/** The files of the page that shows openapi.json: open, served by a plugin, and not told one by one. */
const isDocumentation = (path: string): boolean => path.startsWith('/api/docs');

const NOTHING = '0190a000-0000-7000-8000-000000000000';

const GUARD_REFUSAL = /Sign in, or send a token|This token is not valid|This needs |does not say who/;

/** Whether whose the object is plays a part. */
const asksAboutTheObject = ({ own, asManager, asMember, withoutTeam }: Permission): boolean =>
  [own, asManager, asMember, withoutTeam].some((role) => role !== undefined);

describe('every route', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let url: string;
  let walk: Walk;
  const registered: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    const settings = readSettings({
      PORT: String(port),
      DATABASE_URL: database.url,
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      RATE_LIMIT_API: '1000000',
      LOG_LEVEL: 'silent',
    });
    app = await createApp(settings, database.url, createLogger('silent'));
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url: path }) => {
        for (const one of [method].flat())
          if (one !== 'HEAD' && !isDocumentation(path)) registered.push(`${one} ${path}`);
      });
    await app.listen(port, '127.0.0.1');
    const { manager } = app.get(DataSource);
    const source = { sourceAddress: '127.0.0.1', userAgent: '' };
    walk = await walkersOf(url, ADMIN_TOKEN, (userId) => app.get(Sessions).begin(manager, userId, source));
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('has a row that says who may call it, and every row a route', () => {
    const routes = [...new Set(registered)];
    expect({
      withoutRow: routes.filter((route) => ROUTES[route] === undefined),
      withoutRoute: [...Object.keys(ROUTES), ...Object.keys(REQUESTS)].filter(
        (route) => !routes.includes(route),
      ),
      withoutRequest: Object.entries(ROUTES)
        .filter(([, needed]) => needed !== 'open' && asksAboutTheObject(permissionOf(needed)))
        .flatMap(([route]) => (REQUESTS[route] === undefined ? [route] : [])),
    }).toEqual({ withoutRow: [], withoutRoute: [], withoutRequest: [] });
  });

  /** Calls a route, about nothing that exists unless said otherwise; reads no answer that streams. */
  const call = async (
    route: string,
    token: string | undefined,
    request: RouteRequest | null,
  ): Promise<'401' | '403' | 'let in'> => {
    const isOpen = ROUTES[route] === 'open';
    const [method = '', path = ''] = route.split(' ');
    const leave = new AbortController();
    const body = ['POST', 'PUT', 'PATCH'].includes(method) && (request === null ? {} : request.body);
    const answer = await fetch(url + path.replaceAll(/:\w+/g, request?.id ?? NOTHING).replace('*', 'x'), {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
      },
      ...(typeof body === 'object' ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([leave.signal, AbortSignal.timeout(20_000)]),
    });
    const { status } = answer;
    const said = status >= 400 ? await answer.text() : '';
    leave.abort();
    // Open doors may refuse with words of their own; the guard is not to stand before them.
    if ((status === 401 || status === 403) && !(isOpen && !GUARD_REFUSAL.test(said))) return `${status}`;
    const succeeded = status < 400 || status === 409 || status === 429 || status === request?.orElse;
    if ((status >= 500 && status !== 503) || (request !== null && !succeeded))
      throw new Error(`${route} answered ${String(status)}: ${said}`);
    if (method === 'DELETE' && status < 400) walk.things.takenAway();
    return 'let in';
  };

  /** What somebody calls a route about: what is theirs and what is not, as far as the permission tells them apart. */
  const belongingsFor = (permission: Permission, { person }: Walker): Belonging[] => {
    const { somebodyId } = walk.things;
    const { own, asManager, asMember, withoutTeam } = permission;
    const byTeam = [asManager, asMember, withoutTeam].some((role) => role !== undefined);
    const teams = byTeam ? [walk.teamIds[OWN_TEAM], walk.teamIds[OTHER_TEAM], null] : [null];
    return [
      ...teams.map((teamId) => ({ ownerId: somebodyId, teamId })),
      ...(own === undefined || person === null
        ? []
        : [{ ownerId: person.id, teamId: byTeam ? walk.teamIds[OTHER_TEAM] : null }]),
    ];
  };

  it.each(Object.entries(ROUTES))('%s is for %s', async (route, needed) => {
    const nobody = [await call(route, undefined, null), await call(route, 'rouse_of-nobody', null)];
    expect(nobody).toEqual(needed === 'open' ? ['let in', 'let in'] : ['401', '401']);
    if (needed === 'open') return;
    const permission = permissionOf(needed);
    const [told, expected]: [string[], string[]] = [[], []];
    for (const walker of walk.walkersFor(permission)) {
      for (const belonging of belongingsFor(permission, walker)) {
        walk.things.nextRequest();
        const request = (await REQUESTS[route]?.(walk.things, belonging)) ?? null;
        if (request === null && asksAboutTheObject(permission)) continue;
        const whose = `${walker.name}, ${walk.inWords(belonging, walker)}`;
        const may = allows(permission, walker.asker, belonging);
        expected.push(`${whose}: ${may ? 'let in' : '403'}`);
        told.push(`${whose}: ${await call(route, walker.token, request)}`);
      }
    }
    expect(told).toEqual(expected);
  });
});
