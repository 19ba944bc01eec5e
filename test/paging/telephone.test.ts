import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Channels, type OutgoingPage } from '../../src/paging/channels/channel.js';
import { ProviderRequests } from '../../src/paging/channels/provider-requests.js';
import { newId } from '../../src/platform/database/identifier.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

/** Where the outside believes Rouse to be: signatures are made and checked over this, not over the Host header. */
const PUBLIC_URL = 'https://pager.example.org/rouse';

let double: TwilioDouble;
let rouse: RunningRouse;

beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: { ...double.settings, PUBLIC_URL } });
  double.connect({ url: rouse.url, publicUrl: PUBLIC_URL });
});
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});
afterEach(() => {
  double.faults.mend();
  double.callbacks = 'in-order';
});

const phoneOf = (person: Person) => double.phone(String(person.phone));

/** An alert about a service whose policy pages these people, and nobody after them for ten minutes. */
async function paged(people: readonly Person[], summary = 'card errors') {
  const service = await rouse.service(await rouse.policy([{ page: people, waitSeconds: 600 }]));
  await rouse.trigger(await rouse.integration(service), { summary });
  return { service, incident: await rouse.incidentOf(service) };
}

const statusOf = async (incident: { id: string }) => (await rouse.incident(incident.id)).status;

const told = (incident: { id: string }, kind: string) =>
  rouse.eventually(async () => expect(await rouse.timelineKinds(incident.id)).toContain(kind));

describe('SMS', () => {
  it('pages, takes the receipt, and an ack ends it', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const { incident, service } = await paged([ana]);
    const sms = await phoneOf(ana).expectSms(/card errors/);
    expect(sms.body).toContain(`#${String(incident.number)} ${service.name}:`);
    expect(sms.code).toMatch(/^\d{3,}$/);
    await told(incident, 'attempt.delivered');
    expect(await phoneOf(ana).reply('ACK')).toEqual([expect.stringMatching(/^Acknowledged #/)]);
    expect(await statusOf(incident)).toBe('acknowledged');
    const request = double.messages.find((message) => message.sid === sms.sid);
    expect(request).toMatchObject({ statusCallback: `${PUBLIC_URL}/twilio/status`, validityPeriod: 240 });
  });

  it('acknowledges none of several without a code, and the right one with it', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const first = await paged([ana], 'first thing');
    const one = await phoneOf(ana).expectSms(/first thing/);
    const second = await paged([ana], 'second thing');
    const two = await phoneOf(ana).expectSms(/second thing/);
    expect(one.code).not.toBe(two.code);

    const [list] = await phoneOf(ana).reply('ack');
    expect(list).toContain(`${one.code} ack = #${String(first.incident.number)}`);
    expect(list).toContain(`${two.code} ack = #${String(second.incident.number)}`);
    expect([await statusOf(first.incident), await statusOf(second.incident)]).toEqual([
      'triggered',
      'triggered',
    ]);

    await phoneOf(ana).reply(`${two.code}a`);
    expect([await statusOf(first.incident), await statusOf(second.incident)]).toEqual([
      'triggered',
      'acknowledged',
    ]);

    expect(await phoneOf(ana).reply(`resolve ${one.code}`)).toEqual([expect.stringMatching(/^Resolved #/)]);
    expect(await statusOf(first.incident)).toBe('resolved');
  });

  it('acknowledges all', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const incidents = [(await paged([ana])).incident, (await paged([ana])).incident];
    await phoneOf(ana).expectSms();
    await phoneOf(ana).expectSms();
    const numbers = incidents.map((incident) => `#${String(incident.number)}`).join(', ');
    expect(await phoneOf(ana).reply('ack all')).toEqual([`Acknowledged ${numbers}.`]);
    for (const incident of incidents) expect(await statusOf(incident)).toBe('acknowledged');
  });

  it('whoever has the number next does not answer for whoever had it before', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    const { code } = await phoneOf(ana).expectSms();
    await rouse.delete(`/api/v1/contact-methods/${String(ana.methods.sms)}`);
    await rouse.person({ name: 'Bo', phone: ana.phone });
    for (const reply of ['ack', 'ack all', `${code} ack`, `${code} resolve`])
      expect(await phoneOf(ana).reply(reply)).toEqual([expect.stringMatching(/^No page/)]);
    expect(await statusOf(incident)).toBe('triggered');
  });

  it('says who was quicker', async () => {
    const [ana, bo] = [await rouse.person({ name: 'Ana' }), await rouse.person({ name: 'Bo' })];
    const { incident } = await paged([ana, bo]);
    await phoneOf(ana).expectSms();
    const { code } = await phoneOf(bo).expectSms();
    await phoneOf(ana).reply('4');
    expect(await phoneOf(bo).reply('ack')).toEqual([
      expect.stringMatching(/^Nothing waits for you: .* by Ana already\.$/),
    ]);
    expect(await phoneOf(bo).reply(`ack ${code}`)).toEqual([
      `Ana has acknowledged incident #${String(incident.number)} already. Nothing was changed.`,
    ]);
  });

  it('answers the rest of the table', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const phone = phoneOf(ana);
    expect(await phone.reply('ack')).toEqual(['No page is open on this phone.']);
    expect(await phone.reply('999 ack')).toEqual(['No page on this phone has the code 999.']);
    expect(await phone.reply('yes 123')).toEqual(['There is no request with the code 123.']);
    expect(await phone.reply('help')).toEqual([expect.stringContaining('417 ack')]);
    expect(await phone.reply('who')).toEqual(['None of your teams has a schedule.']);
    await rouse.schedule([ana], { name: 'Primary of Ana' });
    expect(await phone.reply('who')).toEqual([expect.stringMatching(/^Primary of Ana: Ana/)]);
  });

  it('hints five times in a row, and again after a valid command', async () => {
    const phone = phoneOf(await rouse.person({ name: 'Ana' }));
    for (let time = 0; time < 5; time += 1) expect(await phone.reply('what?')).toHaveLength(1);
    expect(await phone.reply('what?')).toEqual([]);
    await phone.reply('help');
    expect(await phone.reply('what?')).toHaveLength(1);
  });

  it('says nothing to a number that nobody has verified', async () => {
    expect(await double.phone('+15559990001').reply('ack')).toEqual([]);
    expect(await double.phone('+15559990001').reply('gibberish')).toEqual([]);
  });

  it('does a repeated message once, and answers it alike', async () => {
    const [ana, bo] = [await rouse.person({ name: 'Ana' }), await rouse.person({ name: 'Bo' })];
    const policy = await rouse.policy([
      { page: [ana], waitSeconds: 600 },
      { page: [bo], waitSeconds: 600 },
    ]);
    const service = await rouse.service(policy);
    await rouse.trigger(await rouse.integration(service));
    const { sid } = await phoneOf(ana).expectSms();
    const once = `SM${sid.slice(2, 20)}ffffffffffffff`;
    const answers = await Promise.all([1, 2, 3].map(() => phoneOf(ana).reply('escalate', { sid: once })));
    expect(new Set(answers.flat()).size).toBe(1);
    const kinds = await rouse.timelineKinds((await rouse.incidentOf(service)).id);
    expect(kinds.filter((kind) => kind === 'incident.escalated')).toHaveLength(1);
  });

  it('turns a number off and on, and tells its owner another way', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const second = '+15557770001';
    const extra = { type: 'sms', address: second, preVerified: true };
    await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, extra);
    expect(await phoneOf(ana).reply('STOP')).toEqual([]);
    await double.phone(second).expectSms(/are off: The phone asked to stop/);
    await paged([ana]);
    await double.phone(second).expectSms(/card errors/);
    await phoneOf(ana).expectNothing();
    expect(await phoneOf(ana).reply('start')).toEqual(['Pages to this phone are on again.']);
    await double.phone(second).expectSms(/are on again/);
  });
});

describe('voice', () => {
  const voicePerson = async (name: string, voice: string) => rouse.person({ name, phone: null, voice });

  it('reads the incident and takes a key', async () => {
    await voicePerson('Cy', '+15556660001');
    const cy = await voicePerson('Cyd', '+15556660002');
    const { incident, service } = await paged([cy], 'disk <95 %> & "rising"');
    const call = await double.phone('+15556660002').expectCall();
    expect(await call.answer()).toContain(`${service.name}: disk <95 %> & "rising".`);
    expect(call.spoken).toContain('Press 4 to acknowledge');
    expect(await call.press('9')).toMatch(/^That key does nothing/);
    expect(await call.press('*')).toContain('disk <95 %>');
    expect(await call.press('4')).toMatch(/is acknowledged, and yours/);
    expect(call.status).toBe('completed');
    expect(await statusOf(incident)).toBe('acknowledged');
    await double.settle();
    expect(await rouse.timelineKinds(incident.id)).not.toContain('attempt.unanswered');
  });

  it.each([
    ['6', 'resolved'],
    ['5', 'triggered'],
  ])('takes %s: %s', async (key, status) => {
    const number = `+1555666100${key}`;
    const { incident } = await paged([await voicePerson('Di', number)]);
    const call = await double.phone(number).expectCall();
    await call.answer();
    expect(await call.press(key)).toContain(`Press ${key} once more`);
    expect(await rouse.timelineKinds(incident.id)).not.toContain('incident.escalated');
    expect(await statusOf(incident)).toBe('triggered');
    await call.press(key);
    expect(await statusOf(incident)).toBe(status);
    if (key === '5') await told(incident, 'incident.escalated');
  });

  it.each([
    ['answered without a key', '+15556662001', 'sayNothing'],
    ['hung up', '+15556662002', 'hangUp'],
    ['declined', '+15556662003', 'decline'],
    ['not picked up', '+15556662004', 'ignore'],
  ] as const)('%s is no acknowledgement', async (_name, number, what) => {
    const { incident } = await paged([await voicePerson('Ed', number)]);
    const call = await double.phone(number).expectCall();
    if (what === 'sayNothing' || what === 'hangUp') await call.answer();
    await call[what]();
    await told(incident, 'attempt.unanswered');
    expect(await statusOf(incident)).toBe('triggered');
  });

  it('says so when somebody was quicker', async () => {
    const [flo, ana] = [await voicePerson('Flo', '+15556663001'), await rouse.person({ name: 'Ana' })];
    await paged([flo, ana]);
    const call = await double.phone('+15556663001').expectCall();
    await phoneOf(ana).expectSms();
    await phoneOf(ana).reply('ack');
    expect(await call.answer()).toContain('is acknowledged by Ana already');
    expect(call.status).toBe('completed');
  });
});

describe('status callbacks', () => {
  it.each(['reversed', 'twice', 'none'] as const)('%s', async (order) => {
    double.callbacks = order;
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    await phoneOf(ana).expectSms();
    await double.settle();
    const delivered = async () =>
      (await rouse.timelineKinds(incident.id)).filter((kind) => kind === 'attempt.delivered').length;
    if (order === 'none') expect(await delivered()).toBe(0);
    else await rouse.eventually(async () => expect(await delivered()).toBe(1));
    await phoneOf(ana).reply('ack');
    expect(await statusOf(incident)).toBe('acknowledged');
  });

  it('a landline is turned off, and its owner paged another way', async () => {
    const ana = await rouse.person({ name: 'Ana', voice: '+15556664001' });
    double.failDeliveryTo(String(ana.phone), 30006);
    const { incident } = await paged([ana]);
    await double.phone('+15556664001').expectCall();
    await told(incident, 'attempt.failed');
    const methods = await rouse.get(`/api/v1/users/${ana.id}/contact-methods`);
    const disabled = z.object({
      items: z.array(z.object({ type: z.string(), disabledReason: z.string().nullable() })),
    });
    const sms = disabled.parse(methods).items.find((method) => method.type === 'sms');
    expect(sms?.disabledReason).toContain('30006');
  });
});

describe('a provider that goes wrong', () => {
  it('busy: the page goes out a moment later', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    double.faults.busy(2);
    const { incident } = await paged([ana]);
    await phoneOf(ana).expectSms(/card errors/, { within: 20_000 });
    await told(incident, 'attempt.delivered');
  });

  it('answers late, after its own receipts: they count', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    double.faults.answerLate(500);
    const { incident } = await paged([ana]);
    await phoneOf(ana).expectSms();
    await told(incident, 'attempt.delivered');
  });

  it('drops the connection after it sent: found, and not sent twice', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    double.faults.drop({ recorded: true });
    const { incident } = await paged([ana]);
    await phoneOf(ana).expectSms();
    await told(incident, 'attempt.delivered');
    await phoneOf(ana).expectNothing();
    expect(await phoneOf(ana).reply('ack')).toEqual([expect.stringMatching(/^Acknowledged/)]);
  });

  it('drops the connection before it sent: sent again', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    double.faults.drop();
    await paged([ana]);
    await phoneOf(ana).expectSms(/card errors/, { within: 20_000 });
  });
});

describe('one phone of two people', () => {
  it('acts as the one whose page it is', async () => {
    const shared = '+15557780001';
    const ana = await rouse.person({ name: 'Ana', phone: shared });
    const bo = await rouse.person({ name: 'Bo', phone: shared });
    const { incident } = await paged([bo]);
    await double.phone(shared).expectSms();
    await double.phone(shared).reply('ack');
    expect((await rouse.incident(incident.id))['acknowledgedBy']).toBe(bo.id);
    expect(bo.id).not.toBe(ana.id);
  });
});

describe('what a provider repeats', () => {
  const requests = () => rouse.app.get(ProviderRequests);

  it('is tried again after a failure', async () => {
    const fails = () => Promise.reject(new Error('broken'));
    await expect(requests().once('twilio', 'SMfails', 'sms', fails)).rejects.toThrow('broken');
    expect(await requests().once('twilio', 'SMfails', 'sms', () => Promise.resolve('done'))).toBe('done');
    expect(await requests().once('twilio', 'SMfails', 'sms', fails)).toBe('done');
  });

  it('is taken up where the first one was lost with its process', async () => {
    await rouse.dataSource.query(
      `INSERT INTO provider_requests (provider, provider_id, event, received_at)
       VALUES ('twilio', 'SMlost', 'sms', rouse_now() - interval '21 seconds')`,
    );
    expect(await requests().once('twilio', 'SMlost', 'sms', () => Promise.resolve('done'))).toBe('done');
  });
});

describe('signatures', () => {
  const sms = (from: string, sid: string) => ({ MessageSid: sid, From: from, Body: 'ack' });

  it.each(['forged', 'absent'] as const)('%s: 403, and nothing changes', async (signing) => {
    const ana = await rouse.person({ name: 'Ana' });
    const { incident } = await paged([ana]);
    await phoneOf(ana).expectSms();
    const answer = await double.post('/twilio/sms', sms(String(ana.phone), `SM${signing}`), signing);
    expect(answer.status).toBe(403);
    expect(await statusOf(incident)).toBe('triggered');
    for (const path of ['/twilio/status', `/twilio/voice/${newId()}`, `/twilio/voice/${newId()}/keys`]) {
      expect((await double.post(path, { CallSid: 'CA1', Digits: '4' }, signing)).status).toBe(403);
    }
  });

  it('over another address, such as the one of the Host header: 403', async () => {
    const answer = await double.webhooks.post(`${rouse.url}/twilio/sms`, sms('+15550000000', 'SMhost'));
    expect(answer.status).toBe(403);
  });

  it('valid for one page does not open another', async () => {
    const path = `/twilio/voice/${newId()}/keys?turn=1`;
    const form = { CallSid: 'CA1', Digits: '4' };
    expect((await double.post(path, form)).body).toContain('not known any more');
    const signed = double.webhooks.publicAddress(path);
    const other = await double.webhooks.post(signed, { ...form, Digits: '6' }, { signing: 'absent' });
    expect(other.status).toBe(403);
  });

  it('valid with a strange form: 422, never 500', async () => {
    expect((await double.post('/twilio/sms', { Strange: 'yes' })).status).toBe(422);
    expect((await double.post('/twilio/status', { MessageStatus: 'sent' })).status).toBe(422);
    expect((await double.post(`/twilio/voice/not-an-id`, { CallSid: 'CA2' })).status).toBe(200);
    expect(
      (await double.post('/twilio/status', { MessageSid: 'SMunknown', MessageStatus: 'sent' })).status,
    ).toBe(204);
  });
});

describe('the simulator while Twilio is on', () => {
  it.each(['/api/v1/simulator/messages', '/api/v1/simulator/calls', '/api/v1/simulator/phones'])(
    '%s is not found',
    async (path) => {
      expect((await rouse.api('GET', path)).status).toBe(404);
    },
  );
});

describe('a channel', () => {
  let numbers = 0;
  const outgoing = (type: 'sms' | 'voice', more: Partial<OutgoingPage> = {}): OutgoingPage => ({
    pageId: newId(),
    attemptId: newId(),
    type,
    address: `+1555888${String(1000 + numbers++)}`,
    replyCode: '417',
    incidentId: newId(),
    incidentNumber: 12,
    serviceName: 'Checkout',
    title: 'card errors',
    severity: 'critical',
    reason: 'You are on call',
    timeZone: 'UTC',
    ...more,
  });
  const channel = (type: 'sms' | 'voice') => rouse.app.get(Channels).of(type);
  const since = () => new Date(Date.now() - 1_000);
  // One that works, so that the faults of several tests are not taken for one outage.
  afterEach(async () => {
    double.faults.mend();
    for (const type of ['sms', 'voice'] as const)
      expect(await channel(type).send(outgoing(type))).toMatchObject({ kind: 'accepted' });
  });

  describe.each(['sms', 'voice'] as const)('%s', (type) => {
    it('is accepted', async () => {
      expect(await channel(type).send(outgoing(type))).toEqual({
        kind: 'accepted',
        providerId: expect.stringMatching(type === 'sms' ? /^SM/ : /^CA/),
      });
    });

    it.each([
      [21211, 'disable-method'],
      [21610, 'opted-out'],
      [21408, 'tell-operators'],
      [99999, 'next-channel'],
    ])('refused with %s: %s', async (code, consequence) => {
      const page = outgoing(type);
      double.faults.refuse(page.address, code);
      expect(await channel(type).send(page)).toMatchObject({
        kind: 'refused',
        code: String(code),
        consequence,
      });
    });

    it('busy, and then not', async () => {
      double.faults.busy();
      const page = outgoing(type);
      expect(await channel(type).send(page)).toMatchObject({ kind: 'busy', code: '20429' });
      expect(await channel(type).send(page)).toMatchObject({ kind: 'accepted' });
    });

    it.each([
      ['an error of the server', false, () => double.faults.fail()],
      ['an error of the server that did it all the same', true, () => double.faults.fail({ recorded: true })],
      ['a lost connection', false, () => double.faults.drop()],
      ['a lost connection after it was done', true, () => double.faults.drop({ recorded: true })],
    ])('%s: unknown, and looked up', async (_name, recorded, breakDouble) => {
      breakDouble();
      const page = outgoing(type);
      const from = since();
      expect(await channel(type).send(page)).toMatchObject({ kind: 'unknown' });
      double.faults.failLookUps();
      expect(await channel(type).lookUp(page, from)).toMatchObject({ kind: 'unanswered' });
      expect(await channel(type).lookUp(page, from)).toMatchObject({ kind: recorded ? 'found' : 'absent' });
    });

    it('an answer that takes too long: unknown after 5 s, and found', async () => {
      double.faults.answerLate(20_000);
      const page = outgoing(type);
      const started = performance.now();
      expect(await channel(type).send(page)).toMatchObject({ kind: 'unknown' });
      expect(performance.now() - started).toBeLessThan(12_000);
      expect(await channel(type).lookUp(page, since())).toMatchObject({ kind: 'found' });
    });

    it('is not found by what was sent for another page, or long ago', async () => {
      const page = outgoing(type);
      await channel(type).send(page);
      const later = new Date(Date.now() + 3_600_000);
      expect(await channel(type).lookUp(page, later)).toEqual({ kind: 'absent' });
      if (type === 'sms') {
        expect(await channel(type).lookUp({ ...page, replyCode: '418' }, since())).toEqual({
          kind: 'absent',
        });
      }
    });

    it('does not repeat by itself', async () => {
      double.faults.fail({ times: 5 });
      const before = double.requests.length;
      await channel(type).send(outgoing(type));
      expect(double.requests.length - before).toBe(1);
    });
  });

  it('reads a verification code out digit by digit', async () => {
    const number = '+15556665001';
    expect(await channel('voice').say(number, 'Your code for Rouse is 123456.')).toMatchObject({
      kind: 'accepted',
    });
    const call = await double.phone(number).expectCall();
    expect(await call.answer()).toContain('1, 2, 3, 4, 5, 6');
  });
});
