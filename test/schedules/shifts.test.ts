import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { NOBODY, refusalOf } from './refusal.js';

const sourceSchema = z.object({
  kind: z.enum(['layer', 'override']),
  id: z.string(),
  handoff: z.int().optional(),
});
const renderingSchema = z.strictObject({
  items: z.array(z.object({ start: z.string(), end: z.string(), userId: z.string(), source: sourceSchema })),
  gaps: z.array(z.object({ start: z.string(), end: z.string() })),
});

const previewSchema = renderingSchema.extend({
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
  diff: z.null(),
});

describe('shifts', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', role: 'observer' });
    web = await rouse.schedule([ana, bo], { timeZone: 'Europe/Berlin' });
  });
  afterAll(() => rouse.stop());

  const shifts = async (from: string, to: string) =>
    renderingSchema.parse(await rouse.get(`/api/v1/schedules/${web.id}/shifts?from=${from}&to=${to}`));

  it('of a stored schedule are cut at the window, over the change of the clock', async () => {
    const { items, gaps } = await shifts('2026-03-20T00:00:00Z', '2026-04-01T00:00:00%2B02:00');
    expect(gaps).toEqual([]);
    expect(items).toMatchObject([
      { start: '2026-03-20T00:00:00.000Z', end: '2026-03-23T08:00:00.000Z', userId: ana.id },
      { start: '2026-03-23T08:00:00.000Z', end: '2026-03-30T07:00:00.000Z', userId: bo.id },
      { start: '2026-03-30T07:00:00.000Z', end: '2026-03-31T22:00:00.000Z', userId: ana.id },
    ]);
    expect(items.map(({ source }) => [source.kind, source.handoff])).toEqual([
      ['layer', 10],
      ['layer', 11],
      ['layer', 12],
    ]);
  });

  it('of each layer alone are what it says by itself, with who is away', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    const layer = { participants: [ana.id], startsAt: '2030-01-07T00:00', handoff: 'FREQ=WEEKLY' };
    const noon = { name: 'noon', restrictions: [{ from: '12:00', to: '13:00' }] };
    const { id } = z.object({ id: z.string() }).parse(
      await rouse.post('/api/v1/schedules', {
        name: 'Two layers',
        timeZone: 'UTC',
        layers: [
          { ...layer, name: 'all day' },
          { ...layer, ...noon, participants: [cy.id, bo.id] },
        ],
      }),
    );
    const away = { start: '2030-01-07T12:30:00.000Z', end: '2030-01-07T18:00:00.000Z' };
    await rouse.post(`/api/v1/users/${cy.id}/absences`, away);
    const found = await rouse.get(
      `/api/v1/schedules/${id}/layer-shifts?from=2030-01-07T00:00:00Z&to=2030-01-08T00:00:00Z`,
    );
    expect(found).toMatchObject({
      layers: [
        { name: 'all day', items: [{ userId: ana.id, start: '2030-01-07T00:00:00.000Z' }], gaps: [] },
        {
          name: 'noon',
          items: [
            { userId: cy.id, start: '2030-01-07T12:00:00.000Z', end: away.start },
            { userId: bo.id, start: away.start, end: '2030-01-07T13:00:00.000Z' },
          ],
          gaps: [{ end: '2030-01-07T12:00:00.000Z' }, { start: '2030-01-07T13:00:00.000Z' }],
        },
      ],
      absences: [{ userId: cy.id, ...away }],
    });
  });

  it('tell the gaps', async () => {
    const { items, gaps } = await shifts('2026-01-05T07:00:00Z', '2026-01-05T09:00:00Z');
    expect(items).toMatchObject([{ start: '2026-01-05T08:00:00.000Z', userId: ana.id }]);
    expect(gaps).toEqual([{ start: '2026-01-05T07:00:00.000Z', end: '2026-01-05T08:00:00.000Z' }]);
  });

  it.each([
    ['', ['from', 'to']],
    ['from=2026-01-01T00:00:00Z', ['to']],
    ['from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', ['to']],
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', ['to']],
    ['from=2026-01-01T00:00:00Z&to=2027-02-06T00:00:01Z', ['to']],
    ['from=2026-01-01T00:00:00&to=2026-02-01T00:00:00Z', ['from']],
    ['from=2026-02-30T00:00:00Z&to=2026-03-01T00:00:00Z', ['from']],
    ['from=9999-12-01T00:00:00Z&to=9999-12-31T23:59:59-10:00', ['to']],
    ['from=yesterday&to=today', ['from', 'to']],
    ['from=1&to=2&from=3', ['from', 'to']],
    ['from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&colour=red', ['colour']],
  ])('are 422 for the window %s', async (query, paths) => {
    const answer = await rouse.api('GET', `/api/v1/schedules/${web.id}/shifts?${query}`);
    expect(refusalOf(answer)).toEqual([422, ...paths]);
  });

  it('come for a window of 400 days, and for one in years far away', async () => {
    expect((await shifts('2026-01-01T00:00:00Z', '2027-02-05T00:00:00Z')).items.length).toBe(57);
    expect((await shifts('0000-01-01T00:00:00Z', '0000-02-01T00:00:00Z')).gaps).toHaveLength(1);
    expect((await shifts('9999-12-01T00:00:00Z', '9999-12-31T23:59:59Z')).items).toHaveLength(5);
  });

  it('of a schedule that there is not are 404', async () => {
    const window = 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z';
    expect((await rouse.api('GET', `/api/v1/schedules/${NOBODY}/shifts?${window}`)).status).toBe(404);
  });

  describe('of a draft', () => {
    const draft = (more: Record<string, unknown> = {}, layer: Record<string, unknown> = {}) => ({
      schedule: {
        timeZone: 'UTC',
        layers: [{ participants: ['a', 'b'], startsAt: '2026-01-05T09:00', handoff: 'FREQ=DAILY', ...layer }],
        ...more,
      },
      from: '2026-01-05T00:00:00Z',
      to: '2026-01-12T00:00:00Z',
    });

    it('carry the ids that were given, and made-up ones elsewhere', async () => {
      const override = { start: '2026-01-06T00:00:00Z', end: '2026-01-06T01:00:00Z', userId: 'c' };
      const overrides = [
        { ...override, id: 'mine' },
        { ...override, start: '2026-01-06T00:30:00Z' },
      ];
      const answer = await rouse.post('/api/v1/schedules/preview', draft({ overrides }, { id: 'first' }));
      const { items } = previewSchema.parse(answer);
      expect(items[0]?.source).toEqual({ kind: 'layer', id: 'first', handoff: 0 });
      const ids = items.filter(({ source }) => source.kind === 'override').map(({ source }) => source.id);
      expect(ids).toEqual(['mine', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    });

    it('are saved nowhere', async () => {
      const before = await rouse.get('/api/v1/schedules');
      await rouse.post('/api/v1/schedules/preview', draft());
      expect(await rouse.get('/api/v1/schedules')).toEqual(before);
    });

    const backwards = { start: '2026-01-06T01:00:00Z', end: '2026-01-06T01:00:00Z', userId: 'a' };
    const twice = { start: '2026-01-06T01:00:00Z', end: '2026-01-06T02:00:00Z', userId: 'a', id: 'x' };
    it.each([
      ['nothing', {}, ['from', 'schedule', 'to']],
      ['no schedule', { ...draft(), schedule: null }, ['schedule']],
      ['a window backwards', { ...draft(), to: '2026-01-04T00:00:00Z' }, ['to']],
      ['a window of more than 400 days', { ...draft(), to: '2027-02-10T00:00:00Z' }, ['to']],
      ['a window without an offset', { ...draft(), from: '2026-01-05T00:00:00' }, ['from']],
      ['more turns than one answer holds', { ...draft({}, { handoff: 'FREQ=SECONDLY' }) }, ['to']],
      ['a zone that does not exist', draft({ timeZone: 'Nowhere' }), ['schedule.timeZone']],
      ['no layers', draft({ layers: [] }), ['schedule.layers']],
      ['an empty rotation', draft({}, { participants: [] }), ['schedule.layers.0.participants']],
      ['somebody without a name', draft({}, { participants: [''] }), ['schedule.layers.0.participants.0']],
      ['a bad hand-off', draft({}, { handoff: 'FREQ=DAILY;COUNT=2' }), ['schedule.layers.0.handoff']],
      ['a bad start', draft({}, { startsAt: 'now' }), ['schedule.layers.0.startsAt']],
      ['a shift of ages', draft({}, { shiftDuration: 'P9999999999D' }), ['schedule.layers.0.shiftDuration']],
      ['an override backwards', draft({ overrides: [backwards] }), ['schedule.overrides.0.end']],
      ['an absence backwards', draft({ absences: [backwards] }), ['schedule.absences.0.end']],
      ['an override twice', draft({ overrides: [twice, twice] }), ['schedule.overrides.1.id']],
      ['an override that is no object', draft({ overrides: [5] }), ['schedule.overrides.0']],
      ['an unknown field', draft({ colour: 'red' }), ['schedule.colour']],
    ])('are 422 with %s', async (_title, body, paths) => {
      const [status, ...found] = refusalOf(await rouse.api('POST', '/api/v1/schedules/preview', body));
      expect([status, ...found.sort()]).toEqual([422, ...paths]);
    });

    it('are empty where a layer ends before it starts', async () => {
      const answer = await rouse.post('/api/v1/schedules/preview', draft({}, { endsAt: '2026-01-01T00:00' }));
      expect(previewSchema.parse(answer).items).toEqual([]);
    });
  });
});
