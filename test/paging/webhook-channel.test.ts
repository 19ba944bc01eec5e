import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { idOf } from '../support/rouse-client.js';
import { madeUpPhone, type Person } from '../support/story.js';

const createdSchema = z.looseObject({ id: z.string(), secret: z.string() });
const bodySchema = z.looseObject({ id: z.string(), type: z.string(), text: z.string() });

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: z.output<typeof bodySchema>;
}
type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A person's own server, which answers as a test says. */
class Receiver {
  readonly received: Received[] = [];
  behaviour: Behaviour = status(200);
  url = '';
  private readonly server = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
    request.on('end', () => {
      const body = bodySchema.parse(JSON.parse(raw));
      this.received.push({ path: request.url ?? '', headers: request.headers, raw, body });
      this.behaviour(request, response);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const bound = this.server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the receiver has no port');
    this.url = `http://127.0.0.1:${String(bound.port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path);
  }
}

function status(code: number, headers: Record<string, string> = {}): Behaviour {
  return (_request, response) => response.writeHead(code, headers).end();
}

/** What docs/contact-methods.md tells receivers to do. */
function isGenuine(header: unknown, raw: string, secret: string): boolean {
  const parts = String(header)
    .split(',')
    .map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.${raw}`).digest();
  return parts.some(([name, value = '']) => {
    const given = Buffer.from(value, 'hex');
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

describe('pages to a webhook', () => {
  let rouse: RunningRouse;
  const receiver = new Receiver();
  let ana: Person;
  let hook: z.output<typeof createdSchema>;
  let path: string;
  let made = 0;

  beforeAll(async () => {
    await receiver.start();
    rouse = await startRouse({ settings: { OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' } });
  });
  afterAll(async () => {
    await rouse.stop();
    await receiver.stop();
  });
  beforeEach(async () => {
    receiver.behaviour = status(200);
    ana = await rouse.person({ name: 'Ana', phone: null });
    path = `/hooks/${String(++made)}`;
    hook = await addHook(ana, true);
  });

  const addHook = async (person: Person, preVerified: boolean) =>
    createdSchema.parse(
      await rouse.post(`/api/v1/users/${person.id}/contact-methods`, {
        type: 'webhook',
        address: `${receiver.url}${path}`,
        preVerified,
      }),
    );

  /** Pages Ana; gives the incident. */
  const page = async () => {
    const service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 3_000 }]));
    await rouse.trigger(await rouse.integration(service), { summary: 'Disk full on db-1' });
    return { ...(await rouse.incidentOf(service)), serviceName: service.name };
  };
  const arrived = (count: number) =>
    rouse.eventually(
      () => {
        const got = receiver.at(path);
        expect(got.length).toBeGreaterThanOrEqual(count);
        return got;
      },
      { within: 30_000 },
    );
  const inTimeline = (incidentId: string, kind: string) =>
    rouse.eventually(
      async () => {
        const entry = (await rouse.timeline(incidentId)).find((each) => each.kind === kind);
        if (!entry) throw new Error(`no ${kind} in ${(await rouse.timelineKinds(incidentId)).join(', ')}`);
        return entry;
      },
      { within: 30_000 },
    );
  const kindsOf = (incidentId: string) => rouse.timelineKinds(incidentId);

  it('say what broke, signed, and are delivered with the first 2xx', async () => {
    const incident = await page();
    const [got] = await arrived(1);
    expect(got?.body).toMatchObject({
      type: 'page',
      text: `#${String(incident.number)} ${incident.serviceName}: Disk full on db-1`,
      incident: {
        id: incident.id,
        number: incident.number,
        title: 'Disk full on db-1',
        severity: 'critical',
        serviceName: incident.serviceName,
      },
      replyCode: expect.stringMatching(/^\d{3,}$/),
      link: expect.stringContaining(rouse.url),
    });
    const signature = got?.headers['rouse-signature'];
    expect(isGenuine(signature, got?.raw ?? '', hook.secret)).toBe(true);
    expect(isGenuine(signature, `${got?.raw ?? ''} `, hook.secret)).toBe(false);
    expect(isGenuine(signature, got?.raw ?? '', 'whsec_other')).toBe(false);
    await inTimeline(incident.id, 'attempt.delivered');
    expect((await rouse.incident(incident.id)).status).toBe('triggered');
  });

  it('are signed for each of those who share an address', async () => {
    const bo = await rouse.person({ name: 'Bo', phone: null });
    const other = await addHook(bo, true);
    await page();
    const [got] = await arrived(1);
    const signature = got?.headers['rouse-signature'];
    for (const { secret } of [hook, other]) expect(isGenuine(signature, got?.raw ?? '', secret)).toBe(true);
  });

  it.each<[string, Behaviour]>([
    ['500', status(500)],
    ['a lost connection', (request) => request.socket.destroy()],
  ])('are repeated after %s, with the same id', async (_name, behaviour) => {
    receiver.behaviour = behaviour;
    const incident = await page();
    await arrived(1);
    receiver.behaviour = status(200);
    const all = await arrived(2);
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1);
    await inTimeline(incident.id, 'attempt.delivered');
  });

  it('move to the next method at once where the answer is final or missing', async () => {
    const phone = madeUpPhone();
    const sms = idOf(
      await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, {
        type: 'sms',
        address: phone,
        preVerified: true,
      }),
    );
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, {
      high: [
        { contactMethodId: hook.id, delaySeconds: 0 },
        { contactMethodId: sms, delaySeconds: 3_000 },
      ],
      low: [],
    });
    // The last one hangs: after 5 s without an answer nobody knows, and the next method does not wait.
    const behaviours: Behaviour[] = [
      status(404),
      status(302, { location: `${receiver.url}/elsewhere` }),
      () => undefined,
    ];
    for (const behaviour of behaviours) {
      receiver.behaviour = behaviour;
      const { number } = await page();
      await rouse.eventually(
        async () => {
          const messages = JSON.stringify(
            await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(phone)}`),
          );
          expect(messages).toContain(`#${String(number)} `);
        },
        { within: 30_000 },
      );
    }
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  it('end with 410: the method is off, and its owner is told another way', async () => {
    const phone = madeUpPhone();
    await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, {
      type: 'sms',
      address: phone,
      preVerified: true,
    });
    receiver.behaviour = status(410);
    const incident = await page();
    await inTimeline(incident.id, 'attempt.failed');
    await rouse.eventually(
      async () => {
        const messages = await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(phone)}`);
        expect(JSON.stringify(messages)).toContain(
          `Pages to the webhook at ${new URL(receiver.url).host} are off: The webhook answered that it is gone.`,
        );
      },
      { within: 15_000 },
    );
    expect(JSON.stringify(await rouse.get(`/api/v1/users/${ana.id}/contact-methods`))).toContain(
      '"disabledReason":"The webhook answered that it is gone."',
    );
  });

  it('that nobody listens to are tried again', async () => {
    const gone = new Receiver();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    const bo = await rouse.person({ name: 'Bo', phone: null });
    await rouse.post(`/api/v1/users/${bo.id}/contact-methods`, {
      type: 'webhook',
      address: url,
      preVerified: true,
    });
    ana = bo;
    const { id } = await page();
    await rouse.eventually(
      async () =>
        expect((await kindsOf(id)).filter((kind) => kind === 'attempt.failed').length).toBeGreaterThan(1),
      { within: 30_000 },
    );
  });

  it('are verified by a code that is posted, and tested the same way', async () => {
    const bo = await rouse.person({ name: 'Bo', phone: null });
    const own = await addHook(bo, false);
    await rouse.post(`/api/v1/contact-methods/${own.id}/verification`, undefined, { token: bo.token });
    const [sent] = await arrived(1);
    expect(sent?.body.type).toBe('message');
    expect(isGenuine(sent?.headers['rouse-signature'], sent?.raw ?? '', own.secret)).toBe(true);
    const code = /\d{6}/.exec(sent?.body.text ?? '')?.[0];
    await rouse.post(`/api/v1/contact-methods/${own.id}/verify`, { code }, { token: bo.token });
    const test = idOf(await rouse.post(`/api/v1/contact-methods/${own.id}/test`, {}, { token: bo.token }));
    const [, tested] = await arrived(2);
    expect(tested?.body).toMatchObject({ id: test, type: 'test', code: expect.stringMatching(/^\d{4}$/) });
    const answer = { code: tested?.body['code'] };
    await rouse.post(`/api/v1/contact-methods/${own.id}/test/answer`, answer, { token: bo.token });
    expect(JSON.stringify(await rouse.get(`/api/v1/users/${bo.id}/contact-methods`))).toContain(
      '"provenBy":"test"',
    );
  });
});
