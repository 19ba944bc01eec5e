import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { QuietAlerts } from '../../src/incidents/deadlines/quiet-alerts.js';
import { AdvanceEscalationHandler } from '../../src/paging/engine/advance-escalation.handler.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

describe('what happens at the same moment', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    // An api alone: nothing wakes or sweeps by itself.
    rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
  });
  afterAll(() => rouse.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const serviceOf = async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    return { service, integration: await rouse.integration(service) };
  };

  it('a trigger that waits for somebody who resolves the incident opens a new one', async () => {
    const { service, integration } = await serviceOf();
    const dedupKey = await rouse.trigger(integration);
    const { id } = await rouse.incidentOf(service);
    const trigger = await rouse.dataSource.transaction(async (manager) => {
      await manager.query(`UPDATE incidents SET status = 'resolved' WHERE id = $1`, [id]);
      const waiting = rouse.trigger(integration, { dedupKey });
      await sleep(300);
      await manager.query(`UPDATE alerts SET status = 'resolved' WHERE incident_id = $1`, [id]);
      return { waiting };
    });
    await trigger.waiting;
    expect((await rouse.incidentsOf(service)).map(({ status }) => status)).toEqual(['triggered', 'resolved']);
  });

  it('a flapping alert that is merged away while it is being settled is left alone', async () => {
    const { service, integration } = await serviceOf();
    const other = await serviceOf();
    const dedupKey = await rouse.trigger(integration);
    await rouse.trigger(other.integration);
    const [from, into] = [await rouse.incidentOf(service), await rouse.incidentOf(other.service)];
    const [[{ id }]] = z.tuple([z.tuple([z.object({ id: z.string() })]), z.number()]).parse(
      await rouse.dataSource.query(
        `UPDATE alerts SET flapping_since = rouse_now(), settles_at = rouse_now(),
             last_event_at = rouse_now() - interval '1 hour' WHERE incident_id = $1 RETURNING id`,
        [from.id],
      ),
    );
    const settling = await rouse.dataSource.transaction(async (manager) => {
      await manager.query('SELECT id FROM incidents WHERE id = $1 FOR NO KEY UPDATE', [from.id]);
      const waiting = rouse.app.get(QuietAlerts, { strict: false }).takeUp(id);
      await sleep(300);
      await manager.query('UPDATE alerts SET incident_id = $2 WHERE id = $1', [id, into.id]);
      return { waiting };
    });
    await settling.waiting;
    expect(await rouse.incident(into.id)).toMatchObject({ status: 'triggered' });
    expect(
      await rouse.dataSource.query('SELECT status FROM alerts WHERE dedup_key = $1', [dedupKey]),
    ).toEqual([{ status: 'triggered' }]);
  });

  it('many incidents at once give one phone a code each', async () => {
    const { service, integration } = await serviceOf();
    await Promise.all(Array.from({ length: 30 }, () => rouse.trigger(integration)));
    const incidents = await rouse.incidentsOf(service);
    expect(incidents).toHaveLength(30);
    // Few codes to choose from, so that two that do not know of each other choose the same.
    const { random } = Math;
    jest.spyOn(Math, 'random').mockImplementation(() => Math.floor(random() * 50) / 900);
    const advance = rouse.app.get(AdvanceEscalationHandler, { strict: false });
    await Promise.all(incidents.map(({ id }) => advance.handle({ id, fence: 1 })));
    const codes = await rouse.dataSource.query<{ code: string }[]>(
      `SELECT DISTINCT reply_code AS code FROM pages JOIN incidents ON incidents.id = incident_id WHERE service_id = $1`,
      [service.id],
    );
    expect(codes).toHaveLength(30);
  });
});
