import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { NOBODY, refusalOf } from './refusal.js';

const layersSchema = z.object({ layers: z.array(z.object({ id: z.string() })) });
const pageSchema = z.object({ items: z.array(z.looseObject({ id: z.string() })) });

describe('impossible schedules', () => {
  let rouse: RunningRouse;
  let ana: { id: string };
  let standing: { id: string };
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    standing = { id: idOf(await rouse.post('/api/v1/schedules', schedule({ name: 'Standing' }))) };
  });
  afterAll(() => rouse.stop());

  const layer = (more: Record<string, unknown> = {}) => ({
    participants: [ana.id],
    startsAt: '2026-01-05T09:00',
    handoff: 'FREQ=WEEKLY;BYDAY=MO',
    ...more,
  });
  const schedule = (more: Record<string, unknown> = {}) => ({
    name: 'Web',
    timeZone: 'Europe/Berlin',
    layers: [layer()],
    ...more,
  });

  const long = 'x'.repeat(201);
  const times = (count: number) => Array.from({ length: count }, (_, index) => index).join(',');
  const cases: [string, () => unknown, string[]][] = [
    ['nothing', () => ({}), ['layers', 'name', 'timeZone']],
    ['a list', () => [], ['']],
    ['a text', () => '"x"', ['']],
    ['null', () => 'null', ['']],
    ['no name', () => schedule({ name: undefined }), ['name']],
    ['a blank name', () => schedule({ name: '  ' }), ['name']],
    ['a name that is a number', () => schedule({ name: 5 }), ['name']],
    ['a long name', () => schedule({ name: long }), ['name']],
    ['a name that cannot be stored', () => schedule({ name: 'a\u0000' }), ['name']],
    ['a zone that does not exist', () => schedule({ timeZone: 'Mars/Olympus' }), ['timeZone']],
    ['a zone that is an offset', () => schedule({ timeZone: '+02:00' }), ['timeZone']],
    ['a team that does not exist', () => schedule({ teamId: NOBODY }), ['teamId']],
    ['a team that is no id', () => schedule({ teamId: 'web' }), ['teamId']],
    ['an unknown field', () => schedule({ colour: 'red' }), ['colour']],
    ['no layers', () => schedule({ layers: [] }), ['layers']],
    ['layers that are no list', () => schedule({ layers: {} }), ['layers']],
    ['too many layers', () => schedule({ layers: Array.from({ length: 21 }, () => layer()) }), ['layers']],
    ['a layer that is a text', () => schedule({ layers: ['x'] }), ['layers.0']],
    ...(
      [
        ['an empty rotation', { participants: [] }, 'participants'],
        ['no rotation', { participants: undefined }, 'participants'],
        ['participants that are a text', { participants: 'ana' }, 'participants'],
        ['a participant that is no id', { participants: ['ana'] }, 'participants.0'],
        ['no start', { startsAt: undefined }, 'startsAt'],
        ['a start with an offset', { startsAt: '2026-01-05T09:00Z' }, 'startsAt'],
        ['a start on a day that does not exist', { startsAt: '2026-02-30T09:00' }, 'startsAt'],
        ['a start that is a number', { startsAt: 5 }, 'startsAt'],
        ['an end before the start', { endsAt: '2026-01-05T08:59' }, 'endsAt'],
        ['an end at the start', { endsAt: '2026-01-05T09:00' }, 'endsAt'],
        ['an end that is no time', { endsAt: 'later' }, 'endsAt'],
        ['no hand-off', { handoff: undefined }, 'handoff'],
        ['an empty hand-off', { handoff: '' }, 'handoff'],
        ['a hand-off that is no rule', { handoff: 'every Monday' }, 'handoff'],
        ['a hand-off with COUNT', { handoff: 'FREQ=DAILY;COUNT=3' }, 'handoff'],
        ['a hand-off with UNTIL', { handoff: 'FREQ=DAILY;UNTIL=20270101' }, 'handoff'],
        ['a hand-off with DTSTART', { handoff: 'DTSTART:20260105T090000' }, 'handoff'],
        ['a hand-off with TZID', { handoff: 'FREQ=DAILY;TZID=Europe/Berlin' }, 'handoff'],
        ['a hand-off of no interval', { handoff: 'FREQ=DAILY;INTERVAL=0' }, 'handoff'],
        ['a hand-off that never comes', { handoff: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'handoff'],
        ['a hand-off that is endless', { handoff: `FREQ=DAILY;BYHOUR=${'1,'.repeat(600)}` }, 'handoff'],
        [
          'a hand-off that spells out a month by the second',
          { handoff: `FREQ=MONTHLY;BYHOUR=${times(24)};BYMINUTE=${times(60)};BYSECOND=${times(60)}` },
          'handoff',
        ],
        ['a duration of nothing', { shiftDuration: 'PT0S' }, 'shiftDuration'],
        ['a duration before the start', { shiftDuration: '-PT1H' }, 'shiftDuration'],
        ['a duration that is no duration', { shiftDuration: '12 hours' }, 'shiftDuration'],
        ['a duration of ages', { shiftDuration: 'P300000Y' }, 'shiftDuration'],
        ['a restriction that is a text', { restrictions: ['nights'] }, 'restrictions.0'],
        ['a restriction without an end', { restrictions: [{ from: '09:00' }] }, 'restrictions.0.to'],
        [
          'an hour that does not exist',
          { restrictions: [{ from: '09:00', to: '24:00' }] },
          'restrictions.0.to',
        ],
        [
          'a day that does not exist',
          { restrictions: [{ days: ['XX'], from: '09:00', to: '17:00' }] },
          'restrictions.0.days.0',
        ],
        [
          'a restriction to no day',
          { restrictions: [{ days: [], from: '09:00', to: '17:00' }] },
          'restrictions.0.days',
        ],
        ['an unknown way with absences', { onAbsence: 'panic' }, 'onAbsence'],
        ['an unknown field in a layer', { colour: 'red' }, 'colour'],
      ] as const
    ).map(([title, more, path]): [string, () => unknown, string[]] => [
      title,
      () => schedule({ layers: [layer({ name: 'fine' }), layer(more)] }),
      [`layers.1.${path}`],
    ]),
    [
      'a participant who does not exist',
      () => schedule({ layers: [layer(), layer({ participants: [ana.id, NOBODY] })] }),
      ['layers.1.participants.1'],
    ],
    [
      'several faults, all told at once',
      () => schedule({ layers: [layer({ handoff: 'x', startsAt: 'y' }), layer({ shiftDuration: 'z' })] }),
      ['layers.0.handoff', 'layers.0.startsAt', 'layers.1.shiftDuration'],
    ],
  ];

  it.each(cases)('with %s are 422, made or replaced', async (_title, body, paths) => {
    const made = refusalOf(await rouse.api('POST', '/api/v1/schedules', body()));
    const replaced = refusalOf(await rouse.api('PUT', `/api/v1/schedules/${standing.id}`, body()));
    expect([made[0], ...made.slice(1).sort()]).toEqual([422, ...paths]);
    expect(replaced).toEqual(made);
  });

  it('with one layer id twice are 422 when they are replaced', async () => {
    const { layers } = layersSchema.parse(await rouse.get(`/api/v1/schedules/${standing.id}`));
    const [id] = layers.map((each) => each.id);
    const body = schedule({ layers: [layer({ id }), layer({ id: id?.toUpperCase() })] });
    const answer = await rouse.api('PUT', `/api/v1/schedules/${standing.id}`, body);
    expect(refusalOf(answer)).toEqual([422, 'layers.1.id']);
  });

  it('left nothing behind', async () => {
    const { items } = pageSchema.parse(await rouse.get('/api/v1/schedules'));
    expect(items).toMatchObject([{ id: standing.id, name: 'Standing', version: 1 }]);
  });

  it('are 400 where they cannot be read, 413 where they are too large', async () => {
    expect((await rouse.api('POST', '/api/v1/schedules', '{"name":')).status).toBe(400);
    const large = schedule({ name: 'x'.repeat(600_000) });
    expect((await rouse.api('POST', '/api/v1/schedules', large)).status).toBe(413);
  });

  it.each(['nobody', NOBODY, '%00', 'a'.repeat(150)])('are 404 under the id %s', async (id) => {
    expect((await rouse.api('GET', `/api/v1/schedules/${id}`)).status).toBe(404);
    expect((await rouse.api('PUT', `/api/v1/schedules/${id}`, schedule())).status).toBe(404);
    expect((await rouse.api('DELETE', `/api/v1/schedules/${id}`)).status).toBe(404);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'colour=blue'])(
    'are 422 listed by ?%s',
    async (query) => {
      expect(refusalOf(await rouse.api('GET', `/api/v1/schedules?${query}`))).toEqual([
        422,
        query.split('=')[0],
      ]);
    },
  );
});
