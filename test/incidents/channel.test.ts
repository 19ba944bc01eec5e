import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living, type LivingIncident } from './living.js';

const notesSchema = z.object({
  items: z.array(z.looseObject({ text: z.string() })),
  nextCursor: z.string().nullable(),
});
const listSchema = z.object({ items: z.array(z.object({ id: z.string() })) });

describe('what people say of an incident', () => {
  let living: Living;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let incident: LivingIncident;
  let path: string;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    incident = await living.triggered([{ page: [ana] }, { page: [bo] }]);
    path = `/api/v1/incidents/${incident.id}`;
  });
  afterAll(() => rouse.stop());

  const patch = (body: unknown) => rouse.api('PATCH', path, body, { token: bo.token });
  const listed = async (query: string): Promise<boolean> => {
    const list = listSchema.parse(
      await rouse.get(`/api/v1/incidents?${query}&serviceId=${incident.service.id}`),
    );
    return list.items.some(({ id }) => id === incident.id);
  };

  it('notes are a channel: who, when and what, a page at a time, also after the end', async () => {
    for (const [text, by] of [
      ['one', ana],
      ['two', bo],
      [' three ', ana],
    ] as const)
      await living.act(incident, 'notes', { text }, by);
    const first = notesSchema.parse(await rouse.get(`${path}/notes?limit=2`));
    const rest = notesSchema.parse(await rouse.get(`${path}/notes?limit=2&cursor=${first.nextCursor ?? ''}`));
    expect([...first.items, ...rest.items]).toMatchObject([
      { text: 'one', actor: { userId: ana.id, via: 'api' }, at: expect.stringMatching(/Z$/) },
      { text: 'two', actor: { userId: bo.id } },
      { text: 'three', actor: { userId: ana.id } },
    ]);
    expect(rest.nextCursor).toBeNull();
    expect(await rouse.incident(incident.id)).toMatchObject({ noteCount: 3 });
  });

  it('title, priority and urgency can be changed, and the timeline tells from what to what', async () => {
    expect(await rouse.incident(incident.id)).toMatchObject({ priority: null, urgency: 'high' });
    const change = { priority: 'P1', title: 'The database is down', urgency: 'low' };
    expect(await patch(change)).toMatchObject({ status: 200, body: change });
    expect(await patch(change)).toMatchObject({ status: 200 });
    expect(await patch({ priority: 'P2' })).toMatchObject({ body: { ...change, priority: 'P2' } });
    expect(await living.entries(incident, 'incident.changed')).toMatchObject([
      {
        actor: { userId: bo.id },
        changes: {
          title: { from: 'Disk full on db-1', to: 'The database is down' },
          priority: { from: null, to: 'P1' },
          urgency: { from: 'high', to: 'low' },
        },
      },
      { changes: { priority: { from: 'P1', to: 'P2' } } },
    ]);
  });

  it.each([
    ['priority=P2', true],
    ['priority=P1,P2', true],
    ['priority=P1', false],
    ['urgency=low', true],
    ['urgency=high', false],
    ['status=triggered,acknowledged&priority=P2&urgency=low', true],
  ])('is listed by %s: %s', async (query, expected) => {
    expect(await listed(query)).toBe(expected);
  });

  it('is listed by who has it', async () => {
    expect([await listed(`assignedTo=${ana.id}`), await listed(`assignedTo=${bo.id}`)]).toEqual([
      true,
      false,
    ]);
    await living.act(incident, 'acknowledge', undefined, bo);
    expect([await listed(`assignedTo=${ana.id}`), await listed(`assignedTo=${bo.id}`)]).toEqual([
      false,
      true,
    ]);
  });

  it('shows what monitoring told', async () => {
    await rouse.post(
      '/v2/enqueue',
      {
        routing_key: incident.integration.key,
        event_action: 'trigger',
        dedup_key: 'with links',
        links: [{ href: 'https://wiki.example.org/disk', text: 'Runbook' }],
        payload: {
          summary: 'Disk full on db-2',
          severity: 'warning',
          source: 'db-2',
          custom_details: { free: 0 },
        },
      },
      { token: null },
    );
    const other = (await rouse.incidentsOf(incident.service)).find(({ id }) => id !== incident.id);
    expect(await rouse.get(`/api/v1/incidents/${other?.id ?? ''}/alerts`)).toMatchObject({
      items: [
        {
          dedupKey: 'with links',
          summary: 'Disk full on db-2',
          severity: 'warning',
          status: 'triggered',
          source: 'db-2',
          eventCount: 1,
          serviceId: incident.service.id,
          details: { customDetails: { free: 0 } },
          links: [{ href: 'https://wiki.example.org/disk', text: 'Runbook' }],
          resolvedAt: null,
        },
      ],
      nextCursor: null,
    });
  });

  describe('once it is over', () => {
    beforeAll(() => living.act(incident, 'resolve', undefined, bo));

    const late: [string, string, unknown][] = [
      ['POST', '/acknowledge', undefined],
      ['POST', '/resolve', undefined],
      ['POST', '/escalate', undefined],
      ['POST', '/snooze', { seconds: 60 }],
      ['POST', '/reassign', { userIds: ['01900000-0000-7000-8000-000000000000'] }],
      ['PATCH', '', { priority: 'P1' }],
      ['POST', '/responder-requests', { scheduleId: '01900000-0000-7000-8000-000000000000' }],
    ];
    it.each(late)('%s %s is too late, and says how it stands', async (method, action, body) => {
      const answer = await rouse.api(method, `${path}${action}`, body, { token: ana.token });
      expect(answer).toMatchObject({
        status: 409,
        body: {
          detail: expect.stringMatching(/^Incident #\d+ is resolved already/),
          incident: { status: 'resolved' },
        },
      });
    });

    it('can still be talked about', async () => {
      await living.act(incident, 'notes', { text: 'it was the index' }, ana);
      expect(await rouse.incident(incident.id)).toMatchObject({ noteCount: 4 });
    });
  });
});
