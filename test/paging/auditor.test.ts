import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Auditor } from '../../src/paging/auditor/auditor.js';
import { AUDITED_DEADLINES } from '../../src/paging/auditor/paging-observation.js';
import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { OverdueWork } from '../../src/platform/queue/overdue-work.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const problem = z.object({
  detail: z.string(),
  findings: z.array(z.object({ kind: z.string(), stopsPages: z.boolean() })),
});

let database: TestDatabase;
let api: RunningRouse;
let worker: RunningRouse | null = null;
beforeAll(async () => {
  database = await createTestDatabase();
  // An api alone: nothing wakes or sweeps, as when every sender has stopped while HTTP is green.
  api = await startRouse({ settings: { ROUSE_ROLE: 'api' }, database });
});
afterAll(async () => {
  await worker?.stop();
  await api.stop();
  await database.drop();
});

const look = (rouse: RunningRouse) => rouse.app.get(Auditor, { strict: false }).look();
const metric = async (rouse: RunningRouse, series: string): Promise<number> => {
  const text = String(await rouse.get('/metrics', { token: null }));
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
};
const pagingHealth = (rouse: RunningRouse) => rouse.api('GET', '/health/paging', undefined, { token: null });

describe('the auditor', () => {
  it('knows every kind of deadline that is swept', () => {
    const swept = api.app.get(OverdueWork, { strict: false }).all.map(({ kind }) => kind);
    const unknown = swept.filter((kind) => !AUDITED_DEADLINES.some((audited) => audited === kind));
    expect(unknown).toEqual(['canary', 'canary-wake-up']);
  });

  it('finds that pages do not go out while HTTP is green, and that they do once there is a worker', async () => {
    const ana = await api.person({ name: 'Ana' });
    const service = await api.service(await api.policy([{ page: [ana] }]));
    await api.trigger(await api.integration(service));
    await advanceDatabaseClock(api.dataSource, { minutes: 3 });
    await look(api);
    expect((await api.api('GET', '/health/ready', undefined, { token: null })).status).toBe(200);
    const bad = await pagingHealth(api);
    expect(bad.status).toBe(503);
    const { detail, findings } = problem.parse(bad.body);
    expect(findings.map(({ kind }) => kind)).toEqual(['sweeper-silence', 'queue-silence', 'late-escalation']);
    expect(detail).toMatch(
      /^No worker has been able to take up what is due, for \d+ s\. A deadline of the kind/,
    );
    expect(await metric(api, 'rouse_paging_healthy')).toBe(0);
    expect(await metric(api, 'rouse_auditor_finding{kind="late-escalation"}')).toBe(1);
    expect(await metric(api, 'rouse_auditor_finding{kind="late-page"}')).toBe(0);
    expect(await metric(api, 'rouse_oldest_overdue_seconds{kind="escalation"}')).toBeGreaterThanOrEqual(180);

    worker = await startRouse({ settings: { ROUSE_ROLE: 'worker' }, database });
    await api.eventually(async () => {
      await look(api);
      const good = await pagingHealth(api);
      expect(good).toMatchObject({ status: 200, body: { status: 'ok', findings: [] } });
    });
    expect(await metric(api, 'rouse_paging_healthy')).toBe(1);
    expect(await metric(api, 'rouse_oldest_overdue_seconds{kind="escalation"}')).toBe(0);
    expect(await metric(api, 'rouse_queue_silence_seconds')).toBeLessThan(45);
    expect(await metric(worker, 'rouse_page_latency_seconds_count{type="sms"}')).toBe(1);
    expect(await metric(worker, 'rouse_event_to_page_seconds_count{type="sms"}')).toBe(1);
    expect(
      await metric(worker, 'rouse_attempts_total{type="sms",provider="simulator",outcome="accepted"}'),
    ).toBe(1);
  }, 60_000);

  it('does not let the canary pass while pages cannot be claimed', async () => {
    const rouse = worker ?? api;
    const sweeper = rouse.app.get(Sweeper, { strict: false });
    await rouse.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
      CREATE TRIGGER refused BEFORE UPDATE ON pages FOR EACH STATEMENT EXECUTE FUNCTION refuse();`);
    await advanceDatabaseClock(rouse.dataSource, { minutes: 1 });
    await sweeper.sweep();
    await look(rouse);
    expect(problem.parse((await pagingHealth(rouse)).body).findings).toContainEqual({
      kind: 'sweeper-silence',
      stopsPages: true,
    });
    expect(await metric(rouse, 'rouse_sweeper_failures_total{kind="canary"}')).toBeGreaterThan(0);

    await rouse.dataSource.query('DROP FUNCTION refuse CASCADE');
    await advanceDatabaseClock(rouse.dataSource, { minutes: 1 });
    await sweeper.sweep();
    await look(rouse);
    expect((await pagingHealth(rouse)).status).toBe(200);
  });

  it('sees a page that is claimed again and again in vain', async () => {
    await api.dataSource.query(
      `UPDATE pages SET status = 'waiting', attempt_count = 0, wanted_at = rouse_now() - interval '5 minutes',
         due_at = rouse_now() + interval '14 seconds'`,
    );
    await look(api);
    expect(await metric(api, 'rouse_oldest_overdue_seconds{kind="page"}')).toBeGreaterThanOrEqual(300);
    await api.dataSource.query(`UPDATE pages SET due_at = NULL, status = 'delivered'`);
  });

  it('says that it is blind while nothing was read yet', async () => {
    const fresh = await startRouse({ settings: { ROUSE_ROLE: 'api' }, database });
    const answer = await pagingHealth(fresh);
    await fresh.stop();
    expect(answer.status).toBe(503);
    expect(problem.parse(answer.body).findings).toEqual([{ kind: 'blind', stopsPages: true }]);
  });
});
