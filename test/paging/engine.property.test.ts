import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/incidents/actor.js';
import { IncidentActions } from '../../src/incidents/incident-actions.js';
import { IncidentMerge } from '../../src/incidents/incident-merge.js';
import { IncidentWaking } from '../../src/incidents/incident-waking.js';
import { AdvanceEscalationHandler } from '../../src/paging/engine/advance-escalation.handler.js';
import { DeliverPageHandler } from '../../src/paging/engine/deliver-page.handler.js';
import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person } from '../support/story.js';

/** One thing that may happen, in any order, any number of times, several at once. */
type Happening =
  | { kind: 'trigger' | 'resolve'; key: number }
  | { kind: 'acknowledge' | 'resolve by person' | 'escalate'; key: number; person: number }
  | { kind: 'snooze'; key: number; person: number; seconds: number }
  | { kind: 'reassign'; key: number; person: number; to: number[] }
  | { kind: 'merge'; key: number; person: number; into: number }
  | { kind: 'wake escalation' | 'wake pages' | 'wake incident'; key: number; fenceOffset: number }
  | { kind: 'time passes'; seconds: number }
  | { kind: 'sweep' };

const key = fc.integer({ min: 0, max: 2 });
const person = fc.integer({ min: 0, max: 2 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('trigger' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resolve' as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('acknowledge' as const, 'resolve by person', 'escalate'),
      key,
      person,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('snooze' as const),
      key,
      person,
      seconds: fc.integer({ min: 60, max: 600 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reassign' as const),
      key,
      person,
      to: fc.uniqueArray(person, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), key, person, into: key }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('wake escalation' as const, 'wake pages', 'wake incident'),
      key,
      fenceOffset: fc.integer({ min: -2, max: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('time passes' as const),
      seconds: fc.integer({ min: 1, max: 400 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
);
/** What happens at the same time. */
const moment = fc.array(happening, { minLength: 1, maxLength: 4 });

describe('whatever happens, in whatever order', () => {
  let rouse: RunningRouse;
  let people: Person[];
  let integration: Integration;
  let run = 0;

  beforeAll(async () => {
    // An api alone: nothing wakes or sweeps by itself, so the test decides what happens when.
    rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
    people = [
      await rouse.person({ name: 'ana', voice: true }),
      await rouse.person({ name: 'bo' }),
      await rouse.person({ name: 'cy', voice: true }),
    ];
    const schedule = await rouse.schedule(people.slice(0, 2), { handoff: 'FREQ=HOURLY' });
    const [, , cy] = people;
    if (!cy) throw new Error('no cy');
    const policy = await rouse.policy(
      [
        { page: [schedule], waitSeconds: 90 },
        { page: [cy, schedule], waitSeconds: 200 },
      ],
      { repeat: 1 },
    );
    integration = await rouse.integration(await rouse.service(policy, { ackTimeoutSeconds: 250 }));
  });
  afterAll(() => rouse.stop());

  const actor = ({ person: place }: { person: number }): Actor => ({
    type: 'user',
    userId: people[place]?.id ?? '',
    via: 'api',
  });

  const incidentOf = async (dedupKey: string): Promise<string | null> => {
    const [row] = await rouse.dataSource.query<{ id: string }[]>(
      `SELECT incident_id AS id FROM alerts WHERE dedup_key = $1 ORDER BY id DESC LIMIT 1`,
      [dedupKey],
    );
    return row?.id ?? null;
  };

  async function happen(event: Happening): Promise<void> {
    switch (event.kind) {
      case 'trigger':
      case 'resolve': {
        const body = {
          routing_key: integration.key,
          event_action: event.kind,
          dedup_key: `run ${run} key ${event.key}`,
          payload: { summary: 'it broke', source: 'a test', severity: 'critical' },
        };
        await rouse.post('/v2/enqueue', body);
        return;
      }
      case 'time passes':
        await rouse.advance({ seconds: event.seconds });
        return;
      case 'sweep':
        await rouse.app.get(Sweeper, { strict: false }).sweep();
        return;
      default:
        return onIncident(event);
    }
  }

  async function onIncident(event: Extract<Happening, { key: number }>): Promise<void> {
    const incidentId = await incidentOf(`run ${run} key ${event.key}`);
    if (incidentId === null) return;
    switch (event.kind) {
      case 'acknowledge':
      case 'resolve by person':
      case 'escalate': {
        const action = event.kind === 'resolve by person' ? 'resolve' : event.kind;
        await rouse.app.get(IncidentActions, { strict: false }).act(action, incidentId, actor(event));
        return;
      }
      case 'snooze':
        await rouse.app
          .get(IncidentActions, { strict: false })
          .snooze(incidentId, event.seconds, actor(event));
        return;
      case 'reassign': {
        const userIds = event.to.map((place) => people[place]?.id ?? '');
        await rouse.app
          .get(IncidentActions, { strict: false })
          .reassign(incidentId, { userIds }, actor(event));
        return;
      }
      case 'merge': {
        const into = await incidentOf(`run ${run} key ${event.into}`);
        if (into === null || into === incidentId) return;
        await rouse.app.get(IncidentMerge, { strict: false }).merge(incidentId, into, actor(event));
        return;
      }
      case 'wake incident': {
        const [row] = await rouse.dataSource.query<{ fence: number }[]>(
          `SELECT fence FROM incidents WHERE id = $1`,
          [incidentId],
        );
        const handler = rouse.app.get(IncidentWaking, { strict: false });
        await handler.handle({ id: incidentId, fence: (row?.fence ?? 1) + event.fenceOffset });
        return;
      }
      case 'wake escalation': {
        const [row] = await rouse.dataSource.query<{ fence: number }[]>(
          `SELECT fence FROM escalations WHERE incident_id = $1`,
          [incidentId],
        );
        const handler = rouse.app.get(AdvanceEscalationHandler, { strict: false });
        await handler.handle({ id: incidentId, fence: (row?.fence ?? 1) + event.fenceOffset });
        return;
      }
      case 'wake pages': {
        const pages = await rouse.dataSource.query<{ id: string; fence: number }[]>(
          `SELECT id, fence FROM pages WHERE incident_id = $1`,
          [incidentId],
        );
        const handler = rouse.app.get(DeliverPageHandler, { strict: false });
        await Promise.all(
          pages.map((page) => handler.handle({ id: page.id, fence: page.fence + event.fenceOffset })),
        );
        return;
      }
      default:
        throw new Error(`${event.kind} is not about an incident`);
    }
  }

  /** Rows that must not exist; each query finds what breaks one promise. */
  const broken: [string, string][] = [
    [
      'an attempt or a page decided after the acknowledgement',
      `SELECT incident.number FROM incidents incident JOIN pages page ON page.incident_id = incident.id
       LEFT JOIN attempts attempt ON attempt.page_id = page.id
       WHERE incident.status <> 'triggered'
         AND greatest(page.created_at, attempt.created_at) > coalesce(incident.acknowledged_at, incident.resolved_at)`,
    ],
    [
      'a triggered incident without a running escalation and a deadline',
      `SELECT incident.number FROM incidents incident LEFT JOIN escalations escalation ON escalation.incident_id = incident.id
       WHERE incident.status = 'triggered' AND (escalation.status IS DISTINCT FROM 'running' OR escalation.due_at IS NULL)`,
    ],
    [
      'an escalation that runs though somebody has it',
      `SELECT incident.number FROM incidents incident JOIN escalations escalation ON escalation.incident_id = incident.id
       WHERE incident.status <> 'triggered' AND escalation.status = 'running'`,
    ],
    [
      'an incident that somebody has, and that would never wake',
      `SELECT number FROM incidents WHERE status = 'acknowledged' AND wakes_at IS NULL`,
    ],
    [
      'an open alert of an incident that is over',
      `SELECT alert.id FROM alerts alert JOIN incidents incident ON incident.id = alert.incident_id
       WHERE alert.status <> 'resolved' AND incident.status = 'resolved'`,
    ],
    [
      'an incident that was merged and still has alerts, or counts them wrong',
      `SELECT incident.number FROM incidents incident WHERE alert_count <>
         (SELECT count(*) FROM alerts WHERE incident_id = incident.id)`,
    ],
    [
      'two open incidents of one key',
      `SELECT dedup_key FROM alerts WHERE status <> 'resolved' GROUP BY service_id, dedup_key HAVING count(*) > 1`,
    ],
    [
      'one contact method paged twice for one step',
      `SELECT incident_id FROM pages WHERE reason NOT LIKE '%last resort%' AND reason NOT LIKE '%still waits%'
       GROUP BY incident_id, contact_method_id, round, step HAVING count(*) > 1`,
    ],
    [
      'a page that was sent twice',
      `SELECT page_id FROM attempts WHERE status IN ('sent', 'delivered', 'unanswered') GROUP BY page_id HAVING count(*) > 1`,
    ],
  ];

  /** What must hold once everything that was due has been done. */
  const leftUndone: [string, string][] = [
    [
      'a deadline of a triggered incident that has passed',
      `SELECT incident_id FROM escalations WHERE status = 'running' AND due_at <= rouse_now() - interval '5 seconds'`,
    ],
    [
      'a snooze or an acknowledgement that is over',
      `SELECT id FROM incidents WHERE wakes_at <= rouse_now() - interval '5 seconds'`,
    ],
    ['a page that was due', `SELECT id FROM pages WHERE due_at <= rouse_now() - interval '5 seconds'`],
    ['an attempt that nobody finished', `SELECT id FROM attempts WHERE status = 'calling'`],
  ];

  const none = async (queries: readonly [string, string][]): Promise<void> => {
    for (const [what, query] of queries)
      expect([what, await rouse.dataSource.query(query)]).toEqual([what, []]);
  };

  it('nobody is paged after an acknowledgement, and no triggered incident is left without a future deadline', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 4, maxLength: 14 }), async (moments) => {
        run += 1;
        for (const together of moments) {
          // There is one clock: it moves once, and then the rest happens at the same time.
          for (const event of together.filter(({ kind }) => kind === 'time passes')) await happen(event);
          await Promise.all(together.filter(({ kind }) => kind !== 'time passes').map(happen));
          await none(broken);
        }
        await rouse.advance({ seconds: 30 });
        await none([...broken, ...leftUndone]);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
