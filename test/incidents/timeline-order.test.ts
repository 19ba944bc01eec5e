import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const page = z.object({
  items: z.array(z.looseObject({ kind: z.string(), text: z.string().optional() })),
  nextCursor: z.string().nullable(),
});

describe('the timeline of an incident', () => {
  let rouse: RunningRouse;
  let path: string;
  const said = Array.from({ length: 12 }, (_nothing, place) => `note ${String(place)}`);

  beforeAll(async () => {
    rouse = await startRouse();
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    const integration = await rouse.integration(service, 'generic');
    await rouse.api('POST', integration.url, { summary: 'Disk full' }, { token: null });
    const [incident] = await rouse.incidentsOf(service);
    path = `/api/v1/incidents/${incident?.id ?? ''}`;
    for (const text of said) await rouse.post(`${path}/notes`, { text });
  });
  afterAll(() => rouse.stop());

  const notes = (items: z.output<typeof page>['items']) => items.flatMap(({ text }) => text ?? []);

  it('is told in the order in which it happened, also past the ninth entry of a database', async () => {
    const { items } = page.parse(await rouse.get(`${path}/timeline`));
    expect(items[0]?.kind).toBe('incident.triggered');
    expect(notes(items)).toEqual(said);
  });

  it('is the same a page at a time', async () => {
    const items: z.output<typeof page>['items'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const next = page.parse(await rouse.get(`${path}/timeline?limit=5${query}`));
      items.push(...next.items);
      cursor = next.nextCursor;
    }
    expect(notes(items)).toEqual(said);
  });
});
