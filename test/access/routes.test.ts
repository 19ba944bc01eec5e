import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { ROLES, roleSuffices, type Role } from '../../src/access/role.js';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { rouseClient } from '../support/rouse-client.js';
import { story } from '../support/story.js';

const ADMIN_TOKEN = 'route-walk-admin-token-0123456789abcdef';

/** The least role that each route needs. A new route needs a new row: whoever adds one decides who may call it. */
const ROUTES: Readonly<Record<string, Role | 'open'>> = {
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

  'GET /api/v1/me': 'observer',
  'GET /api/v1/users/:id/tokens': 'observer',
  'POST /api/v1/users/:id/tokens': 'observer',
  'DELETE /api/v1/tokens/:id': 'observer',
  'GET /api/v1/audit-log': 'admin',
  'GET /api/v1/restore': 'observer',
  'GET /api/v1/restore/held-incidents': 'observer',
  'POST /api/v1/restore/resume': 'admin',

  'GET /api/v1/users': 'observer',
  'POST /api/v1/users': 'admin',
  'GET /api/v1/users/:id': 'observer',
  'PATCH /api/v1/users/:id': 'observer',
  'DELETE /api/v1/users/:id': 'admin',
  'GET /api/v1/users/:id/contact-methods': 'observer',
  'POST /api/v1/users/:id/contact-methods': 'observer',
  'DELETE /api/v1/contact-methods/:id': 'observer',
  'POST /api/v1/contact-methods/:id/verification': 'observer',
  'POST /api/v1/contact-methods/:id/verify': 'observer',
  'POST /api/v1/contact-methods/:id/test': 'observer',
  'GET /api/v1/contact-methods/:id/test': 'observer',
  'POST /api/v1/contact-methods/:id/test/answer': 'observer',
  'GET /api/v1/users/:id/waking-hours': 'observer',
  'PUT /api/v1/users/:id/waking-hours': 'observer',
  'GET /api/v1/users/:id/paging-plan': 'observer',
  'GET /api/v1/users/:id/paging-rules': 'observer',
  'PUT /api/v1/users/:id/paging-rules': 'observer',
  'GET /api/v1/users/:id/notice-preferences': 'observer',
  'PUT /api/v1/users/:id/notice-preferences': 'observer',
  'GET /api/v1/teams': 'observer',
  'POST /api/v1/teams': 'admin',
  'GET /api/v1/teams/:id': 'observer',
  'PUT /api/v1/teams/:id': 'responder',

  'GET /api/v1/schedules': 'observer',
  'POST /api/v1/schedules': 'admin',
  'POST /api/v1/schedules/preview': 'observer',
  'GET /api/v1/schedules/:id': 'observer',
  'PUT /api/v1/schedules/:id': 'admin',
  'DELETE /api/v1/schedules/:id': 'admin',
  'GET /api/v1/schedules/:id/shifts': 'observer',
  'GET /api/v1/schedules/:id/on-call': 'observer',
  'GET /api/v1/on-call': 'observer',
  'GET /api/v1/schedules/:id/overrides': 'observer',
  'POST /api/v1/schedules/:id/overrides': 'responder',
  'POST /api/v1/overrides/:id/cut': 'responder',
  'DELETE /api/v1/overrides/:id': 'responder',
  'GET /api/v1/users/:id/shifts': 'observer',
  'GET /api/v1/me/shifts': 'observer',
  'GET /api/v1/users/:id/absences': 'observer',
  'POST /api/v1/users/:id/absences': 'observer',
  'DELETE /api/v1/absences/:id': 'observer',

  'GET /api/v1/schedules/:id/swaps': 'observer',
  'POST /api/v1/schedules/:id/swaps': 'responder',
  'GET /api/v1/swaps': 'observer',
  'GET /api/v1/swaps/:id': 'observer',
  'POST /api/v1/swaps/:id/accept': 'responder',
  'POST /api/v1/swaps/:id/decline': 'responder',
  'POST /api/v1/swaps/:id/cancel': 'responder',
  'GET /i/:token': 'open',
  'POST /i/:token/:action': 'open',
  'GET /swaps/answer/:token': 'open',
  'POST /swaps/answer/:token/accept': 'open',
  'POST /swaps/answer/:token/decline': 'open',

  'GET /api/v1/calendar-feeds': 'observer',
  'POST /api/v1/calendar-feeds': 'observer',
  'DELETE /api/v1/calendar-feeds/:id': 'observer',
  'GET /calendar/:secret.ics': 'open',

  'GET /api/v1/escalation-policies': 'observer',
  'POST /api/v1/escalation-policies': 'admin',
  'POST /api/v1/escalation-policies/simulate': 'observer',
  'GET /api/v1/escalation-policies/:id': 'observer',
  'PUT /api/v1/escalation-policies/:id': 'admin',
  'DELETE /api/v1/escalation-policies/:id': 'admin',

  'GET /api/v1/services': 'observer',
  'POST /api/v1/services': 'admin',
  'GET /api/v1/services/:id': 'observer',
  'PATCH /api/v1/services/:id': 'admin',
  'DELETE /api/v1/services/:id': 'admin',
  'GET /api/v1/services/:id/integrations': 'observer',
  'POST /api/v1/services/:id/integrations': 'admin',
  'DELETE /api/v1/integrations/:id': 'admin',
  'GET /api/v1/services/:id/suppressed-alerts': 'observer',
  'GET /api/v1/maintenance-windows': 'observer',
  'POST /api/v1/maintenance-windows': 'responder',
  'GET /api/v1/maintenance-windows/:id': 'observer',
  'PATCH /api/v1/maintenance-windows/:id': 'responder',
  'POST /api/v1/maintenance-windows/:id/end': 'responder',
  'DELETE /api/v1/maintenance-windows/:id': 'responder',

  'GET /api/v1/incidents': 'observer',
  'GET /api/v1/incidents/:id': 'observer',
  'GET /api/v1/incidents/:id/timeline': 'observer',
  'POST /api/v1/incidents/:id/acknowledge': 'responder',
  'POST /api/v1/incidents/:id/resolve': 'responder',
  'POST /api/v1/incidents/:id/escalate': 'responder',
  'POST /api/v1/incidents/:id/notes': 'responder',
  'GET /api/v1/incidents/:id/notes': 'observer',
  'GET /api/v1/incidents/:id/alerts': 'observer',
  'PATCH /api/v1/incidents/:id': 'responder',
  'POST /api/v1/incidents/:id/snooze': 'responder',
  'POST /api/v1/incidents/:id/reassign': 'responder',
  'POST /api/v1/incidents/:id/merge': 'responder',
  'GET /api/v1/incidents/:id/responder-requests': 'observer',
  'POST /api/v1/incidents/:id/responder-requests': 'responder',
  'POST /api/v1/responder-requests/:id/accept': 'responder',
  'POST /api/v1/responder-requests/:id/decline': 'responder',
  'POST /api/v1/responder-requests/:id/cancel': 'responder',

  'GET /api/v1/events/stream': 'observer',
  'GET /api/v1/webhooks': 'admin',
  'POST /api/v1/webhooks': 'admin',
  'GET /api/v1/webhooks/:id': 'admin',
  'PATCH /api/v1/webhooks/:id': 'admin',
  'DELETE /api/v1/webhooks/:id': 'admin',
  'POST /api/v1/webhooks/:id/secret': 'admin',
  'POST /api/v1/webhooks/:id/ping': 'admin',
  'GET /api/v1/webhooks/:id/deliveries': 'admin',
  'POST /api/v1/webhook-deliveries/:id/replay': 'admin',

  'GET /api/v1/simulator/phones': 'observer',
  'GET /api/v1/simulator/messages': 'observer',
  'GET /api/v1/simulator/calls': 'observer',
  'POST /api/v1/simulator/sms': 'responder',
  'POST /api/v1/simulator/calls/:id/answer': 'responder',
  'POST /api/v1/simulator/calls/:id/keys': 'responder',
  'POST /api/v1/simulator/calls/:id/hang-up': 'responder',
};

/** The files of the page that shows openapi.json: open, served by a plugin, and not told one by one. */
const isDocumentation = (path: string): boolean => path.startsWith('/api/docs');

/** What the guard says; a service may refuse more finely, with words of its own. */
const GUARD_REFUSAL = /^(This needs the role|This route does not say)/;
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
    const expected = (held: Role) => (needed === 'open' || roleSuffices(held, needed) ? 'let in' : '403');
    expect(await call(route, undefined)).toBe(needed === 'open' ? 'let in' : '401');
    expect(await call(route, needed === 'open' ? undefined : 'rouse_of-nobody')).toBe(
      needed === 'open' ? 'let in' : '401',
    );
    for (const role of ROLES)
      expect([role, await call(route, tokens.get(role))]).toEqual([role, expected(role)]);
  });
});
