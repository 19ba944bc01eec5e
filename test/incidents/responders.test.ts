import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ResponderRequests } from '../../src/incidents/responders/responder-requests.js';
import { idOf } from '../support/rouse-client.js';
import type { RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startLiving, type Living, type LivingIncident } from './living.js';

describe('asking others to help', () => {
  let living: Living;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let incident: LivingIncident;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
  });
  afterAll(() => rouse.stop());
  /** Ana has an incident. */
  beforeEach(async () => {
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    incident = await living.triggered([{ page: [ana] }]);
    await living.act(incident, 'acknowledge', undefined, ana);
  });

  const ask = async (body: Record<string, unknown>): Promise<string> => {
    const id = idOf(await living.act(incident, 'responder-requests', body, ana));
    await living.settle();
    return id;
  };
  const answer = (id: string, what: string, by: Person = bo) =>
    rouse.api('POST', `/api/v1/responder-requests/${id}/${what}`, undefined, { token: by.token });
  const requests = () => rouse.get(`/api/v1/incidents/${incident.id}/responder-requests`);
  const responders = async () => (await rouse.incident(incident.id))['responders'];
  const toldToAna = async (): Promise<string[]> => {
    const rows = await rouse.dataSource.query<{ text: string }[]>(
      `SELECT text FROM notices WHERE user_id = $1 AND kind = 'responder.answered' ORDER BY id`,
      [ana.id],
    );
    return rows.map(({ text }) => text);
  };
  const sentTo = async (person: Person): Promise<number> => {
    const rows = await rouse.dataSource.query<unknown[]>(
      `SELECT 1 FROM attempts JOIN pages ON pages.id = page_id WHERE pages.user_id = $1`,
      [person.id],
    );
    return rows.length;
  };

  it('shows who is asked what waits for their answer, until they gave it', async () => {
    const asked = (person: Person) => rouse.get('/api/v1/me/responder-requests', { token: person.token });
    const id = await ask({ userId: bo.id, message: 'the index is gone' });
    const { number, title } = await rouse.incident(incident.id);
    expect(await asked(bo)).toMatchObject({
      items: [{ id, incidentId: incident.id, incidentNumber: number, incidentTitle: title }],
    });
    expect(await asked(ana)).toEqual({ items: [] });
    await answer(id, 'decline');
    expect(await asked(bo)).toEqual({ items: [] });
  });

  it('pages the person although somebody has the incident; who accepts is a responder', async () => {
    const id = await ask({ userId: bo.id, message: 'the index is gone' });
    expect(await sentTo(bo)).toBe(1);
    const pages = (await living.entries(incident, 'page.created')).filter((page) => page['userId'] === bo.id);
    expect(pages).toMatchObject([
      { responderRequestId: id, reason: 'Ana asks for your help: the index is gone' },
    ]);
    expect(await responders()).toEqual([{ userId: bo.id, status: 'pending' }]);
    expect(await answer(id, 'accept')).toMatchObject({
      status: 200,
      body: { status: 'accepted', answeredBy: bo.id, expiresAt: null },
    });
    expect(await answer(id, 'accept')).toMatchObject({ status: 200 });
    expect(await answer(id, 'decline')).toMatchObject({
      status: 409,
      body: { responderRequest: { status: 'accepted' } },
    });
    expect(await responders()).toEqual([{ userId: bo.id, status: 'accepted' }]);
    expect(await rouse.incident(incident.id)).toMatchObject({ status: 'acknowledged', assignedTo: [ana.id] });
    expect(await toldToAna()).toEqual([expect.stringMatching(/^Bo comes to help with #/)]);
    await rouse.advance({ minutes: 11 });
    expect(await living.entries(incident, 'responder.expired')).toEqual([]);
  });

  it('who declines is not paged further, and whoever asked is told', async () => {
    bo = await rouse.person({ name: 'Bo', voice: true });
    const id = await ask({ userId: bo.id });
    expect(await answer(id, 'decline')).toMatchObject({ status: 200, body: { status: 'declined' } });
    await rouse.advance({ minutes: 3 });
    expect(await sentTo(bo)).toBe(1);
    expect(await toldToAna()).toEqual([expect.stringMatching(/^Bo cannot help with #/)]);
    expect(await answer(id, 'accept')).toMatchObject({ status: 409 });
  });

  it('without an answer for ten minutes it ends, and whoever asked is told', async () => {
    const id = await ask({ userId: bo.id });
    await rouse.advance({ minutes: 9 });
    expect(await requests()).toMatchObject({ items: [{ id, status: 'pending' }] });
    await rouse.advance({ minutes: 2 });
    expect(await requests()).toMatchObject({ items: [{ id, status: 'expired', expiresAt: null }] });
    expect(await living.entries(incident, 'responder.expired')).toMatchObject([
      { actor: { type: 'system' }, userId: bo.id, responderRequestId: id },
    ]);
    expect(await toldToAna()).toEqual([expect.stringMatching(/has not answered for 10 minutes/)]);
    expect(await answer(id, 'accept')).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/in time/) },
    });
  });

  it('asks whoever is on call in a schedule', async () => {
    const schedule = await rouse.schedule([bo]);
    const id = await ask({ scheduleId: schedule.id });
    expect(await sentTo(bo)).toBe(1);
    expect(await requests()).toMatchObject({ items: [{ id, userId: bo.id, scheduleId: schedule.id }] });
    expect(await answer(id, 'accept')).toMatchObject({ status: 200 });
  });

  it('nobody is there to ask: said at once', async () => {
    const schedule = await rouse.schedule([bo], { startsAt: '2090-01-02T09:00' });
    await ask({ scheduleId: schedule.id });
    const mute = await rouse.person({ name: 'Mute', phone: null });
    await ask({ userId: mute.id });
    expect(await requests()).toMatchObject({ items: [{ status: 'expired' }, { status: 'expired' }] });
    expect(await living.entries(incident, 'responder.unreachable')).toMatchObject([
      { reason: 'nobody is on call there' },
      { reason: 'no verified contact method' },
    ]);
    expect(await toldToAna()).toEqual([
      expect.stringMatching(/^Whoever is on call in .* could not be paged/),
      expect.stringMatching(/^Mute could not be paged/),
    ]);
  });

  it('is answered by text and by key, too', async () => {
    const id = await ask({ userId: bo.id });
    const service = rouse.app.get(ResponderRequests, { strict: false });
    expect(await service.answer(id, ana.id, 'accept', 'sms')).toMatchObject({ kind: 'forbidden' });
    expect(await service.answer(id, bo.id, 'accept', 'sms')).toMatchObject({ kind: 'done' });
    expect(await living.entries(incident, 'responder.accepted')).toMatchObject([
      { actor: { type: 'user', userId: bo.id, via: 'sms' } },
    ]);
  });

  it('both answers at once: one counts', async () => {
    const id = await ask({ userId: bo.id });
    const answers = await Promise.all([answer(id, 'accept'), answer(id, 'decline')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await toldToAna()).toHaveLength(1);
  });

  it('can be taken back by whoever asked; nobody else answers for the one who is asked', async () => {
    const id = await ask({ userId: bo.id });
    const cy = await rouse.person({ name: 'Cy' });
    expect(await answer(id, 'accept', cy)).toMatchObject({ status: 403 });
    expect(await answer(id, 'cancel', bo)).toMatchObject({ status: 403 });
    expect(await answer(id, 'cancel', ana)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await answer(id, 'accept')).toMatchObject({ status: 409 });
    expect(await responders()).toEqual([]);
    expect(await answer('01900000-0000-7000-8000-000000000000', 'accept')).toMatchObject({ status: 404 });
  });

  it('ends with the incident', async () => {
    const id = await ask({ userId: bo.id });
    await living.act(incident, 'resolve', undefined, ana);
    expect(await requests()).toMatchObject({ items: [{ id, status: 'cancelled' }] });
    expect(await answer(id, 'accept')).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/is over/) },
    });
    expect(await living.ask(incident, 'responder-requests', { userId: bo.id }, ana)).toMatchObject({
      status: 409,
    });
  });

  it('nobody is asked twice at once, nor oneself', async () => {
    await ask({ userId: bo.id });
    const again = await living.ask(incident, 'responder-requests', { userId: bo.id }, ana);
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/is asked already/) } });
    const schedule = await rouse.schedule([bo]);
    await ask({ scheduleId: schedule.id });
    expect(await sentTo(bo)).toBe(1);
    expect(await living.ask(incident, 'responder-requests', { userId: ana.id }, ana)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'userId' }] },
    });
  });
});
