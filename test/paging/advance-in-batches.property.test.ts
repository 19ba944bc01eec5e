import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AdvanceEscalationHandler,
  type DueEscalation,
} from '../../src/paging/engine/advance-escalation.handler.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration } from '../support/story.js';

/** How an incident stands when its time comes, and what the wake-up for it is like. */
interface Case {
  readonly service: number;
  readonly stepsTaken: number;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly isDue: boolean;
  readonly claimed: boolean;
  readonly fenceOffset: number;
}

const aCase: fc.Arbitrary<Case> = fc.record({
  service: fc.integer({ min: 0, max: 2 }),
  stepsTaken: fc.integer({ min: 0, max: 4 }),
  status: fc.constantFrom('triggered' as const, 'triggered', 'triggered', 'acknowledged', 'resolved'),
  isDue: fc.constantFrom(true, true, false),
  claimed: fc.boolean(),
  fenceOffset: fc.constantFrom(0, 0, 0, 0, -1),
});

let rouse: RunningRouse;
let integrations: Integration[];
let minutes = 0;
let run = 0;

beforeAll(async () => {
  // An api alone: nothing wakes or sweeps by itself.
  rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
  const ana = await rouse.person({ name: 'Ana', voice: true });
  const bo = await rouse.person({ name: 'Bo' });
  const nobody = await rouse.person({ name: 'Cy', phone: null });
  const onCall = await rouse.schedule([ana, bo], { handoff: 'FREQ=HOURLY' });
  const policies = [
    await rouse.policy([{ page: [ana] }, { page: [nobody] }, { page: [bo, ana] }], { repeat: 1 }),
    await rouse.policy([{ page: [onCall], waitSeconds: 300 }, { page: [bo] }]),
    await rouse.policy([{ page: [nobody] }]),
  ];
  integrations = [];
  for (const policy of policies) integrations.push(await rouse.integration(await rouse.service(policy)));
});
afterAll(() => rouse.stop());

/** The clock stands still, so that what is decided one after the other is decided at one moment. */
async function standStillAMinuteLater(): Promise<void> {
  minutes += 1;
  await rouse.dataSource.query(
    `CREATE OR REPLACE FUNCTION rouse_now() RETURNS timestamptz LANGUAGE sql STABLE AS
     $$ SELECT timestamptz '2030-01-07 10:00Z' + interval '${String(minutes)} minutes' $$`,
  );
}

const handler = () => rouse.app.get(AdvanceEscalationHandler, { strict: false });

async function incidentOf(integration: Integration | undefined, key: string): Promise<string> {
  if (!integration) throw new Error('no such service');
  await rouse.trigger(integration, { dedupKey: key });
  const [row] = await rouse.dataSource.query<{ id: string }[]>(
    'SELECT incident_id AS id FROM alerts WHERE dedup_key = $1',
    [key],
  );
  return row?.id ?? '';
}

async function fenceOf(id: string): Promise<number> {
  const [row] = await rouse.dataSource.query<{ fence: number }[]>(
    'SELECT fence FROM escalations WHERE incident_id = $1',
    [id],
  );
  return row?.fence ?? 0;
}

const endStep = (id: string) =>
  rouse.dataSource.query(
    `UPDATE escalations SET due_at = rouse_now(), position = CASE WHEN position->>'stepEndsAt' IS NULL THEN position
       ELSE jsonb_set(position, '{stepEndsAt}', to_jsonb('2030-01-01T00:00:00.000Z'::text)) END
     WHERE incident_id = $1 AND status = 'running'`,
    [id],
  );

/** Brings an incident to where the case has it, one step at a time. */
async function bringTo(each: Case, key: string): Promise<DueEscalation> {
  const id = await incidentOf(integrations[each.service], key);
  for (let step = 0; step < each.stepsTaken; step += 1) {
    await endStep(id);
    await handler().advance(id, await fenceOf(id), true);
  }
  if (each.isDue) await endStep(id);
  else
    await rouse.dataSource.query(
      `UPDATE escalations SET due_at = rouse_now() + interval '5 seconds' WHERE incident_id = $1`,
      [id],
    );
  await rouse.dataSource.query('UPDATE incidents SET status = $2 WHERE id = $1', [id, each.status]);
  return { id, fence: (await fenceOf(id)) + each.fenceOffset, claimed: each.claimed };
}

/** Everything that advancing can have written, without what is different in any two incidents. */
async function storyOf(id: string): Promise<unknown> {
  const [escalation] = await rouse.dataSource.query<unknown[]>(
    'SELECT status, position, fence, due_at, started_at FROM escalations WHERE incident_id = $1',
    [id],
  );
  const pages = await rouse.dataSource.query<unknown[]>(
    `SELECT user_id, contact_method_id, type, address, round, step, reason, status, fence, due_at, precedence
     FROM pages WHERE incident_id = $1 ORDER BY id`,
    [id],
  );
  const timeline = await rouse.dataSource.query<unknown[]>(
    `SELECT kind, actor, reason, details - 'pageId' - 'alertId' - 'dedupKey' AS details, at
     FROM timeline_entries WHERE incident_id = $1 ORDER BY id`,
    [id],
  );
  return { escalation, pages, timeline };
}

it('a batch of escalations is advanced as each of them would be alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aCase, { minLength: 2, maxLength: 10 }), async (cases) => {
      run += 1;
      await standStillAMinuteLater();
      const together: DueEscalation[] = [];
      const alone: DueEscalation[] = [];
      for (const [place, each] of cases.entries()) {
        together.push(await bringTo(each, `run ${String(run)} together ${String(place)}`));
        alone.push(await bringTo(each, `run ${String(run)} alone ${String(place)}`));
      }
      await handler().advanceMany(together);
      for (const { id, fence, claimed } of alone) await handler().advance(id, fence, claimed);
      for (const [place, { id }] of together.entries())
        expect(await storyOf(id)).toEqual(await storyOf(alone[place]?.id ?? ''));
    }),
    { numRuns: 10 },
  );
}, 120_000);

it('one that cannot be advanced, and one that is locked, keep nobody else', async () => {
  await standStillAMinuteLater();
  const ready = {
    service: 0,
    stepsTaken: 0,
    status: 'triggered',
    isDue: true,
    claimed: true,
    fenceOffset: 0,
  } as const;
  const due = [];
  for (const name of ['first', 'poisoned', 'locked', 'last']) due.push(await bringTo(ready, name));
  const [first, poisoned, locked, last] = due;
  if (!first || !poisoned || !locked || !last) throw new Error('four are needed');
  await rouse.dataSource.query(`UPDATE escalations SET policy = '{}' WHERE incident_id = $1`, [poisoned.id]);
  let advanced = Promise.resolve();
  await rouse.dataSource.transaction(async (manager) => {
    await manager.query('SELECT id FROM incidents WHERE id = $1 FOR UPDATE', [locked.id]);
    advanced = handler().advanceMany([first, locked, last]);
    await rouse.eventually(async () => expect(await fenceOf(last.id)).toBe(last.fence + 1));
    expect(await fenceOf(first.id)).toBe(first.fence + 1);
  });
  await advanced;
  expect(await fenceOf(locked.id)).toBe(locked.fence + 1);

  const others = [await bringTo(ready, 'one more'), await bringTo(ready, 'another')];
  await handler().advanceMany([...others.slice(0, 1), poisoned, ...others.slice(1)]);
  for (const { id, fence } of others) expect(await fenceOf(id)).toBe(fence + 1);
  expect(await fenceOf(poisoned.id)).toBe(poisoned.fence);
});
