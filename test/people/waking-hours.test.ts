import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person } from '../support/story.js';

describe('waking hours and what comes of them', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', voice: true, timeZone: 'Europe/Berlin' });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(() => rouse.stop());

  const path = () => `/api/v1/users/${ana.id}/waking-hours`;
  const put = (wakingHours: unknown, token = ana.token) =>
    rouse.api('PUT', path(), { wakingHours }, { token });
  const plan = (query: string, token = ana.token) =>
    rouse.api('GET', `/api/v1/users/${ana.id}/paging-plan?${query}`, undefined, { token });

  it('are none at first, kept, and taken back', async () => {
    expect(await rouse.get(path(), { token: ana.token })).toEqual({ wakingHours: null });
    const every = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
    const kept = { wakingHours: { from: '07:00', to: '22:30', weekdays: every } };
    expect(await put({ from: '07:00', to: '22:30' })).toMatchObject({ status: 200, body: kept });
    expect(await rouse.get(path())).toEqual(kept);
    expect(await put(null)).toMatchObject({ status: 200, body: { wakingHours: null } });
    expect(await rouse.get(path())).toEqual({ wakingHours: null });
  });

  it('are for the person and admins', async () => {
    expect((await put(null, bo.token)).status).toBe(403);
    expect((await rouse.api('GET', path(), undefined, { token: bo.token })).status).toBe(403);
    expect((await put(null, rouse.adminToken)).status).toBe(200);
    expect((await plan('', bo.token)).status).toBe(403);
  });

  it.each([
    [{ from: '7:00', to: '22:30' }, 'wakingHours.from'],
    [{ from: '07:00', to: '24:00' }, 'wakingHours.to'],
    [{ from: '07:00' }, 'wakingHours.to'],
    [{ from: '07:00', to: '07:00' }, 'wakingHours.to'],
    [{ from: '07:00', to: '22:30', weekdays: [] }, 'wakingHours.weekdays'],
    [{ from: '07:00', to: '22:30', weekdays: ['MO', 'MO'] }, 'wakingHours.weekdays'],
    [{ from: '07:00', to: '22:30', weekdays: ['Monday'] }, 'wakingHours.weekdays.0'],
    [{ from: '07:00', to: '22:30', zone: 'UTC' }, 'wakingHours.zone'],
    ['night', 'wakingHours'],
  ])('are refused as %j', async (body, where) => {
    expect(await put(body)).toMatchObject({ status: 422, body: { errors: [{ path: where }] } });
  });

  it('show in the plan of the person: low urgency waits for the morning, high does not', async () => {
    await put({ from: '07:00', to: '22:30' });
    // 23:00 in Berlin, before the night on which the clock goes forward.
    const night = 'at=2026-03-28T22:00:00Z';
    expect((await plan(`urgency=low&${night}`)).body).toEqual({
      urgency: 'low',
      at: '2026-03-28T22:00:00.000Z',
      usesRules: false,
      contacts: [
        {
          afterSeconds: 7 * 3600,
          at: '2026-03-29T05:00:00.000Z',
          contactMethodId: ana.methods.sms,
          type: 'sms',
          address: ana.phone,
        },
        {
          afterSeconds: 7 * 3600 + 120,
          at: '2026-03-29T05:02:00.000Z',
          contactMethodId: ana.methods.voice,
          type: 'voice',
          address: ana.phone,
        },
      ],
      ignoredRules: [],
    });
    expect((await plan(night)).body).toMatchObject({
      urgency: 'high',
      contacts: [{ afterSeconds: 0 }, { afterSeconds: 120 }],
    });
    expect((await plan('urgency=some')).status).toBe(422);
    expect((await plan('at=tomorrow')).status).toBe(422);
  });

  it('and rules for methods that take no pages are kept, and shown as ignored', async () => {
    const unverified = idOf(
      await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, { type: 'sms', address: madeUpPhone() }),
    );
    const rules = {
      high: [
        { contactMethodId: unverified, delaySeconds: 0 },
        { contactMethodId: ana.methods.voice, delaySeconds: 30 },
      ],
      low: [],
    };
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, rules);
    expect((await plan('')).body).toMatchObject({
      usesRules: true,
      contacts: [{ type: 'voice', afterSeconds: 30 }],
      ignoredRules: [{ contactMethodId: unverified, delaySeconds: 0, reason: 'not verified' }],
    });
  });

  it('show in the plan of a draft, which changes nothing', async () => {
    const draft = (body: unknown, token = ana.token) =>
      rouse.api('POST', `/api/v1/users/${ana.id}/paging-plan`, body, { token });
    const kept = await rouse.get(path());
    const rules = [{ contactMethodId: ana.methods.voice, delaySeconds: 60 }];
    const night = { urgency: 'low', at: '2026-01-12T22:30:00Z' };
    const wakingHours = { from: '07:00', to: '22:00' };
    expect(await draft({ ...night, rules, wakingHours })).toMatchObject({
      status: 200,
      body: { usesRules: true, contacts: [{ type: 'voice', at: '2026-01-13T06:01:00.000Z' }] },
    });
    expect(await draft({ ...night, rules, wakingHours: null })).toMatchObject({
      body: { contacts: [{ afterSeconds: 60 }] },
    });
    expect(await rouse.get(path())).toEqual(kept);
    expect(
      await draft({ rules: [{ contactMethodId: bo.methods.sms, delaySeconds: 0 }], wakingHours }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'rules.0.contactMethodId' }] },
    });
    expect((await draft({ rules, wakingHours }, bo.token)).status).toBe(403);
  });
});
