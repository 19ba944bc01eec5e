import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const foundSchema = z.object({
  items: z.array(z.object({ kind: z.string(), name: z.string(), number: z.int().nullable() }).loose()),
});

describe('search', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
    const ana = await rouse.person({ name: 'Ana Checkout' });
    await rouse.team('Checkout team', [ana]);
    const schedule = await rouse.schedule([ana], { name: 'Checkout primary' });
    const policy = await rouse.policy([{ page: [schedule] }], { name: 'Then checkout' });
    const service = await rouse.service(policy, { name: 'checkout' });
    const integration = await rouse.integration(service);
    await rouse.trigger(integration, { summary: '100% of the CHECKOUT calls fail', dedupKey: 'calls' });
    await rouse.trigger(integration, { summary: 'Disk full', dedupKey: 'disk' });
    await rouse.eventually(async () => expect(await rouse.incidentsOf(service)).toHaveLength(2));
  });
  afterAll(() => rouse.stop());

  const find = async (text: string) =>
    foundSchema.parse(await rouse.get(`/api/v1/search?text=${encodeURIComponent(text)}`)).items;

  it('finds things of every kind by a part of their name, in any case', async () => {
    expect((await find('checkout')).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'incident 100% of the CHECKOUT calls fail',
      'person Ana Checkout',
      'policy Then checkout',
      'schedule Checkout primary',
      'service checkout',
      'team Checkout team',
    ]);
  });

  it('finds incidents by their number, and takes signs as they are', async () => {
    const disk = (await find('Disk full'))[0];
    expect(await find(`#${String(disk?.number)}`)).toEqual([disk]);
    expect(await find('100%')).toHaveLength(1);
    expect(await find('_')).toEqual([]);
  });

  it('refuses nothing to look for', async () => {
    expect((await rouse.api('GET', '/api/v1/search?text=%20')).status).toBe(422);
  });
});
