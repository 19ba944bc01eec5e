import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

const PUBLIC_URL = 'https://pager.example.org/rouse';

let double: TwilioDouble;
let rouse: RunningRouse;
let account: { sid: string; token: string };

beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: { ...double.settings, PUBLIC_URL } });
  double.connect({ url: rouse.url, publicUrl: PUBLIC_URL });
  const { TWILIO_ACCOUNT_SID: sid = '', TWILIO_AUTH_TOKEN: token = '' } = double.settings;
  account = { sid, token };
});
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

const phoneOf = (person: Person) => double.phone(String(person.phone));

async function paged(person: Person) {
  const service = await rouse.service(await rouse.policy([{ page: [person], waitSeconds: 600 }]));
  await rouse.trigger(await rouse.integration(service));
  return rouse.incidentOf(service);
}

const statusOf = async (incident: { id: string }) => (await rouse.incident(incident.id)).status;

/** All that a request of Twilio's may change. */
async function world(): Promise<unknown> {
  await double.settle();
  const [state] = await rouse.dataSource.query<unknown[]>(
    `SELECT (SELECT count(*) FROM timeline_entries) AS timeline, (SELECT count(*) FROM attempts) AS attempts,
            (SELECT count(*) FROM audit_log) AS audited,
            (SELECT jsonb_agg(to_jsonb(page) ORDER BY id) FROM pages page) AS pages,
            (SELECT jsonb_agg(to_jsonb(attempt) ORDER BY id) FROM attempts attempt) AS attempts_in_full,
            (SELECT jsonb_agg(to_jsonb(incident) ORDER BY id) FROM incidents incident) AS incidents,
            (SELECT jsonb_agg(to_jsonb(method) ORDER BY id) FROM contact_methods method) AS methods`,
  );
  return { state, messages: double.messages.length, calls: double.calls.length };
}

describe('requests of Twilio that come again', () => {
  it('change nothing, however many, in whatever order, and whatever is open now', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const cy = await rouse.person({ name: 'Cy', phone: null, voice: '+15556660001' });
    const first = await paged(ana);
    const sms = await phoneOf(ana).expectSms();
    await phoneOf(ana).reply('what?');
    await phoneOf(ana).reply('ack');
    await phoneOf(ana).reply(`${sms.code} resolve`);
    const spoken = await paged(cy);
    const call = await double.phone('+15556660001').expectCall();
    await call.answer();
    await call.press('9');
    await call.press('4');
    await double.settle();
    expect([await statusOf(first), await statusOf(spoken)]).toEqual(['resolved', 'acknowledged']);

    // Now that others are open, each of these would do something again.
    const open = await paged(ana);
    await phoneOf(ana).expectSms();
    await double.settle();
    const sent = [...double.webhooks.sent];
    const before = await world();
    for (const { url, form, answer } of [...sent, ...sent.reverse()]) {
      const again = await double.webhooks.post(url, form);
      expect(again.status).toBe(answer.status);
      // What was said and heard is said and heard again; a call that is read out anew says how it stands now.
      if (!/\/voice\/[^/]+$/.test(url)) expect(again.body).toBe(answer.body);
    }
    expect(await world()).toEqual(before);
    expect(await statusOf(open)).toBe('triggered');
  });

  it('change nothing when they come at the same moment', async () => {
    const di = await rouse.person({ name: 'Di' });
    const incident = await paged(di);
    await phoneOf(di).expectSms();
    const form = { MessageSid: 'SMatonce', From: String(di.phone), Body: 'ack' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => double.post('/twilio/sms', form)));
    expect(new Set(answers.map(({ status, body }) => `${String(status)} ${body}`)).size).toBe(1);
    const kinds = await rouse.timelineKinds(incident.id);
    expect(kinds.filter((kind) => kind === 'incident.acknowledged')).toHaveLength(1);
  });
});

describe('requests that Twilio has not signed like this', () => {
  let form: Record<string, string>;
  let victim: Person;
  let incident: { id: string };
  beforeAll(async () => {
    victim = await rouse.person({ name: 'Eve' });
    incident = await paged(victim);
    await phoneOf(victim).expectSms();
    form = { AccountSid: account.sid, MessageSid: 'SMgenuine', From: '+15559990009', Body: 'ack' };
  });

  const signatureOf = (path: string, fields: Record<string, string>, token = account.token): string =>
    webhooks.getExpectedTwilioSignature(token, `${PUBLIC_URL}${path}`, fields);

  const post = (path: string, body: string, signature: string, headers: Record<string, string> = {}) =>
    rouse.api('POST', path, body, {
      token: null,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature,
        ...headers,
      },
    });
  const encoded = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

  it.each<[string, () => Record<string, string>]>([
    ['another sender', () => ({ ...form, From: String(victim.phone) })],
    ['another text', () => ({ ...form, Body: 'resolve' })],
    ['another message', () => ({ ...form, MessageSid: 'SMother' })],
    ['another account', () => ({ ...form, AccountSid: `AC${'0'.repeat(32)}` })],
    ['one field more', () => ({ ...form, To: '+15005550006' })],
    ['one field less', () => ({ AccountSid: account.sid, MessageSid: 'SMgenuine', Body: 'ack' })],
    ['a field in other letters', () => ({ ...form, from: String(victim.phone) })],
  ])('with %s: 403, and nothing changes', async (_case, tampered) => {
    const signature = signatureOf('/twilio/sms', form);
    expect((await post('/twilio/sms', encoded(tampered()), signature)).status).toBe(403);
    expect(await statusOf(incident)).toBe('triggered');
  });

  it('with a field twice: 403, or refused for what it says', async () => {
    const twice = `${encoded(form)}&From=${encodeURIComponent(String(victim.phone))}`;
    expect((await post('/twilio/sms', twice, signatureOf('/twilio/sms', form))).status).toBe(403);
  });

  it.each([
    ['another path', '/twilio/status', '/twilio/sms'],
    ['a query of their own', '/twilio/sms?x=1', '/twilio/sms'],
    ['a page of somebody else', '/twilio/voice/b/keys?turn=1', '/twilio/voice/a/keys?turn=1'],
    ['another turn of the call', '/twilio/voice/a/keys?turn=2', '/twilio/voice/a/keys?turn=1'],
  ])('for %s: 403', async (_case, path, signed) => {
    expect((await post(path, encoded(form), signatureOf(signed, form))).status).toBe(403);
  });

  it.each([
    [
      'the host that they connect to',
      () => webhooks.getExpectedTwilioSignature(account.token, `${rouse.url}/twilio/sms`, form),
    ],
    [
      'http instead of https',
      () =>
        webhooks.getExpectedTwilioSignature(account.token, `http://pager.example.org/rouse/twilio/sms`, form),
    ],
    ['a token that was guessed', () => signatureOf('/twilio/sms', form, 'guessed')],
    ['no token', () => signatureOf('/twilio/sms', form, '')],
    ['nothing', () => ''],
    ['a part of it', () => signatureOf('/twilio/sms', form).slice(0, -2)],
    ['strange characters', () => '\u00e4'.repeat(28)],
  ])('with a signature over %s: 403', async (_case, signature) => {
    const headers = { 'x-forwarded-host': 'pager.example.org', 'x-forwarded-proto': 'https' };
    expect((await post('/twilio/sms', encoded(form), signature(), headers)).status).toBe(403);
  });

  it('as JSON: 403, with the hash of the body in the address, and with the signature of the same fields', async () => {
    const body = JSON.stringify({ ...form, From: victim.phone });
    const path = `/twilio/sms?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const json = { 'content-type': 'application/json' };
    expect((await post(path, body, signatureOf(path, {}), json)).status).toBe(403);
    const same = { ...form, From: String(victim.phone) };
    expect((await post('/twilio/sms', body, signatureOf('/twilio/sms', same), json)).status).toBe(403);
    expect(await statusOf(incident)).toBe('triggered');
    // The very same as a form is what Twilio sends.
    expect((await post('/twilio/sms', encoded(same), signatureOf('/twilio/sms', same))).status).toBe(200);
    expect(await statusOf(incident)).toBe('acknowledged');
  });
});
