import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Auditor } from '../../src/paging/auditor/auditor.js';
import { NoticeSender } from '../../src/paging/notices/notice-sender.js';
import { RestoreHold } from '../../src/restore/restore-hold.js';
import { RestoreWatch } from '../../src/restore/restore-watch.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

interface Paged {
  service: { id: string; name: string };
  integration: Integration;
}

describe('a database that comes back from a backup', () => {
  let double: TwilioDouble;
  let database: TestDatabase;
  let outside: DataSource;
  let rouse: RunningRouse;
  let ana: Person;
  let admin: Person;
  let waiting: Paged;
  let snoozed: Paged;
  let maintained: Paged;
  let grouped: Paged;

  const start = async (): Promise<void> => {
    // An api alone: nothing is sent before the test lets time pass.
    rouse = await startRouse({ database, settings: { ...double.settings, ROUSE_ROLE: 'api' } });
    double.connect(rouse);
  };
  /** Everything that is due is done, pages and notices. */
  const settle = async (): Promise<void> => {
    await rouse.advance({ seconds: 0 });
    await rouse.app.get(NoticeSender, { strict: false }).sendDue();
  };
  const pagedBy = async (person: Person, more: Record<string, unknown> = {}): Promise<Paged> => {
    const service = await rouse.service(await rouse.policy([{ page: [person], waitSeconds: 600 }]), more);
    return { service, integration: await rouse.integration(service) };
  };
  const restored = () => rouse.get('/api/v1/restore');
  const kinds = async ({ service }: Paged) => {
    const [incident] = await rouse.incidentsOf(service);
    return rouse.timelineKinds(incident?.id ?? '');
  };

  beforeAll(async () => {
    double = await startTwilioDouble();
    database = await createTestDatabase();
    outside = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    await start();
    ana = await rouse.person({ name: 'Ana', voice: true });
    admin = await rouse.person({ name: 'Ida', role: 'admin', voice: true });
    waiting = await pagedBy(ana);
    snoozed = await pagedBy(ana);
    maintained = await pagedBy(ana);
    grouped = await pagedBy(ana, {
      grouping: { by: 'fields', fields: ['source'] },
      autoResolveSeconds: 3_600,
    });
    await outside.query(
      `INSERT INTO database_place (system_identifier, database_oid, timeline, seen_at)
       SELECT '1', 1, '00000001', rouse_now() ON CONFLICT (only_row) DO UPDATE SET seen_at = rouse_now()`,
    );
    await rouse.trigger(waiting.integration, { dedupKey: 'disk' });
    await rouse.trigger(snoozed.integration, { dedupKey: 'cpu' });
    await rouse.trigger(grouped.integration, { dedupKey: 'one' });
    const { id } = await rouse.incidentOf(snoozed.service);
    await rouse.post(`/api/v1/incidents/${id}/snooze`, { seconds: 3_600 }, { token: ana.token });
    const waitingId = (await rouse.incidentOf(waiting.service)).id;
    await rouse.post(
      `/api/v1/incidents/${waitingId}/responder-requests`,
      { userId: ana.id, message: 'Come' },
      { token: admin.token },
    );
    const [{ now } = { now: new Date() }] = await outside.query<{ now: Date }[]>('SELECT rouse_now() AS now');
    await rouse.post('/api/v1/maintenance-windows', {
      name: 'New disks',
      serviceIds: [maintained.service.id],
      start: new Date(now.getTime() - 60_000).toISOString(),
      end: new Date(now.getTime() + 600_000).toISOString(),
    });
    await rouse.trigger(maintained.integration, { dedupKey: 'array' });
    await rouse.advance({ seconds: 0 });
    await outside.query(
      `INSERT INTO notices (id, user_id, kind, text, once_key, due_at)
       VALUES (gen_random_uuid(), $1, 'swap.requested', 'Take my shift?', 'old news', rouse_now())`,
      [ana.id],
    );
    await outside.query(
      `INSERT INTO sessions (id, user_id, secret_hash, source_address, user_agent, expires_at)
       VALUES (gen_random_uuid(), $1, 'ended since the backup', '192.0.2.1', '', rouse_now() + interval '30 days')`,
      [ana.id],
    );
    await rouse.stop();
  }, 60_000);
  afterAll(async () => {
    await rouse.stop();
    await outside.destroy();
    await database.drop();
    await double.stop();
  });

  it('pages nobody about the past, and tells the admins once how many incidents are held', async () => {
    const before = double.messages.length;
    await advanceDatabaseClock(outside, { days: 1 });
    await outside.query('DELETE FROM database_place');
    await start();
    await settle();
    await rouse.advance({ minutes: 30 });
    await settle();
    const texts = double.messages.slice(before).map(({ to, body }) => ({ to, body }));
    expect(texts).toEqual([
      {
        to: admin.phone,
        body: expect.stringMatching(
          /^Rouse was restored as it was .+\. 4 incidents are held: .+\/api\/v1\/restore$/,
        ),
      },
    ]);
    expect(double.calls).toEqual([]);
    expect(await restored()).toMatchObject({
      heldCount: 4,
      restore: { heldAtFirst: 4, decision: null, decidedBy: null },
    });
    expect(await rouse.get('/api/v1/restore/held-incidents?limit=3')).toMatchObject({
      items: [{ serviceName: waiting.service.name }, {}, {}],
      nextCursor: expect.any(String),
    });
    expect(await kinds(waiting)).toEqual(
      expect.arrayContaining(['escalation.held', 'responder.cancelled', 'page.cancelled']),
    );
    expect(await kinds(snoozed)).toEqual(expect.arrayContaining(['incident.woke', 'escalation.held']));
    expect(await kinds(maintained)).toEqual(['incident.triggered', 'escalation.held']);
    expect(await rouse.incidentOf(grouped.service)).toMatchObject({ status: 'triggered' });
    expect(await outside.query('SELECT id FROM sessions')).toEqual([]);
  });

  it('is found restored once, not at every start', async () => {
    await rouse.stop();
    const before = double.messages.length;
    await start();
    await settle();
    expect(double.messages).toHaveLength(before);
    expect(await outside.query('SELECT id FROM restores')).toHaveLength(1);
  });

  it('calls the admins until somebody decides, and says outside that pages are held', async () => {
    const remind = async (): Promise<void> => {
      const hold = rouse.app.get(RestoreHold, { strict: false });
      await rouse.dataSource.transaction((manager) => hold.remindAdmins(manager));
      await settle();
    };
    const before = double.calls.length;
    await remind();
    await remind();
    expect(double.calls.slice(before).map(({ to }) => to)).toEqual([admin.phone]);
    await rouse.advance({ minutes: 15 });
    await remind();
    expect(double.calls.slice(before).map(({ to }) => to)).toEqual([admin.phone, admin.phone]);
    const auditor = rouse.app.get(Auditor, { strict: false });
    await auditor.look();
    expect(auditor.findings().map(({ kind }) => kind)).toContain('held-since-restore');
  });

  it('pages for a new alert at once', async () => {
    const fresh = await pagedBy(ana);
    await rouse.trigger(fresh.integration, { summary: 'no memory' });
    await settle();
    expect(double.messages.at(-1)).toMatchObject({ to: ana.phone, body: expect.stringMatching(/no memory/) });
    expect(await restored()).toMatchObject({ heldCount: 4 });
  });

  it('pages for what its source tells of again, and for what joins it', async () => {
    await rouse.advance({ minutes: 2 });
    await rouse.trigger(snoozed.integration, { dedupKey: 'cpu', summary: 'cpu still hot' });
    await rouse.trigger(grouped.integration, { dedupKey: 'two', summary: 'another one' });
    await settle();
    expect(double.messages.slice(-2).map(({ to }) => to)).toEqual([ana.phone, ana.phone]);
    expect(await kinds(snoozed)).toEqual(expect.arrayContaining(['escalation.resumed', 'step.started']));
    expect(await kinds(grouped)).toEqual(expect.arrayContaining(['escalation.resumed', 'step.started']));
    expect(await restored()).toMatchObject({ heldCount: 2 });
  });

  it('is not moved by an event that says nothing of the kind, and goes on as ever when a person acts', async () => {
    const { id } = await rouse.incidentOf(maintained.service);
    await rouse.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: ana.token });
    expect(await restored()).toMatchObject({ heldCount: 1 });
    await rouse.post(`/api/v1/incidents/${id}/escalate`, undefined, { token: ana.token });
    await settle();
    expect(await kinds(maintained)).toContain('step.started');
    await rouse.post(`/api/v1/incidents/${id}/resolve`, undefined, { token: ana.token });
  });

  it('lets an admin decide: none stay silent, all are paged from the beginning of their policy', async () => {
    const refused = await rouse.api('POST', '/api/v1/restore/resume', { which: 'all' }, { token: ana.token });
    expect(refused.status).toBe(403);
    expect(await rouse.post('/api/v1/restore/resume', { which: 'none' })).toMatchObject({
      heldCount: 1,
      restore: { decision: 'none' },
    });
    const before = (await kinds(waiting)).length;
    await rouse.advance({ minutes: 90 });
    expect(await kinds(waiting)).toHaveLength(before);
    expect(
      await rouse.post('/api/v1/restore/resume', { which: 'all' }, { token: admin.token }),
    ).toMatchObject({ heldCount: 0, restore: { decision: 'all', decidedBy: admin.id } });
    await settle();
    expect((await kinds(waiting)).slice(before)).toEqual(
      expect.arrayContaining(['escalation.resumed', 'step.started', 'page.created']),
    );
  });

  it('knows an outage from a restore: what was open is paged after a day without Rouse', async () => {
    const other = await pagedBy(await rouse.person({ name: 'Bo' }));
    await rouse.trigger(other.integration, { dedupKey: 'disk' });
    await rouse.stop();
    await outside.query('UPDATE database_place SET seen_at = rouse_now()');
    await advanceDatabaseClock(outside, { days: 1 });
    await start();
    await settle();
    expect(await kinds(other)).toEqual(expect.arrayContaining(['step.started', 'attempt.sent']));
    expect(await outside.query('SELECT id FROM restores')).toHaveLength(1);
  });

  it('knows a restore by the place alone: another server, and a gap', async () => {
    const other = await pagedBy(await rouse.person({ name: 'Cy' }));
    await rouse.trigger(other.integration, { dedupKey: 'disk' });
    await rouse.stop();
    await outside.query(`UPDATE database_place SET seen_at = rouse_now(), system_identifier = '1'`);
    await advanceDatabaseClock(outside, { hours: 1 });
    await start();
    await settle();
    expect(await kinds(other)).toEqual(['incident.triggered', 'escalation.held']);
  });

  it('knows an outage from a restore where it ran all the time: another server goes on where it was', async () => {
    const other = await pagedBy(await rouse.person({ name: 'Di' }));
    await rouse.trigger(other.integration, { dedupKey: 'disk' });
    const watch = rouse.app.get(RestoreWatch, { strict: false });
    await watch.look();
    const restores = (await outside.query<unknown[]>('SELECT id FROM restores')).length;
    await outside.query(`UPDATE database_place SET system_identifier = '1'`);
    await advanceDatabaseClock(outside, { hours: 3 });
    await watch.look();
    await settle();
    expect(await kinds(other)).toEqual(expect.arrayContaining(['step.started', 'attempt.sent']));
    await outside.query(
      `UPDATE database_place SET system_identifier = '1', seen_at = seen_at - interval '1 day'`,
    );
    await watch.look();
    expect(await outside.query('SELECT id FROM restores')).toHaveLength(restores + 1);
  });
});
