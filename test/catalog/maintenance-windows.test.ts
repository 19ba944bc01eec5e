import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const PATH = '/api/v1/maintenance-windows';

describe('maintenance windows', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let service: { id: string };
  let other: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    const policy = await rouse.policy([{ page: [ana] }]);
    service = await rouse.service(policy);
    other = await rouse.service(policy);
  });
  afterAll(() => rouse.stop());

  const once = (more: Record<string, unknown> = {}) => ({
    name: 'New disks',
    serviceIds: [service.id],
    start: '2095-01-05T10:00:00Z',
    end: '2095-01-05T13:00:00+01:00',
    ...more,
  });
  const weekly = (more: Record<string, unknown> = {}) => ({
    name: 'Sunday',
    serviceIds: [service.id, other.id].sort(),
    start: '2026-01-04T02:30',
    durationSeconds: 3600,
    recurrence: 'FREQ=WEEKLY;BYDAY=SU',
    timeZone: 'Europe/Berlin',
    until: '2090-01-01T00:00',
    atEnd: 'discard',
    ...more,
  });

  it('are made, read, listed, changed and deleted', async () => {
    const made = await rouse.api('POST', PATH, once(), { token: ana.token });
    const id = idOf(made.body);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id,
      name: 'New disks',
      serviceIds: [service.id],
      start: '2095-01-05T10:00:00.000Z',
      end: '2095-01-05T12:00:00.000Z',
      recurrence: null,
      durationSeconds: null,
      timeZone: null,
      until: null,
      atEnd: 'open',
      endedEarlyAt: null,
      current: null,
      next: { start: '2095-01-05T10:00:00.000Z', end: '2095-01-05T12:00:00.000Z' },
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(await rouse.get(`${PATH}/${id}`, { token: bo.token })).toEqual(made.body);
    const changes = {
      name: 'Newer disks',
      end: '2095-01-06T00:00:00Z',
      serviceIds: [other.id],
      atEnd: 'discard',
    };
    const changed = await rouse.api('PATCH', `${PATH}/${id}`, changes, { token: ana.token });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...changes, start: '2095-01-05T10:00:00.000Z', end: '2095-01-06T00:00:00.000Z' },
    });
    const asRule = await rouse.api('PATCH', `${PATH}/${id}`, weekly());
    expect(asRule).toMatchObject({
      status: 200,
      body: { ...weekly(), end: null, next: { end: expect.anything() } },
    });
    expect(await rouse.get(`${PATH}?serviceId=${service.id}`)).toEqual({
      items: [asRule.body],
      nextCursor: null,
    });
    const back = await rouse.api('PATCH', `${PATH}/${id}`, { ...once(), recurrence: null });
    expect(back).toMatchObject({ status: 200, body: { durationSeconds: null, timeZone: null, until: null } });
    expect(await rouse.get(`${PATH}?serviceId=${other.id}`)).toEqual({ items: [], nextCursor: null });
    await rouse.delete(`${PATH}/${id}`);
    expect((await rouse.api('GET', `${PATH}/${id}`)).status).toBe(404);
    const audit: unknown = await rouse.dataSource.query(
      `SELECT action FROM audit_log WHERE object_id = $1 ORDER BY id`,
      [id],
    );
    expect(audit).toEqual(
      ['create', 'update', 'update', 'update', 'delete'].map((what) => ({
        action: `maintenance-window.${what}`,
      })),
    );
  });

  it('by a rule are told with the occurrence to come', async () => {
    const id = idOf(await rouse.post(PATH, weekly({ name: 'Far', start: '2080-03-31T02:30', until: null })));
    // The clock is put forward from 02:00 to 03:00 on this Sunday.
    expect(await rouse.get(`${PATH}/${id}`)).toMatchObject({
      next: { start: '2080-03-31T01:00:00.000Z', end: '2080-03-31T01:30:00.000Z' },
    });
    await rouse.delete(`${PATH}/${id}`);
  });

  it('in effect end early once, and not before they begin', async () => {
    const far = idOf(await rouse.post(PATH, once()));
    expect((await rouse.api('POST', `${PATH}/${far}/end`)).status).toBe(409);
    const id = idOf(await rouse.post(PATH, once({ start: daysFromNow(-1), end: daysFromNow(7) })));
    expect(await rouse.get(`${PATH}/${id}`)).toMatchObject({ current: { end: daysFromNow(7) } });
    expect(await rouse.api('POST', `${PATH}/${id}/end`, undefined, { token: bo.token })).toMatchObject({
      status: 403,
    });
    expect(await rouse.api('POST', `${PATH}/${id}/end`, undefined, { token: ana.token })).toMatchObject({
      status: 200,
      body: { current: null, endedEarlyAt: expect.stringMatching(/Z$/) },
    });
    expect((await rouse.api('POST', `${PATH}/${id}/end`)).status).toBe(409);
    expect(await rouse.api('PATCH', `${PATH}/${id}`, { end: daysFromNow(7) })).toMatchObject({
      body: { endedEarlyAt: null, current: { end: daysFromNow(7) } },
    });
    await rouse.delete(`${PATH}/${id}`);
    await rouse.delete(`${PATH}/${far}`);
  });

  it.each<[string, () => Record<string, unknown>, string[]]>([
    ['no name', () => once({ name: ' ' }), ['name']],
    ['no service', () => once({ serviceIds: [] }), ['serviceIds']],
    ['a service twice', () => once({ serviceIds: [service.id, service.id] }), ['serviceIds']],
    ['a service that does not exist', () => once({ serviceIds: [service.id, NOBODY] }), ['serviceIds.1']],
    ['a service that is no id', () => once({ serviceIds: ['web'] }), ['serviceIds.0']],
    ['an end before the start', () => once({ end: '2095-01-05T09:00:00Z' }), ['end']],
    ['more than 30 days', () => once({ end: '2095-03-05T10:00:00Z' }), ['end']],
    ['a start that is no time', () => once({ start: 'tomorrow' }), ['start']],
    ['a rule that cannot be read', () => weekly({ recurrence: 'every sunday' }), ['recurrence']],
    [
      'a rule that never fires',
      () => weekly({ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
      ['recurrence'],
    ],
    [
      'a rule that never lets up',
      () => weekly({ recurrence: 'FREQ=DAILY', durationSeconds: 90_000 }),
      ['recurrence'],
    ],
    ['a rule without a zone', () => weekly({ timeZone: null }), ['timeZone']],
    ['a zone that does not exist', () => weekly({ timeZone: 'Mars/Base' }), ['timeZone']],
    ['a rule without a length', () => weekly({ durationSeconds: null }), ['durationSeconds']],
    ['a length of 59 s', () => weekly({ durationSeconds: 59 }), ['durationSeconds']],
    [
      'a length of 31 days',
      () => weekly({ recurrence: 'FREQ=YEARLY', durationSeconds: 31 * 86_400 }),
      ['durationSeconds'],
    ],
    ['a strange end', () => once({ atEnd: 'forget' }), ['atEnd']],
    ['an unknown field', () => once({ colour: 'red' }), ['colour']],
  ])('with %s are 422, made or changed', async (_title, input, paths) => {
    const id = idOf(await rouse.post(PATH, once()));
    const before = await rouse.get(`${PATH}?limit=200`);
    expect(refusalOf(await rouse.api('POST', PATH, input()))).toEqual([422, ...paths]);
    expect(refusalOf(await rouse.api('PATCH', `${PATH}/${id}`, input()))).toEqual([422, ...paths]);
    expect(await rouse.get(`${PATH}?limit=200`)).toEqual(before);
    await rouse.delete(`${PATH}/${id}`);
  });

  it('are 404 under ids of nothing, and planned by responders', async () => {
    for (const id of [NOBODY, 'web']) {
      for (const [method, path] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['POST', '/end'],
      ] as const)
        expect(
          (await rouse.api(method, `${PATH}/${id}${path}`, method === 'PATCH' ? {} : undefined)).status,
        ).toBe(404);
    }
    expect((await rouse.api('POST', PATH, once(), { token: bo.token })).status).toBe(403);
    expect((await rouse.api('GET', `/api/v1/services/${NOBODY}/suppressed-alerts`)).status).toBe(404);
  });

  const today = Date.parse(new Date().toISOString().slice(0, 10));
  const daysFromNow = (days: number): string => new Date(today + days * 86_400_000).toISOString();
});
