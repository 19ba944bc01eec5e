import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';
import { describeApp } from '../../src/describe-app.js';
import type { Answer } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { Bodies, nearly, ODD_TEXTS, someOf } from './bodies.js';
import { DescribedApi, type Operation } from './described-api.js';
import { KnownThings } from './known-things.js';

/** FUZZ_ROUNDS for longer, FUZZ_SEED for other cases or for the same again: it is in the name of the test. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? '1');
const SEED = Number(process.env['FUZZ_SEED'] ?? '1');
/** A round takes about seven seconds of one core. */
const LONGEST_MS = ROUNDS * 200_000;

/** In one round of one operation: so many that fit, and so many that nearly fit. */
const THAT_FIT = 3;
const THAT_NEARLY_FIT = 3;

/** It never ends; and the limits of these are tested where they are made. */
const NOT_ASKED = new Set(['GET /api/v1/events/stream']);

/** Writes after which no entry of the audit log stands, and where else it is told. */
const TOLD_ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/ \/api\/v1\/(incidents|responder-requests)\//, "the incident's timeline"],
  [/ \/(v2|integrations|twilio)\//, "the incident's timeline"],
  [/\/(preview|simulate|paging-plan)$/, 'nothing is changed'],
  [/ \/api\/v1\/simulator\//, 'as what it simulates'],
  [/\/users\/\{id\}\/(sessions|single-sign-on)$/, 'nobody here has any, so nothing ends'],
  [/\/verification$/, 'a code goes out; that it was taken is an entry'],
  [/\/password-resets$/, 'nobody here has a password, so nothing is sent'],
];

interface Sent {
  readonly path: string;
  readonly body: string | undefined;
  readonly mediaType: string | undefined;
}

interface Fault {
  readonly operation: string;
  readonly fault: string;
  readonly sent: Sent;
  readonly answer: unknown;
}

const problem = z.object({ status: z.int(), detail: z.string() });

describe(`every operation of the description (seed ${String(SEED)}, rounds ${String(ROUNDS)})`, () => {
  let rouse: RunningRouse;
  let api: DescribedApi;
  let bodies: Bodies;
  const things = new KnownThings();
  const faults: Fault[] = [];
  const succeeded = new Map<string, string[]>();

  beforeAll(async () => {
    api = new DescribedApi(await describeApp());
    rouse = await startRouse({
      settings: {
        RATE_LIMIT_API: '1000000',
        RATE_LIMIT_INGEST: '1000000',
        OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
      },
    });
    bodies = new Bodies(api, things);
    const me = z.object({ id: z.string() }).parse(await rouse.get('/api/v1/me'));
    things.leaveAlone(me.id);
    await tellAStory(rouse, things);
    // Everything that a list shows is a thing to ask about.
    for (const { method, path, query } of api.operations) {
      if (method !== 'GET' || path.includes('{') || query.some(({ required }) => required)) continue;
      if (!NOT_ASKED.has(`GET ${path}`)) things.learn(path, (await rouse.api('GET', path)).body);
    }
    things.keepAll();
  }, 120_000);
  afterAll(() => rouse.stop());

  it(
    'answers as it is described, and never fails',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await breakSomething(rouse);
        things.learn('/api/v1/incidents', await rouse.get('/api/v1/incidents?status=triggered'));
        for (const [place, operation] of api.operations.entries()) {
          if (NOT_ASKED.has(operation.name)) continue;
          const seed = SEED * 1_000_003 + round * 1_009 + place;
          for (const sent of requestsFor(operation, seed)) await ask(operation, sent);
        }
      }
      expect(oneOfEachKind(faults)).toEqual([]);
      // Whoever asks is still somebody: all this was not answered 401.
      expect(await rouse.api('GET', '/api/v1/me')).toMatchObject({ status: 200 });
    },
    LONGEST_MS,
  );

  it('leaves an entry in the audit log, or in a timeline, for every kind of write that succeeds', async () => {
    const rows = z
      .array(z.object({ requestId: z.string() }))
      .parse(
        await rouse.dataSource.query(
          `SELECT DISTINCT request_id AS "requestId" FROM audit_log WHERE request_id IS NOT NULL`,
        ),
      );
    const recorded = new Set(rows.map(({ requestId }) => requestId));
    const silent = [...succeeded].filter(
      ([operation, requests]) =>
        !operation.startsWith('GET ') &&
        !TOLD_ELSEWHERE.some(([pattern]) => pattern.test(operation)) &&
        !requests.some((request) => recorded.has(request)),
    );
    expect(silent.map(([operation]) => operation)).toEqual([]);
    // Of the writes most were seen to succeed, or this would show nothing.
    expect([...succeeded.keys()].filter((operation) => !operation.startsWith('GET ')).length).toBeGreaterThan(
      50,
    );
  });

  it('writes no secret that it was given or gave into the audit log', async () => {
    const rows = z
      .array(z.object({ entry: z.string() }))
      .parse(await rouse.dataSource.query('SELECT audit_log::text AS entry FROM audit_log'));
    expect(things.secrets.size).toBeGreaterThan(20);
    const leaks = [...things.secrets].flatMap(([secret, from]) => {
      const leak = rows.find(({ entry }) => entry.includes(secret));
      return leak === undefined ? [] : [{ from, entry: leak.entry }];
    });
    expect(leaks).toEqual([]);
  });

  /** All that one round asks of an operation; the same for the same seed and the same known things. */
  function requestsFor(operation: Operation, seed: number): Sent[] {
    const sample = <Value>(arbitrary: Arbitrary<Value>, count: number): Value[] =>
      fc.sample(arbitrary, { seed, numRuns: count });
    const known = pathOf(operation, true);
    const odd = fc.oneof({ weight: 4, arbitrary: known }, pathOf(operation, false));
    const wanted = operation.query.filter(({ name }) => name !== 'cursor');
    const query = fc.oneof(
      fc.tuple(...wanted.filter(({ required }) => required).map(queryOf)),
      fc.tuple(...wanted.map(queryOf)),
    );
    const oddQuery = fc.tuple(...operation.query.map(oddQueryOf));
    const { body } = operation;
    const addressed = (path: string, given: readonly string[]) => {
      const parameters = given.filter((one) => one !== '').join('&');
      return parameters === '' ? path : `${path}?${parameters}`;
    };
    const asked = (
      path: Arbitrary<string>,
      parameters: Arbitrary<string[]>,
      text: Arbitrary<string | undefined>,
    ) =>
      fc.tuple(path, parameters, text).map(([at, given, value]) => ({
        path: addressed(at, given),
        body: value,
        mediaType: value === undefined ? undefined : (body?.mediaType ?? 'application/json'),
      }));
    const fits =
      body === null
        ? fc.constant(undefined)
        : bodies.fitting(body.schema).map((value) => written(value, body.mediaType));
    const nearlyFits =
      body === null
        ? fc.constantFrom(undefined, ...(operation.method === 'GET' ? [] : ['{"unknown":1}', '[]']))
        : nearly(bodies.fitting(body.schema));
    return [
      ...sample(asked(known, query, fits), THAT_FIT),
      ...sample(asked(odd, fc.oneof(query, oddQuery), nearlyFits), THAT_NEARLY_FIT),
    ];
  }

  function pathOf({ method, path }: Operation, isKnown: boolean): Arbitrary<string> {
    const parts = path.split('/').map((part, place, all): Arbitrary<string> => {
      const name = /\{(\w+)\}/.exec(part)?.[1];
      if (name === undefined) return fc.constant(part);
      const kind =
        name === 'key' ? 'integrations by key' : name === 'pageId' ? 'pages' : (all[place - 1] ?? '');
      const lasting = method === 'DELETE' ? [] : things.lasting(kind);
      const passing = things.passing(kind);
      const some =
        isKnown && lasting.length + passing.length > 0
          ? someOf(passing, lasting, 1)
          : fc.constantFrom(
              '0190a000-0000-7000-8000-000000000000',
              'none',
              '%00',
              '%ff',
              '..%2f..',
              'x'.repeat(3_000),
            );
      return some.map((value) => part.replace(/\{\w+\}/, value));
    });
    return fc.tuple(...parts).map((all) => all.join('/'));
  }

  function queryOf({ name, schema, required }: Operation['query'][number]): Arbitrary<string> {
    const value = bodies.fitting(schema, name).map((inner) => parameter(name, inner));
    return required ? value : fc.oneof(fc.constant(''), value);
  }

  function oddQueryOf({ name }: Operation['query'][number]): Arbitrary<string> {
    return fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      fc.constantFrom(...ODD_TEXTS).map((value) => parameter(name, value)),
      fc.constantFrom(
        `${name}=%00`,
        `${name}=%ff`,
        `${name}=1&${name}=2`,
        `${name}[a]=b`,
        `__proto__[a]=${name}`,
        `${name}2=x`,
      ),
    );
  }

  async function ask(operation: Operation, sent: Sent): Promise<void> {
    const answer = await rouse
      .api(operation.method, sent.path, sent.body, {
        ...(sent.mediaType === undefined ? {} : { headers: { 'content-type': sent.mediaType } }),
      })
      .catch((error: unknown) => error);
    const fault = isAnswer(answer) ? api.faultOf(operation, answer) : String(answer);
    if (fault !== null || !isAnswer(answer)) {
      faults.push({
        operation: operation.name,
        fault: fault ?? '',
        sent: shortened(sent),
        answer: shortly(answer),
      });
      return;
    }
    if (answer.status >= 300) return;
    if (operation.method === 'DELETE') things.forget(sent.path.split('/').at(-1) ?? '');
    things.learn(operation.path, answer.body);
    if (sent.body?.startsWith('{') === true && operation.body?.mediaType.endsWith('json') === true)
      things.learn('request', JSON.parse(sent.body));
    const requests = succeeded.get(operation.name) ?? [];
    requests.push(answer.headers.get('x-request-id') ?? '');
    succeeded.set(operation.name, requests);
  }
});

/** One fault shows most of what ten of its kind would. */
const oneOfEachKind = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [`${fault.operation} ${fault.fault}`, fault])).values(),
];

const isAnswer = (answer: unknown): answer is Answer =>
  typeof answer === 'object' && answer !== null && 'status' in answer && 'headers' in answer;

const parameter = (name: string, value: unknown): string =>
  `${name}=${encodeURIComponent(String(value).toWellFormed())}`;

function written(value: unknown, mediaType: string): string {
  if (mediaType.endsWith('json')) return JSON.stringify(value);
  return Object.entries(z.record(z.string(), z.unknown()).parse(value))
    .map(([name, member]) => parameter(name, member))
    .join('&');
}

const shortened = (sent: Sent): Sent => ({
  ...sent,
  path: sent.path.slice(0, 300),
  body: sent.body?.slice(0, 600),
});
const shortly = (answer: unknown): unknown =>
  isAnswer(answer) && problem.safeParse(answer.body).success
    ? answer.body
    : JSON.stringify(Object(answer)).slice(0, 600);

/** Something of every kind is there. */
async function tellAStory(rouse: RunningRouse, things: KnownThings): Promise<void> {
  const ana = await rouse.person({
    name: 'Ana',
    phone: '+15005550006',
    voice: true,
    email: 'ana@example.org',
  });
  const bo = await rouse.person({ name: 'Bo', phone: '+15551000001' });
  await rouse.team('Checkout', [ana, bo]);
  const schedule = await rouse.schedule([ana]);
  const policy = await rouse.policy([{ page: [schedule] }, { page: [bo] }]);
  const service = await rouse.service(policy);
  for (const type of ['events-v2', 'generic', 'alertmanager'] as const)
    things.add('integrations by key', (await rouse.integration(service, type)).key);
  await breakSomething(rouse);
  const incidents = z.object({ items: z.array(z.object({ id: z.string() })) });
  const [incident] = await rouse.eventually(async () => {
    const { items } = incidents.parse(await rouse.get('/api/v1/incidents'));
    expect(items.length).toBeGreaterThan(0);
    return items;
  });
  const url = 'http://127.0.0.1:49151/hook/abcdefghij0123456789';
  const give = { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z' };
  const asAna = { token: ana.token };
  for (const [path, body, options] of [
    ['/api/v1/webhooks', { name: 'Chat', url, events: ['incident.triggered'] }],
    ['/api/v1/maintenance-windows', { name: 'Move', serviceIds: [service.id], ...give }],
    ['/api/v1/calendar-feeds', { scheduleId: schedule.id }],
    [`/api/v1/users/${bo.id}/contact-methods`, { type: 'email', address: 'bo@example.org' }],
    [`/api/v1/incidents/${incident?.id ?? ''}/responder-requests`, { userId: ana.id }],
    [`/api/v1/schedules/${schedule.id}/swaps`, { give, withUserId: bo.id }, asAna],
    [`/api/v1/schedules/${schedule.id}/swaps`, { give, withUserId: bo.id }, asAna],
  ] as const)
    things.learn(path, await rouse.post(path, body, options));
  await rouse.post(`/api/v1/contact-methods/${ana.methods.voice ?? ''}/test`);
}

/** There is always an incident that is open. */
async function breakSomething(rouse: RunningRouse): Promise<void> {
  const cy = await rouse.person({ name: 'Cy', phone: null });
  const service = await rouse.service(await rouse.policy([{ page: [cy] }]));
  const integration = await rouse.integration(service);
  for (const dedupKey of ['1', '2', '3'])
    await rouse.trigger(integration, { summary: 'Disk full', dedupKey });
}
