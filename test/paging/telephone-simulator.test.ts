import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newId } from '../../src/platform/database/identifier.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const messagesSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), to: z.string(), from: z.string(), body: z.string(), direction: z.string() }),
  ),
  nextCursor: z.string().nullable(),
});
const callsSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), status: z.string(), spoken: z.array(z.string()), keys: z.string() }),
  ),
});
const callSchema = callsSchema.shape.items.element;
const repliesSchema = z.object({ replies: z.array(z.string()) });

describe('the phone simulator', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  const messages = async (to: string) =>
    messagesSchema.parse(await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(to)}`)).items;
  const smsTo = (person: Person, count = 1) =>
    rouse.eventually(async () => {
      const items = await messages(String(person.phone));
      if (items.length < count) throw new Error(`${String(items.length)} messages`);
      return items;
    });
  const callTo = (phone: string) =>
    rouse.eventually(async () => {
      const path = `/api/v1/simulator/calls?active=true&to=${encodeURIComponent(phone)}`;
      const [call] = callsSchema.parse(await rouse.get(path)).items;
      if (!call) throw new Error('no call');
      return call;
    });
  const write = async (person: Person, body: string) =>
    repliesSchema.parse(await rouse.post('/api/v1/simulator/sms', { from: person.phone, body })).replies;
  const paged = async (people: Person[], summary = 'card errors') => {
    const policy = await rouse.policy([{ page: people, waitSeconds: 600 }]);
    const service = await rouse.service(policy);
    const integration = await rouse.integration(service);
    await rouse.trigger(integration, { summary });
    return { service, integration, incident: await rouse.incidentOf(service) };
  };

  it('carries a page, and an ack back', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const { incident, service } = await paged([ana], 'card errors');
    const [sms] = await smsTo(ana);
    expect(sms?.body).toMatch(
      new RegExp(
        `^#${String(incident.number)} ${service.name}: card errors\ncritical since .*\nReply \\d{3,} ack`,
      ),
    );
    await rouse.eventually(async () =>
      expect(await rouse.timelineKinds(incident.id)).toContain('attempt.delivered'),
    );
    expect(await write(ana, 'ack')).toEqual([
      `Acknowledged #${String(incident.number)} ${service.name}: card errors. It is yours, nobody else is paged.`,
    ]);
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
  });

  it('keeps a code for a day after its incident was resolved: a late reply is none to a new one', async () => {
    const lea = await rouse.person({ name: 'Lea' });
    const codes = async () => {
      const rows = await rouse.dataSource.query<{ code: string; number: number }[]>(
        `SELECT code, number::int AS number FROM reply_codes JOIN incidents ON incidents.id = incident_id
          WHERE address = $1 ORDER BY number`,
        [lea.phone],
      );
      return rows;
    };
    const { incident } = await paged([lea]);
    await smsTo(lea);
    const [{ code } = { code: '' }] = await codes();
    await write(lea, `${code} resolve`);
    await paged([lea]);
    await rouse.eventually(async () => expect(await codes()).toHaveLength(2));
    expect((await codes())[0]).toEqual({ code, number: incident.number });
    const late = [`Incident #${String(incident.number)} is resolved already. Nothing was changed.`];
    expect(await write(lea, `${code} ack`)).toEqual(late);
    expect(await write(lea, `yes ${code}`)).toEqual(late);
    await rouse.advance({ hours: 25 });
    const third = await paged([lea]);
    await rouse.eventually(async () => {
      const numbers = (await codes()).map(({ number }) => number);
      expect(numbers).toContain(third.incident.number);
      expect(numbers).not.toContain(incident.number);
    });
  });

  it('rings, reads the page out, and takes keys', async () => {
    const bo = await rouse.person({ name: 'Bo', phone: null, voice: '+15550001111' });
    const { incident, service } = await paged([bo], 'disk <full> & "hot"');
    const { id, status } = await callTo('+15550001111');
    expect(status).toBe('ringing');
    const answered = callSchema.parse(await rouse.post(`/api/v1/simulator/calls/${id}/answer`));
    expect(answered.spoken.join(' ')).toContain(`${service.name}: disk <full> & "hot".`);
    const repeated = callSchema.parse(
      await rouse.post(`/api/v1/simulator/calls/${id}/keys`, { digits: '*9' }),
    );
    expect(repeated.status).toBe('answered');
    const ended = callSchema.parse(await rouse.post(`/api/v1/simulator/calls/${id}/keys`, { digits: '4' }));
    expect(ended).toMatchObject({ status: 'completed', keys: '*94' });
    expect(ended.spoken.at(-1)).toBe(
      `Incident ${String(incident.number)} is acknowledged, and yours. Goodbye.`,
    );
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
    expect((await rouse.api('POST', `/api/v1/simulator/calls/${id}/keys`, { digits: '6' })).status).toBe(409);
  });

  it('takes keys of a call that still rings', async () => {
    const cy = await rouse.person({ name: 'Cy', phone: null, voice: '+15550002222' });
    const { incident } = await paged([cy]);
    const { id } = await callTo('+15550002222');
    const asked = callSchema.parse(await rouse.post(`/api/v1/simulator/calls/${id}/keys`, { digits: '6' }));
    expect(asked.spoken.at(-1)).toContain('Press 6 once more');
    expect((await rouse.incident(incident.id)).status).toBe('triggered');
    await rouse.post(`/api/v1/simulator/calls/${id}/keys`, { digits: '6' });
    expect((await rouse.incident(incident.id)).status).toBe('resolved');
  });

  it('does not take a call without a key for an acknowledgement', async () => {
    const di = await rouse.person({ name: 'Di', phone: null, voice: '+15550003333' });
    const { incident } = await paged([di]);
    const { id } = await callTo('+15550003333');
    await rouse.post(`/api/v1/simulator/calls/${id}/answer`);
    await rouse.post(`/api/v1/simulator/calls/${id}/hang-up`);
    await rouse.eventually(async () =>
      expect(await rouse.timelineKinds(incident.id)).toContain('attempt.unanswered'),
    );
    expect((await rouse.incident(incident.id)).status).toBe('triggered');
  });

  it('sends verification codes, also by a call', async () => {
    const eve = await rouse.person({ name: 'Eve', phone: null });
    const add = async (type: string, address: string) =>
      idOf(await rouse.post(`/api/v1/users/${eve.id}/contact-methods`, { type, address }));
    const sms = await add('sms', '+15550004444');
    await rouse.api('POST', `/api/v1/contact-methods/${sms}/verification`);
    const [message] = await messages('+15550004444');
    const code = /\b\d{6}\b/.exec(message?.body ?? '')?.[0];
    await rouse.post(`/api/v1/contact-methods/${sms}/verify`, { code });

    const voice = await add('voice', '+15550004444');
    await rouse.api('POST', `/api/v1/contact-methods/${voice}/verification`);
    const { id } = await callTo('+15550004444');
    const call = callSchema.parse(await rouse.post(`/api/v1/simulator/calls/${id}/answer`));
    expect(call.status).toBe('completed');
    expect(call.spoken.join(' ')).toMatch(/\d(, \d){5}/);
  });

  it('lists the newest so many, and goes on from a message that was seen', async () => {
    const fay = await rouse.person({ name: 'Fay' });
    for (const body of ['one', 'two', 'three']) await write(fay, body);
    const list = async (query: string) => {
      const path = `/api/v1/simulator/messages?phone=${encodeURIComponent(String(fay.phone))}&${query}`;
      return messagesSchema
        .parse(await rouse.get(path))
        .items.filter((item) => item.direction === 'from-phone');
    };
    const all = await list('limit=200');
    expect(all.map((item) => item.body)).toEqual(['one', 'two', 'three']);
    expect((await list('last=2')).map((item) => item.body)).toEqual(['three']);
    expect((await list(`cursor=${String(all[1]?.id)}`)).map((item) => item.body)).toEqual(['three']);
    const unescaped = await rouse.get(`/api/v1/simulator/messages?to=${String(fay.phone)}`);
    expect(messagesSchema.parse(unescaped).items).toHaveLength(3);
  });

  it('shows the phones with their people', async () => {
    const gil = await rouse.person({ name: 'Gil', timeZone: 'Europe/Berlin', voice: true });
    const page = z.object({ items: z.array(z.looseObject({ userId: z.string() })) });
    const { items } = page.parse(await rouse.get('/api/v1/simulator/phones?limit=200'));
    expect(items.filter((item) => item.userId === gil.id)).toEqual([
      expect.objectContaining({
        address: gil.phone,
        types: ['sms', 'voice'],
        verified: true,
        on: true,
        name: 'Gil',
        timeZone: 'Europe/Berlin',
      }),
    ]);
  });

  it.each([
    ['POST', '/api/v1/simulator/sms', { from: 'nobody', body: 'ack' }, 422],
    ['POST', '/api/v1/simulator/sms', { from: '+15550000000' }, 422],
    ['POST', '/api/v1/simulator/sms', { from: '+15550000000', body: 'x'.repeat(1_601) }, 422],
    ['POST', '/api/v1/simulator/sms', { from: '+15550000000', body: 'ack', to: 'x' }, 422],
    ['POST', `/api/v1/simulator/calls/${newId()}/keys`, { digits: 'abc' }, 422],
    ['POST', `/api/v1/simulator/calls/${newId()}/keys`, { digits: '4' }, 404],
    ['POST', `/api/v1/simulator/calls/${newId()}/answer`, undefined, 404],
    ['POST', '/api/v1/simulator/calls/not-an-id/hang-up', undefined, 404],
    ['GET', '/api/v1/simulator/messages?last=0', undefined, 422],
    ['GET', '/api/v1/simulator/calls?active=perhaps', undefined, 422],
    ['POST', '/twilio/sms', undefined, 404],
  ])('%s %s, case %#', async (method, path, body, status) => {
    expect((await rouse.api(method, path, body)).status).toBe(status);
  });

  it('is for admins: everybody answers by its phones, and is sent codes to them', async () => {
    const { token, phone } = await rouse.person({ name: 'Rhea' });
    expect((await rouse.api('GET', '/api/v1/simulator/messages', undefined, { token })).status).toBe(403);
    const sms = { from: phone, body: 'ack' };
    expect((await rouse.api('POST', '/api/v1/simulator/sms', sms, { token })).status).toBe(403);
    expect((await rouse.api('GET', '/api/v1/simulator/phones', undefined, { token: null })).status).toBe(401);
  });
});
