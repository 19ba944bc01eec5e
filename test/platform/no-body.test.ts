import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const NOBODY = '0198c0de-7f00-7000-8000-000000000000';

describe('a request whose address says it all', () => {
  let rouse: RunningRouse;
  let acknowledge: string;
  beforeAll(async () => {
    rouse = await startRouse();
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    const integration = await rouse.integration(service, 'generic');
    await rouse.api('POST', integration.url, { summary: 'Disk full' }, { token: null });
    const [incident] = await rouse.incidentsOf(service);
    acknowledge = `/api/v1/incidents/${incident?.id ?? ''}/acknowledge`;
  });
  afterAll(() => rouse.stop());

  it.each<[string, unknown, string]>([
    ['a field', { comment: 'mine' }, 'comment'],
    ['a list', [], ''],
    ['a text', '"mine"', ''],
    ['a number', '5', ''],
  ])('refuses %s with 422 and changes nothing', async (_case, body, path) => {
    expect(await rouse.api('POST', acknowledge, body)).toMatchObject({
      status: 422,
      body: { errors: [{ path, message: expect.any(String) }] },
    });
    expect(await rouse.get(acknowledge.replace('/acknowledge', ''))).toMatchObject({ status: 'triggered' });
  });

  it('asks who is there before it looks at the body', async () => {
    expect(await rouse.api('POST', acknowledge, { comment: 'mine' }, { token: null })).toMatchObject({
      status: 401,
    });
  });

  it.each<[string, unknown, Record<string, string>]>([
    ['nothing', undefined, {}],
    ['nothing that calls itself JSON', '', { 'content-type': 'application/json' }],
    ['null', 'null', {}],
    ['an empty object', {}, {}],
  ])('takes %s', async (_case, body, headers) => {
    expect(await rouse.api('POST', acknowledge, body, { headers })).toMatchObject({
      status: 200,
      body: { status: 'acknowledged' },
    });
  });

  it.each([`/api/v1/overrides/${NOBODY}`, `/api/v1/services/${NOBODY}`])(
    'deletes %s under any content type',
    async (path) => {
      const headers = { 'content-type': 'application/json' };
      expect(await rouse.api('DELETE', path, undefined, { headers })).toMatchObject({ status: 404 });
    },
  );
});
