import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
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
      new RegExp(`^#${String(incident.number)} ${service.name}: card errors\nReply \\d{3,} ack`),
    );
    await rouse.eventually(async () =>
      expect(await rouse.timelineKinds(incident.id)).toContain('attempt.delivered'),
    );
    expect(await write(ana, 'ack')).toEqual([
      `Acknowledged #${String(incident.number)} ${service.name}: card errors. It is yours, nobody else is paged.`,
    ]);
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
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
});
