import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RunningEscalations } from '../../src/escalations/running-escalations.js';
import { AdvanceEscalationHandler } from '../../src/paging/engine/advance-escalation.handler.js';
import { DeliverPageHandler } from '../../src/paging/engine/deliver-page.handler.js';
import { DeliverPages } from '../../src/paging/engine/deliver-pages.js';
import { PageStore } from '../../src/paging/engine/page-store.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

interface Row {
  id: string;
  status: string;
  fence: number;
}

describe('a wake-up that is not what it was', () => {
  let rouse: RunningRouse;
  let incidentId: string;
  beforeAll(async () => {
    // An api alone: nothing wakes or sweeps by itself.
    rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
  });
  afterAll(() => rouse.stop());

  /** An incident that nobody has been paged about yet. */
  beforeEach(async () => {
    const ana = await rouse.person({ name: 'Ana', voice: true });
    const bo = await rouse.person({ name: 'Bo' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }, { page: [bo] }]));
    await rouse.trigger(await rouse.integration(service));
    incidentId = (await rouse.incidentOf(service)).id;
  });

  const escalation = async (): Promise<Row> => {
    const [row] = await rouse.dataSource.query<Row[]>(
      'SELECT incident_id AS id, status, fence FROM escalations WHERE incident_id = $1',
      [incidentId],
    );
    if (!row) throw new Error('no escalation');
    return row;
  };
  const pages = () =>
    rouse.dataSource.query<Row[]>('SELECT id, status, fence FROM pages WHERE incident_id = $1 ORDER BY id', [
      incidentId,
    ]);
  const advance = (fence: number) =>
    rouse.app.get(AdvanceEscalationHandler, { strict: false }).advance(incidentId, fence, true);
  const deliver = (page: Row, fence: number) =>
    rouse.app.get(DeliverPages, { strict: false }).deliver([{ id: page.id, fence }], true);

  it('with an old fence does not take the escalation on: another worker has claimed it after the lease', async () => {
    const { fence } = await escalation();
    await advance(fence);
    expect(await pages()).toHaveLength(2);
    const after = await escalation();
    // The lease is over: as long as the deadline goes, the next step would begin.
    await rouse.dataSource.query(
      `UPDATE escalations SET position = jsonb_set(position, '{stepEndsAt}', '"2026-01-01T00:00:00.000Z"')
       WHERE incident_id = $1`,
      [incidentId],
    );
    await advance(fence);
    expect(await escalation()).toEqual(after);
    expect(await pages()).toHaveLength(2);
    await advance(after.fence);
    expect(await pages()).toHaveLength(3);
  });

  it('with an old fence does not send the page', async () => {
    await advance((await escalation()).fence);
    const before = await pages();
    const [page] = before;
    if (!page) throw new Error('no page');
    await deliver(page, page.fence - 1);
    expect(await pages()).toEqual(before);
    await deliver(page, page.fence);
    expect(await pages()).not.toEqual(before);
  });

  it('does nothing once a sweeper has claimed what it is about', async () => {
    const manager = rouse.dataSource.manager;
    const { fence } = await escalation();
    await rouse.app.get(RunningEscalations, { strict: false }).claimOverdue(manager, 100, 0, 60_000);
    await advance(fence);
    expect(await pages()).toEqual([]);
    await advance((await escalation()).fence);
    const [page] = await pages();
    if (!page) throw new Error('no page');
    await rouse.app.get(PageStore, { strict: false }).claimOverdue(manager, 100, 0, 60_000);
    await deliver(page, page.fence);
    expect((await pages()).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
  });

  it('before its time does nothing', async () => {
    await advance((await escalation()).fence);
    const before = { escalation: await escalation(), pages: await pages() };
    const [, call] = before.pages;
    if (!call) throw new Error('no page by voice');
    const early = [
      rouse.app.get(AdvanceEscalationHandler, { strict: false }).handle(before.escalation),
      rouse.app.get(DeliverPageHandler, { strict: false }).handle(call),
    ];
    await Promise.all(early);
    expect({ escalation: await escalation(), pages: await pages() }).toEqual(before);
  });

  it('stops the escalation where somebody has the incident', async () => {
    await rouse.dataSource.query(`UPDATE incidents SET status = 'acknowledged' WHERE id = $1`, [incidentId]);
    await advance((await escalation()).fence);
    expect(await escalation()).toMatchObject({ status: 'stopped' });
    expect(await pages()).toEqual([]);
  });

  it('is never missing: a running escalation without a deadline cannot be written', async () => {
    await expect(
      rouse.dataSource.query('UPDATE escalations SET due_at = NULL WHERE incident_id = $1', [incidentId]),
    ).rejects.toThrow(/check constraint/);
  });
});
