import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { oneService, type OneService } from './one-service.js';

describe('POST /integrations/:key/generic', () => {
  let rouse: RunningRouse;
  let it1: OneService;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    it1 = await oneService(rouse);
  });
  const send = (body: unknown) => rouse.api('POST', it1.generic.url, body, { token: null });

  it('opens, acknowledges and resolves', async () => {
    expect(await send({ summary: 'Backup failed', dedupKey: 'backup', severity: 'warning' })).toMatchObject({
      status: 202,
      body: { status: 'accepted', dedupKey: 'backup' },
    });
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([
      { title: 'Backup failed', status: 'triggered', severity: 'warning', urgency: 'low' },
    ]);
    await send({ action: 'acknowledge', dedupKey: 'backup' });
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([{ status: 'acknowledged' }]);
    await send({ action: 'resolve', dedupKey: 'backup', summary: 'Backup is fine again' });
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([
      { status: 'resolved', title: 'Backup failed' },
    ]);
  });

  it('makes up what is absent, and does not mind what it does not know', async () => {
    const answer = await send({ summary: 'Backup failed', host: 'db-1' });
    expect(answer).toMatchObject({
      status: 202,
      body: { dedupKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(await rouse.incidentsOf(it1.service)).toMatchObject([{ severity: 'error', urgency: 'high' }]);
  });

  it.each<[string, unknown, { path: string; message: string }[]]>([
    ['no fields', {}, [{ path: 'summary', message: 'is required' }]],
    [
      'wrong fields',
      { summary: 7, severity: 'bad', details: 'x' },
      [
        { path: 'severity', message: 'must be one of critical, error, warning, info' },
        { path: 'details', message: 'must be an object' },
        { path: 'summary', message: 'must be a text' },
      ],
    ],
    ['half of JSON', '{', []],
    ['no body', undefined, []],
  ])('answers 400 to %s and says which', async (_case, body, errors) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, body: { type: 'about:blank', status: 400, errors } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});
