import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PageStore } from '../../src/paging/engine/page-store.js';
import { startLiving } from '../incidents/living.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let rouse: RunningRouse;
let double: TwilioDouble;
beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: double.settings });
  double.connect(rouse);
});
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

it('a page of low urgency waits until the person is awake, one of high urgency does not', async () => {
  const ana = await rouse.person({ name: 'Ana' });
  const inHours = async (hours: number): Promise<string> => {
    const [{ at }]: [{ at: string }] = await rouse.dataSource.query(
      `SELECT to_char((rouse_now() + make_interval(hours => $1)) AT TIME ZONE 'UTC', 'HH24:MI') AS at`,
      [hours],
    );
    return at;
  };
  const wakingHours = { from: await inHours(6), to: await inHours(10) };
  await rouse.put(`/api/v1/users/${ana.id}/waking-hours`, { wakingHours }, { token: ana.token });
  const policy = await rouse.policy([{ page: [ana], waitSeconds: 80_000 }]);
  const trigger = async (urgency: string, summary: string) => {
    const service = await rouse.service(policy, { urgency });
    await rouse.trigger(await rouse.integration(service), { summary });
    return rouse.incidentOf(service);
  };
  const low = await trigger('low', 'can wait');
  await rouse.eventually(async () => expect(await rouse.timelineKinds(low.id)).toContain('page.created'));
  await trigger('high', 'cannot wait');
  const phone = double.phone(ana.phone ?? '');
  expect((await phone.expectSms()).body).toContain('cannot wait');
  await rouse.advance({ hours: 5, minutes: 58 });
  await phone.expectNothing(0);
  await rouse.advance({ minutes: 3 });
  expect((await phone.expectSms()).body).toContain('can wait');
});

it('a page of low urgency that fails after bedtime hurries no other into the night', async () => {
  const living = await startLiving();
  try {
    const { rouse: quiet } = living;
    const bo = await quiet.person({ name: 'Bo', voice: true });
    const [hours]: [{ from: string; to: string }] = await quiet.dataSource.query(
      `SELECT to_char((rouse_now() - interval '6 hours') AT TIME ZONE 'UTC', 'HH24:MI') AS from,
              to_char((rouse_now() + interval '30 minutes') AT TIME ZONE 'UTC', 'HH24:MI') AS to`,
    );
    await quiet.put(`/api/v1/users/${bo.id}/waking-hours`, { wakingHours: hours }, { token: bo.token });
    const rules = [
      { contactMethodId: bo.methods.sms, delaySeconds: 0 },
      { contactMethodId: bo.methods.voice, delaySeconds: 3600 },
    ];
    await quiet.put(`/api/v1/users/${bo.id}/paging-rules`, { high: rules, low: rules }, { token: bo.token });
    const steps = [{ page: [bo], waitSeconds: 7200 }];
    const inTime = await living.triggered(steps, { urgency: 'low' });
    const late = await living.triggered(steps, { urgency: 'low' });
    const urgent = await living.triggered(steps);
    const next = async ({ id }: { id: string }) => {
      const pages = await quiet.dataSource.query<{ id: string; type: string; dueIn: number }[]>(
        `SELECT id, type, extract(epoch FROM due_at - rouse_now())::float8 AS "dueIn" FROM pages WHERE incident_id = $1`,
        [id],
      );
      const of = (type: string) => pages.find((page) => page.type === type);
      return { sms: of('sms')?.id ?? '', callInSeconds: of('voice')?.dueIn ?? -1 };
    };
    const fail = async (incident: { id: string }) => {
      const { sms } = await next(incident);
      const pages = quiet.app.get(PageStore, { strict: false });
      const { hurriedFor } = await quiet.dataSource.transaction((manager) => pages.hurryNext(manager, [sms]));
      return hurriedFor.size;
    };
    expect((await next(inTime)).callInSeconds).toBeGreaterThan(12 * 3600);
    expect(await fail(inTime)).toBe(1);
    expect((await next(inTime)).callInSeconds).toBeLessThanOrEqual(0);
    await quiet.advance({ minutes: 35 });
    expect(await fail(late)).toBe(0);
    expect((await next(late)).callInSeconds).toBeGreaterThan(12 * 3600);
    expect(await fail(urgent)).toBe(1);
    expect((await next(urgent)).callInSeconds).toBeLessThanOrEqual(0);
  } finally {
    await living.rouse.stop();
  }
});
