import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { leastRole } from '../../src/access/authorization.js';
import { permissionOf, type PermissionName } from '../../src/access/permission-table.js';
import { ROLES, roleSuffices, type Role } from '../../src/access/role.js';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { rouseClient } from '../support/rouse-client.js';
import { story } from '../support/story.js';

const ADMIN_TOKEN = 'route-walk-admin-token-0123456789abcdef';

/** The permission that each route needs. A new route needs a new row: whoever adds one decides who may call it. */
const ROUTES: Readonly<Record<string, PermissionName | 'open'>> = {
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
  'GET /': 'open',
  'GET /simulator': 'open',
  'GET /simulator/app.js': 'open',
  'GET /simulator/style.css': 'open',

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
  'GET /api/v1/restore': 'organisation.read',
  'GET /api/v1/restore/held-incidents': 'organisation.read',
  'POST /api/v1/restore/resume': 'restore.resume',

  'GET /api/v1/users': 'organisation.read',
  'POST /api/v1/users': 'person.manage',
  'GET /api/v1/users/:id': 'organisation.read',
  'PATCH /api/v1/users/:id': 'person.change',
  'DELETE /api/v1/users/:id': 'person.manage',
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
  'GET /api/v1/schedules/:id/on-call': 'organisation.read',
  'GET /api/v1/on-call': 'organisation.read',
  'GET /api/v1/schedules/:id/overrides': 'organisation.read',
  'POST /api/v1/schedules/:id/overrides': 'override.change',
  'POST /api/v1/overrides/:id/cut': 'override.change',
  'DELETE /api/v1/overrides/:id': 'override.change',
  'GET /api/v1/users/:id/shifts': 'organisation.read',
  'GET /api/v1/me/shifts': 'organisation.read',
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
  'GET /api/v1/incidents/:id': 'organisation.read',
  'GET /api/v1/incidents/:id/timeline': 'organisation.read',
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

/** What the guard says; a service may refuse more finely, with words of its own. */
const GUARD_REFUSAL = /^(This needs |This route does not say)/;
const problem = z.object({ detail: z.string() });

describe('every route', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let url: string;
  const registered: string[] = [];
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    const settings = readSettings({
      PORT: String(port),
      DATABASE_URL: database.url,
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
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
    for (const role of ROLES) {
      const { token } = await story(rouseClient(url, ADMIN_TOKEN)).person({ name: role, role, phone: null });
      tokens.set(role, token);
    }
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('has a row that says who may call it, and every row a route', () => {
    const routes = [...new Set(registered)];
    expect({
      withoutRow: routes.filter((route) => ROUTES[route] === undefined),
      withoutRoute: Object.keys(ROUTES).filter((route) => !routes.includes(route)),
    }).toEqual({ withoutRow: [], withoutRoute: [] });
  });

  /** Calls a route about things that do not exist, and reads no more than the head of an answer that streams. */
  const call = async (route: string, token: string | undefined): Promise<'401' | '403' | 'let in'> => {
    const [method = '', path = ''] = route.split(' ');
    const leave = new AbortController();
    const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const answer = await fetch(
      url + path.replaceAll(/:\w+/g, '0190a000-0000-7000-8000-000000000000').replace('*', 'x'),
      {
        method,
        redirect: 'manual',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
        },
        ...(hasBody ? { body: '{}' } : {}),
        signal: AbortSignal.any([leave.signal, AbortSignal.timeout(10_000)]),
      },
    );
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    const detail = isProblem ? problem.parse(await answer.json()).detail : '';
    leave.abort();
    if (answer.status >= 500 && answer.status !== 503)
      throw new Error(`${route} answered ${String(answer.status)}`);
    if (answer.status === 401) return '401';
    return answer.status === 403 && GUARD_REFUSAL.test(detail) ? '403' : 'let in';
  };

  it.each(Object.entries(ROUTES))('%s is for %s', async (route, needed) => {
    const expected = (held: Role) =>
      needed === 'open' || roleSuffices(held, leastRole(permissionOf(needed))) ? 'let in' : '403';
    expect(await call(route, undefined)).toBe(needed === 'open' ? 'let in' : '401');
    expect(await call(route, needed === 'open' ? undefined : 'rouse_of-nobody')).toBe(
      needed === 'open' ? 'let in' : '401',
    );
    for (const role of ROLES)
      expect([role, await call(route, tokens.get(role))]).toEqual([role, expected(role)]);
  });
});
