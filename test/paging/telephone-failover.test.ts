import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Channels, type OutgoingPage } from '../../src/paging/channels/channel.js';
import { configureChannels, type ConfiguredChannels } from '../../src/paging/channels/configured-channels.js';
import { WebhookPosts } from '../../src/paging/channels/webhook/webhook-posts.js';
import { SimulatedTraffic } from '../../src/paging/simulator/simulated-traffic.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { newId } from '../../src/platform/database/identifier.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

/** So many failures in a row and a provider is left alone. */
const FAILURES = 5;

let first: TwilioDouble;
let second: TwilioDouble;
let mail: TestMailServer;
let rouse: RunningRouse;

beforeAll(async () => {
  [first, second, mail] = await Promise.all([
    startTwilioDouble('first'),
    startTwilioDouble('second'),
    startMailServer(),
  ]);
  rouse = await startRouse({ settings: settings() });
  first.connect(rouse);
  second.connect(rouse);
}, 60_000);
afterEach(() => {
  first.faults.mend();
  second.faults.mend();
});
afterAll(async () => {
  await rouse.stop();
  await Promise.all([first.stop(), second.stop(), mail.stop()]);
});

const settings = () => ({
  ...first.settings,
  ...second.settings,
  SMTP_URL: mail.url,
  MAIL_FROM: 'rouse@example.org',
});

async function paged(people: readonly Person[], summary = 'card errors') {
  const service = await rouse.service(await rouse.policy([{ page: people, waitSeconds: 600 }]));
  await rouse.trigger(await rouse.integration(service), { summary });
  return { service, incident: await rouse.incidentOf(service) };
}

const attempts = (incident: { id: string }) =>
  rouse.dataSource.query<{ provider: string; status: string; type: string }[]>(
    `SELECT attempt.provider, attempt.status, page.type FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
     WHERE page.incident_id = $1 ORDER BY attempt.created_at, attempt.id`,
    [incident.id],
  );

const metric = async (line: string) => expect(String(await rouse.get('/metrics'))).toContain(line);

describe('a first account that does not take pages', () => {
  it.each([
    ['answers 500', () => first.faults.outage('Messages')],
    ['drops connections', () => first.faults.outage('Messages', { kind: 'drop', recorded: false })],
  ])('%s: looked up there, then sent by the second', async (_name, breakFirst) => {
    breakFirst();
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    await second.phone(String(ana.phone)).expectSms(/card errors/, { within: 20_000 });
    expect(first.requests.some(({ method, path }) => method === 'GET' && path.includes('Messages'))).toBe(
      true,
    );
    expect((await attempts(incident)).map(({ provider }) => provider)).toEqual(['twilio', 'twilio-2']);
    await first.phone(String(ana.phone)).expectNothing();
  });

  it('is busy: the second takes it in the same breath', async () => {
    first.faults.outage('Messages', { kind: 'answer', status: 429, code: 20429, recorded: false });
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    await second.phone(String(ana.phone)).expectSms(/card errors/, { within: 15_000 });
    expect((await attempts(incident)).at(-1)?.provider).toBe('twilio-2');
  });
});

describe('a message that the first account took, and that was filtered on its way', () => {
  it.each([
    ['30007', 2],
    ['30003', 1],
  ])('%s: %d messages in all, and the call at once', async (code, messages) => {
    const number = `+15556660${code.slice(-3)}`;
    const ana = await rouse.person({ name: 'Ana', voice: number });
    first.failDeliveryTo(String(ana.phone), Number(code));
    const { incident } = await paged([ana]);
    await first.phone(number).expectCall({ within: 15_000 });
    if (messages === 2) {
      await second.phone(String(ana.phone)).expectSms(/card errors/, { within: 15_000 });
    } else await second.phone(String(ana.phone)).expectNothing();
    const sms = (await attempts(incident)).filter(({ type }) => type === 'sms');
    expect(sms.map(({ provider }) => provider)).toEqual(['twilio', 'twilio-2'].slice(0, messages));
  });
});

describe('SMS that fails entirely', () => {
  it.each([
    ['500', (double: TwilioDouble) => double.faults.outage('Messages')],
    ['no answer', (double: TwilioDouble) => double.faults.hang('Messages')],
    [
      'wrong permissions',
      (double: TwilioDouble) =>
        double.faults.outage('Messages', { kind: 'answer', status: 400, code: 21408, recorded: false }),
    ],
  ])(
    '%s of both: a call and a mail come',
    async (_name, breakIt) => {
      breakIt(first);
      breakIt(second);
      const before = mail.mails.length;
      const number = `+1555666020${String(before)}`;
      const ana = await rouse.person({
        name: 'Ana',
        voice: number,
        email: `ana${String(before)}@example.org`,
      });
      const started = performance.now();
      await paged([ana]);
      await first.phone(number).expectCall({ within: 60_000 });
      await rouse.eventually(() => expect(mail.mails.length).toBe(before + 1), { within: 60_000 });
      // What the promise says; the machine's own slowness is in it too.
      expect(performance.now() - started).toBeLessThan(60_000);
    },
    90_000,
  );
});

describe('a first account whose credentials are refused', () => {
  it('the second takes the page at once, and is answered there', async () => {
    first.faults.refuseCredentials();
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    const phone = second.phone(String(ana.phone));
    const { code } = await phone.expectSms(/card errors/, { within: 15_000 });
    await rouse.eventually(async () =>
      expect(await rouse.timelineKinds(incident.id)).toContain('attempt.delivered'),
    );
    expect((await attempts(incident)).at(-1)).toMatchObject({ provider: 'twilio-2', status: 'delivered' });
    await metric('rouse_provider_circuit_open{provider="twilio",type="sms"} 1');
    await metric('rouse_provider_circuit_open{provider="twilio-2",type="sms"} 0');
    expect(await phone.reply(`${code} ack`)).toEqual([expect.stringMatching(/^Acknowledged/)]);
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
  });

  it('a call goes by the second as well, and its keys come back to it', async () => {
    first.faults.refuseCredentials();
    const number = '+15556660101';
    const { incident } = await paged([await rouse.person({ name: 'Bo', phone: null, voice: number })]);
    const call = await second.phone(number).expectCall({ within: 15_000 });
    expect(await call.answer()).toContain('card errors');
    await call.press('6');
    expect(await call.press('6')).toContain('resolved');
    expect((await rouse.incident(incident.id)).status).toBe('resolved');
    await second.settle();
    expect((await attempts(incident)).at(-1)?.provider).toBe('twilio-2');
  });
});

describe('a channel of two accounts', () => {
  const outgoing = (): OutgoingPage => ({
    pageId: newId(),
    attemptId: newId(),
    type: 'sms',
    address: '+15558881234',
    replyCode: '417',
    incidentId: newId(),
    incidentNumber: 12,
    serviceName: 'Checkout',
    title: 'card errors',
    severity: 'critical',
    reason: 'You are on call',
    timeZone: 'UTC',
  });
  let channels: ConfiguredChannels;
  /** What is known of a provider lives in its channel, so each test has channels of its own. */
  beforeEach(() => {
    channels = configureChannels({
      settings: readSettings(settings()),
      dataSource: rouse.dataSource,
      traffic: new SimulatedTraffic(),
      webhooks: rouse.app.get(WebhookPosts),
      metrics: new Metrics(),
      logger: createLogger('silent'),
    });
  });
  const send = () => channels.of('sms').send(outgoing());
  const asked = (double: TwilioDouble) => double.requests.filter(({ method }) => method === 'POST').length;

  it('does not ask a first one any more that failed five times in a row', async () => {
    first.faults.outage('Messages');
    for (let time = 0; time < FAILURES; time += 1) expect(await send()).toMatchObject({ kind: 'unknown' });
    const before = asked(first);
    expect(channels.of('sms').provider).toBe('twilio-2');
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(asked(first)).toBe(before);
  });

  it('says at once that nobody takes it, when both are left alone', async () => {
    first.faults.refuseCredentials();
    second.faults.refuseCredentials();
    expect(await send()).toMatchObject({ kind: 'refused', code: '20003', consequence: 'tell-operators' });
    const before = asked(first) + asked(second);
    expect(await send()).toMatchObject({ kind: 'busy', code: 'circuit-open', elsewhere: true });
    expect(asked(first) + asked(second)).toBe(before);
    expect(channels.of('voice').provider).toBe('twilio');
  });

  it('asks the second what the first does not bring through', async () => {
    first.faults.refuse('+15558881234', 30007);
    expect(await send()).toMatchObject({ kind: 'accepted' });
    first.faults.refuse('+15558881234', 21610);
    expect(await send()).toMatchObject({ kind: 'refused', consequence: 'opted-out' });
  });

  it('sends words beside pages by whom works', async () => {
    first.faults.refuseCredentials();
    expect(await channels.of('sms').say('+15558881235', 'Your code is 123456')).toMatchObject({
      kind: 'accepted',
    });
    await second.phone('+15558881235').expectSms(/123456/);
  });
});

describe('a call that rings for nothing', () => {
  it('is ended by the account that made it; one that was picked up is not', async () => {
    first.faults.refuseCredentials();
    const [rings, talks] = ['+15556660301', '+15556660302'];
    await paged([
      await rouse.person({ name: 'Cy', phone: null, voice: rings }),
      await rouse.person({ name: 'Di', phone: null, voice: talks }),
    ]);
    const ringing = await second.phone(rings).expectCall({ within: 15_000 });
    const talking = await second.phone(talks).expectCall({ within: 15_000 });
    await second.settle();
    await talking.answer();
    const voice = rouse.app.get(Channels).of('voice');
    for (const { sid } of [ringing, talking]) {
      await rouse.eventually(async () => {
        await voice.hangUp?.(sid);
        expect(second.requests.some(({ path }) => path.includes(sid))).toBe(true);
      });
    }
    expect(ringing.status).toBe('canceled');
    expect(talking.status).toBe('in-progress');
  });
});

describe('what comes in', () => {
  const sms = { MessageSid: 'SM1', From: '+15550000000', Body: 'ack' };

  it('is checked with the token of the account that it names', async () => {
    expect((await second.post('/twilio/sms', sms)).status).toBe(200);
    expect((await first.post('/twilio/sms', { ...sms, MessageSid: 'SM2' })).status).toBe(200);
    expect((await second.post('/twilio/sms', sms, 'forged')).status).toBe(403);
  });

  it('of an account that is not ours, or of none, is refused', async () => {
    const foreign = { ...sms, AccountSid: `AC${'0'.repeat(32)}` };
    expect((await second.post('/twilio/sms', foreign)).status).toBe(403);
    const named = { ...sms, AccountSid: String(first.settings['TWILIO_ACCOUNT_SID']) };
    expect((await second.post('/twilio/sms', named)).status).toBe(403);
    expect((await second.post('/twilio/sms', { ...sms, AccountSid: '' })).status).toBe(403);
  });
});
