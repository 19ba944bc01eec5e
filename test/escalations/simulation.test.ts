import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';
import { FrozenClock } from './frozen-clock.js';

const POLICIES = '/api/v1/escalation-policies';
const SIMULATE = `${POLICIES}/simulate`;

const simulationSchema = z.object({
  at: z.string(),
  urgency: z.string(),
  pages: z.array(
    z.object({
      afterSeconds: z.int(),
      userId: z.string(),
      contactMethodId: z.string(),
      type: z.string(),
      policyId: z.string(),
      step: z.int(),
      round: z.int(),
      reason: z.string(),
    }),
  ),
  entries: z.array(z.object({ afterSeconds: z.int(), kind: z.string(), reason: z.string() })),
  endsAfterSeconds: z.int(),
  truncated: z.boolean(),
});

/** What a `page.created` of the timeline has in common with a page of the simulation. */
const createdPageSchema = simulationSchema.shape.pages.element
  .omit({ policyId: true })
  .extend({ delaySeconds: z.int() });

describe('the simulation of a policy', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let dee: Person;
  let boss: Person;
  let web: Schedule;
  let team: { id: string };
  beforeAll(async () => {
    double = await startTwilioDouble();
    // No worker beside the test: what is due is worked off while the clock stands at its moment, and nothing else is.
    rouse = await startRouse({ settings: { ...double.settings, ROUSE_ROLE: 'api' } });
    double.connect(rouse);
    ana = await rouse.person({ name: 'Ana', voice: true });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
    dee = await rouse.person({ name: 'Dee', role: 'observer' });
    boss = await rouse.person({ name: 'Boss', voice: true });
    web = await rouse.schedule([ana, bo], { startsAt: '2026-01-05T09:00', handoff: 'FREQ=DAILY' });
    team = await rouse.team('Deputies', [cy, dee]);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  const user = ({ id }: { id: string }) => ({ type: 'user', id });
  const step = (target: unknown, escalateAfterSeconds: number, conditions?: unknown) => ({
    targets: [target],
    escalateAfterSeconds,
    ...(conditions === undefined ? {} : { conditions }),
  });
  let made = 0;
  const policy = (name: string, steps: unknown[], more: Record<string, unknown> = {}) => ({
    name: `${name} ${String(++made)}`,
    repeat: 0,
    steps,
    ...more,
  });
  const simulate = async (body: unknown, as: Person = dee) =>
    simulationSchema.parse(await rouse.post(SIMULATE, body, { token: as.token }));
  const nameOf = (userId: string): string =>
    [ana, bo, cy, dee, boss].find((person) => person.id === userId)?.name ?? userId;
  const inShort = ({ pages }: Awaited<ReturnType<typeof simulate>>): string[] =>
    pages.map((page) => `+${String(page.afterSeconds)} ${nameOf(page.userId)} ${page.type}`);

  it('and what then happens agree to the second', async () => {
    const second = await rouse.post(
      POLICIES,
      policy('Deputies', [step({ type: 'round-robin', of: { type: 'team', id: team.id } }, 60)], {
        lastResort: [user(boss)],
      }),
    );
    const first = await rouse.post(
      POLICIES,
      policy(
        'Web',
        [
          step({ type: 'schedule', id: web.id }, 150),
          // It is daytime in UTC, and night where the service is.
          step(user(boss), 300, { hours: { from: '08:00', to: '20:00' } }),
          step(user(cy), 60),
        ],
        { repeat: 1, handOffTo: idOf(second) },
      ),
    );
    const service = await rouse.service({ id: idOf(first) }, { timeZone: 'America/New_York' });
    const integration = await rouse.integration(service);
    // Ninety seconds before the hand-off of a day on which it is from ana to bo.
    const [row] = await rouse.dataSource.query<{ at: Date }[]>(
      `SELECT date_bin('2 days', rouse_now(), '2026-01-05T08:58:30Z') + interval '4 days' - interval '1 day' AS at`,
    );
    const clock = await FrozenClock.at(rouse, row?.at ?? new Date(NaN));

    const told = await simulate({ serviceId: service.id });
    expect(inShort(told)).toEqual([
      '+0 Ana sms',
      '+90 Bo sms',
      '+120 Ana voice',
      '+150 Cy sms',
      '+210 Bo sms',
      '+360 Cy sms',
      '+420 Dee sms',
      '+480 Boss sms',
      '+600 Boss voice',
    ]);
    expect(told).toMatchObject({ urgency: 'high', endsAfterSeconds: 480, truncated: false });
    expect(told.entries.map(({ afterSeconds, kind }) => `+${String(afterSeconds)} ${kind}`)).toEqual([
      '+0 step.started',
      '+90 handoff.paged',
      '+150 step.skipped',
      '+150 step.started',
      '+210 step.started',
      '+360 step.skipped',
      '+360 step.started',
      '+420 escalation.handed-off',
      '+420 step.started',
      '+480 escalation.exhausted',
    ]);

    await rouse.trigger(integration);
    const heard = await clock.run(double, told.endsAfterSeconds + 130);
    expect(heard.sort((left, right) => left.afterSeconds - right.afterSeconds)).toEqual(
      told.pages.map(({ afterSeconds, userId, type }) => ({
        afterSeconds,
        type,
        to: [ana, bo, cy, dee, boss].find(({ id }) => id === userId)?.phone,
      })),
    );

    const { id } = await rouse.incidentOf(service);
    const timeline = z
      .array(z.looseObject({ at: z.coerce.date(), kind: z.string(), reason: z.string().nullable() }))
      .parse(await rouse.timeline(id))
      .map((entry) => ({
        ...entry,
        afterSeconds: (entry.at.getTime() - clock.startedAt.getTime()) / 1000,
      }));
    const pages = timeline
      .filter(({ kind }) => kind === 'page.created')
      .map((entry) => createdPageSchema.parse(entry))
      .map(({ delaySeconds, ...page }) => ({ ...page, afterSeconds: page.afterSeconds + delaySeconds }))
      .sort((left, right) => left.afterSeconds - right.afterSeconds);
    expect(pages).toEqual(told.pages.map(({ policyId: _policyId, ...page }) => page));
    const kinds = new Set(told.entries.map(({ kind }) => kind));
    expect(
      timeline
        .filter(({ kind }) => kinds.has(kind))
        .map(({ afterSeconds, kind, reason }) => ({ afterSeconds, kind, reason })),
    ).toEqual(told.entries);
  });

  it('takes every message to arrive; what fails goes on at once, over a hand-off too', async () => {
    const eve = await rouse.person({ name: 'Eve' });
    double.failDeliveryTo(eve.phone ?? '', 30006);
    const deputies = await rouse.post(
      POLICIES,
      policy('Second', [step(user(bo), 60)], { lastResort: [user(boss)] }),
    );
    const first = await rouse.post(
      POLICIES,
      policy('First', [step(user(eve), 300)], { handOffTo: idOf(deputies) }),
    );
    const service = await rouse.service({ id: idOf(first) });
    const integration = await rouse.integration(service);
    const [row] = await rouse.dataSource.query<{ at: Date }[]>('SELECT rouse_now() AS at');
    const clock = await FrozenClock.at(rouse, row?.at ?? new Date(NaN));
    expect(inShort(await simulate({ serviceId: service.id })).slice(1)).toEqual([
      '+300 Bo sms',
      '+360 Boss sms',
      '+480 Boss voice',
    ]);
    await rouse.trigger(integration);
    expect(await clock.run(double, 200)).toEqual([
      { afterSeconds: 0, type: 'sms', to: eve.phone },
      { afterSeconds: 0, type: 'sms', to: bo.phone },
      { afterSeconds: 60, type: 'sms', to: boss.phone },
      { afterSeconds: 180, type: 'voice', to: boss.phone },
    ]);
    const kinds = await rouse.timelineKinds((await rouse.incidentOf(service)).id);
    expect(kinds).toEqual(expect.arrayContaining(['step.unreachable', 'escalation.handed-off']));
  });

  const draft = (steps: unknown[], more: Record<string, unknown> = {}) => ({
    policy: policy('Draft', steps, more),
  });
  const roundRobin = (of: { type: string; id: string }) => ({ type: 'round-robin', of });

  it('of a draft saves nothing, and turns to the admins', async () => {
    const before = await rouse.get(`${POLICIES}?limit=200`);
    const told = await simulate({ ...draft([step(user(ana), 60)]), at: '2026-06-01T12:00:00.250+02:00' });
    expect(told.at).toBe('2026-06-01T10:00:00.250Z');
    expect(inShort(told)).toEqual(['+0 Ana sms', '+120 Ana voice']);
    expect(told.entries.map(({ kind }) => kind)).toEqual(['step.started', 'escalation.exhausted']);
    expect(told.pages.map(({ reason }) => reason)).toContain('The escalation policy names you.');
    expect(await rouse.get(`${POLICIES}?limit=200`)).toEqual(before);
  });

  it('knows who is on call at every moment to come', async () => {
    const told = await simulate({
      ...draft([step({ type: 'schedule', id: web.id }, 3600)]),
      at: '2026-11-30T08:59:00Z',
    });
    expect(inShort(told).map((page) => page.split(' ').slice(0, 2).join(' '))).toEqual([
      '+0 Ana',
      '+60 Bo',
      '+120 Ana',
    ]);
  });

  it('says whose turn it would be, and takes no turn', async () => {
    const turns = draft([1, 2, 3].map(() => step(roundRobin({ type: 'schedule', id: web.id }), 60)));
    const told = inShort(await simulate(turns)).filter((page) => page.endsWith('sms'));
    expect(told).toEqual(['+0 Ana sms', '+60 Bo sms', '+120 Ana sms']);
    expect(inShort(await simulate(turns)).filter((page) => page.endsWith('sms'))).toEqual(told);
  });

  it('shows a step outside its hours as skipped, and the last resort where all are', async () => {
    const conditions = { hours: { from: '09:00', to: '17:00' }, weekdays: ['MO'] };
    const working = draft([step(user(ana), 60, conditions)], { lastResort: [user(boss)] });
    const monday = { at: '2026-06-01T07:30:00Z' };
    const inBerlin = await simulate({ ...working, ...monday, timeZone: 'Europe/Berlin' });
    expect(inShort(inBerlin).slice(0, 2)).toEqual(['+0 Ana sms', '+60 Boss sms']);
    const inLondon = await simulate({ ...working, ...monday, timeZone: 'Europe/London' });
    expect(inShort(inLondon)).toEqual(['+0 Boss sms', '+120 Boss voice']);
    expect(inLondon.entries[0]).toEqual({
      afterSeconds: 0,
      kind: 'step.skipped',
      reason: 'the step is used from 09:00 to 17:00 on MO (Europe/London) only',
    });
  });

  it('asks for the urgency that the service gives the severity', async () => {
    const made = await rouse.post(
      POLICIES,
      policy('Urgent', [step(user(ana), 60, { urgency: 'high' }), step(user(cy), 60, { urgency: 'low' })]),
    );
    const service = await rouse.service({ id: idOf(made) }, { urgency: 'severity' });
    const whoFirst = async (body: Record<string, unknown>) =>
      inShort(await simulate({ serviceId: service.id, ...body }))[0];
    expect(await whoFirst({})).toBe('+0 Ana sms');
    expect(await whoFirst({ severity: 'info' })).toBe('+0 Cy sms');
    expect(await whoFirst({ severity: 'info', urgency: 'high' })).toBe('+0 Ana sms');
  });

  it('is cut where there is more to plan than it does', async () => {
    const long = Array.from({ length: 20 }, () => step(user(ana), 60));
    const last = idOf(await rouse.post(POLICIES, policy('Long', long, { repeat: 9 })));
    const told = await simulate(draft(long, { repeat: 9, handOffTo: last }));
    expect(told).toMatchObject({ truncated: true, endsAfterSeconds: 299 * 60 });
  });

  it.each<[string, () => Record<string, unknown>, string[]]>([
    ['neither a service nor a draft', () => ({}), ['']],
    ['both', () => ({ ...draft([step(user(ana), 60)]), serviceId: NOBODY }), ['policy']],
    ['a service that does not exist', () => ({ serviceId: NOBODY }), ['serviceId']],
    ['a service that is no id', () => ({ serviceId: 'web' }), ['serviceId']],
    ['a zone beside a service', () => ({ serviceId: NOBODY, timeZone: 'UTC' }), ['timeZone']],
    ['a zone that is none', () => ({ ...draft([step(user(ana), 60)]), timeZone: 'Mars' }), ['timeZone']],
    ['a strange severity', () => ({ serviceId: NOBODY, severity: 'bad' }), ['severity']],
    ['a strange urgency', () => ({ serviceId: NOBODY, urgency: 'severity' }), ['urgency']],
    ['a time without an offset', () => ({ serviceId: NOBODY, at: '2026-06-01T10:00:00' }), ['at']],
    ['an unknown field', () => ({ serviceId: NOBODY, colour: 'red' }), ['colour']],
    ['a draft without steps', () => draft([]), ['policy.steps']],
    [
      'a draft that names nobody',
      () => draft([step({ type: 'user', id: NOBODY }, 60)]),
      ['policy.steps.0.targets.0.id'],
    ],
    [
      'a draft that hands off to nothing',
      () => draft([step(user(ana), 60)], { handOffTo: NOBODY }),
      ['policy.handOffTo'],
    ],
  ])('of %s is 422', async (_title, body, paths) => {
    expect(refusalOf(await rouse.api('POST', SIMULATE, body()))).toEqual([422, ...paths]);
  });

  it('is open to observers, and to nobody without a token', async () => {
    const body = draft([step(user(ana), 60)]);
    expect((await rouse.api('POST', SIMULATE, body, { token: dee.token })).status).toBe(200);
    expect((await rouse.api('POST', SIMULATE, body, { token: null })).status).toBe(401);
  });
});
