import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { countQueries } from './count-queries.js';

const ownSchema = z.object({
  items: z.array(
    z.looseObject({
      scheduleName: z.string(),
      teamName: z.string().nullable(),
      userName: z.string().nullable(),
      gaps: z.array(z.object({ start: z.string(), end: z.string().nullable(), weekly: z.boolean() })),
    }),
  ),
});

describe('the schedules that somebody has to do with', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
    const team = await rouse.team('Checkout', [ana]);
    const layer = { name: 'primary', participants: [bo.id], startsAt: '2026-01-05T09:00' };
    const layers = [{ ...layer, handoff: 'FREQ=WEEKLY;BYDAY=MO' }];
    await rouse.post('/api/v1/schedules', { name: 'Of the team', timeZone: 'UTC', teamId: team.id, layers });
    await rouse.schedule([ana, bo], { name: 'In turns' });
    await rouse.schedule([cy], { name: 'Of others' });
  });
  afterAll(() => rouse.stop());

  const of = async (person: Person) =>
    ownSchema.parse(await rouse.get('/api/v1/me/schedules', { token: person.token })).items;

  it('are those of their teams and those that they are in, with who is on call', async () => {
    expect((await of(cy)).map(({ scheduleName, userName }) => [scheduleName, userName])).toEqual([
      ['Of others', 'Cy'],
    ]);
    expect((await of(ana)).map(({ scheduleName, teamName }) => [scheduleName, teamName])).toEqual([
      ['In turns', null],
      ['Of the team', 'Checkout'],
    ]);
  });

  it('tell what nobody covers, and which of it is meant', async () => {
    const dee = await rouse.person({ name: 'Dee' });
    const office = { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' };
    const layer = { participants: [dee.id], startsAt: '2026-01-05T09:00', handoff: 'FREQ=WEEKLY;BYDAY=MO' };
    const layers = [{ name: 'office', ...layer, restrictions: [office] }];
    await rouse.post('/api/v1/schedules', { name: `Office of ${dee.id}`, timeZone: 'UTC', layers });
    const [own] = await of(dee);
    expect(own?.gaps).toMatchObject([{ weekly: true }]);
    await rouse.post(`/api/v1/users/${dee.id}/absences`, {
      start: new Date(Date.now() + 86_400_000).toISOString(),
      end: new Date(Date.now() + 9 * 86_400_000).toISOString(),
    });
    expect((await of(dee))[0]?.gaps.some(({ weekly }) => !weekly)).toBe(true);
  });

  it('cost the same queries, however many there are', async () => {
    const few = await countQueries(rouse, () => of(cy));
    for (let more = 0; more < 4; more += 1) await rouse.schedule([cy]);
    expect(await countQueries(rouse, () => of(cy))).toBe(few);
    expect(await of(cy)).toHaveLength(5);
  });
});
