import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LastResortTarget, PagingPolicy, PolicyStep, PolicyTarget } from '../policy-snapshot.js';
import type { EscalationPlan } from './escalation-plan.js';
import { AT_THE_START, type EscalationPosition } from './escalation-position.js';
import { planEscalation, turnsToDraw } from './plan-escalation.js';
import type { PlanInput, World } from './plan-input.js';

const T0 = new Date('2026-06-01T03:00:00Z');
const PEOPLE = ['ana', 'bo', 'cy', 'dee', 'boss', 'admin'];

/** `ana`, `s:web` (a schedule), `t:web` (a team), `m:web` (its managers), `rt:web`, `rs:rota` (turns of either). */
function target(text: string): PolicyTarget {
  const [kind = '', id = ''] = text.split(':');
  switch (kind) {
    case 's':
      return { type: 'schedule', id };
    case 't':
      return { type: 'team', id, who: 'everyone' };
    case 'm':
      return { type: 'team', id, who: 'managers' };
    case 'rt':
      return { type: 'round-robin', of: { type: 'team', id } };
    case 'rs':
      return { type: 'round-robin', of: { type: 'schedule', id } };
    default:
      return { type: 'user', id: kind };
  }
}
const step = (text: string, conditions?: PolicyStep['conditions']): PolicyStep => {
  const [targets = '', wait = '60'] = text.split(' ');
  return {
    targets: targets.split(',').map(target),
    escalateAfterSeconds: Number(wait),
    ...(conditions === undefined ? {} : { conditions }),
  };
};
const policy = (
  name: string,
  steps: (string | PolicyStep)[],
  more: Partial<PagingPolicy> = {},
): PagingPolicy => ({
  policyId: name,
  name,
  repeat: 0,
  steps: steps.map((each) => (typeof each === 'string' ? step(each) : each)),
  lastResort: [],
  ...more,
});
const lastResort = (...userIds: string[]): LastResortTarget[] => userIds.map((id) => ({ type: 'user', id }));

const WORLD: World = {
  onCall: new Map([['web', { userId: 'ana', until: null }]]),
  members: new Map([
    [
      'web',
      [
        { userId: 'boss', role: 'manager' },
        { userId: 'ana', role: 'member' },
        { userId: 'bo', role: 'member' },
      ],
    ],
  ]),
  participants: new Map([['rota', ['cy', 'bo', 'ana']]]),
  away: new Set(),
  turnNumbers: new Map(),
  reachable: new Set(PEOPLE),
  lastResortUserIds: ['admin'],
  timeZone: 'UTC',
  now: T0,
};

function start(chain: readonly PagingPolicy[], changes: Partial<PlanInput> = {}): PlanInput {
  const [first = policy('empty', []), ...handsOffTo] = chain;
  return {
    ...WORLD,
    policy: { ...first, handsOffTo },
    position: AT_THE_START,
    incident: { urgency: 'high', severity: 'critical' },
    ...changes,
  };
}

const after = (time: Date): number => (time.getTime() - T0.getTime()) / 1000;
const told = (now: Date, { entries, pages }: EscalationPlan): string[] => [
  ...entries
    .filter(({ kind }) => kind !== 'step.started')
    .map(({ kind, reason }) => `${String(after(now))} ${kind}: ${reason}`),
  ...(pages.length === 0
    ? []
    : [
        `${String(after(now))} ${pages.map(({ userId, round, step: at }) => `${userId} ${String(round)}/${String(at)}`).join(', ')}`,
      ]),
];

/** What an escalation says and whom it pages, with round and step, until the last resort was turned to. */
function storyOf(input: PlanInput, at: (now: Date) => Partial<PlanInput> = () => ({})): string[] {
  const story: string[] = [];
  let { position, now } = input;
  while (!position.exhausted) {
    const plan = planEscalation({ ...input, position, now, ...at(now) });
    story.push(...told(now, plan));
    ({ position } = plan);
    now = plan.dueAt;
  }
  return story;
}
const SAID = 'the policy reached nobody who answered; the last resort is paged';

describe('whom the targets of a step mean', () => {
  it.each<[string, string[]]>([
    ['t:web', ['boss', 'ana', 'bo']],
    ['m:web', ['boss']],
    ['t:none', []],
    ['s:web,t:web', ['ana', 'boss', 'bo']],
    ['rt:web', ['boss']],
    ['rs:rota', ['cy']],
    ['rs:rota,rt:web,dee', ['cy', 'boss', 'dee']],
    ['rs:none', []],
  ])('%s', (targets, expected) => {
    const plan = planEscalation(start([policy('p', [`${targets} 60`, 'dee 60'])]));
    expect(plan.pages.map(({ userId }) => userId)).toEqual(expected.length > 0 ? expected : ['dee']);
  });

  it('each is told why', () => {
    const plan = planEscalation(start([policy('p', ['s:web,dee,rs:rota,m:web'])]));
    expect(plan.pages.map(({ userId, reason }) => `${userId}: ${reason}`)).toEqual([
      'ana: You are on call.',
      'dee: The escalation policy names you.',
      'cy: It is your turn.',
      'boss: The escalation policy names your team.',
    ]);
  });

  it.each<[string, string, Partial<PlanInput>, string]>([
    ['a team of nobody', 't:none', {}, 'there is nobody in this step'],
    ['a schedule of nobody', 's:none,t:none', {}, 'nobody is on call'],
    [
      'a team without methods',
      't:web',
      { reachable: new Set(['dee']) },
      'nobody in this step has a verified contact method',
    ],
  ])('%s is skipped', (_title, targets, changes, reason) => {
    const plan = planEscalation(start([policy('p', [targets, 'dee'])], changes));
    expect(plan.entries[0]).toMatchObject({ kind: 'step.skipped', reason });
  });
});

describe('people who take turns', () => {
  const turn = (number: number, changes: Partial<PlanInput> = {}): string | undefined =>
    planEscalation(
      start([policy('p', ['rs:rota 60', 'rs:rota 60'])], {
        turnNumbers: new Map([['rota', number]]),
        ...changes,
      }),
    ).pages[0]?.userId;

  it('come one after the other, round and round', () => {
    expect([0, 1, 2, 3, 4, 5].map((number) => turn(number))).toEqual(['cy', 'bo', 'ana', 'cy', 'bo', 'ana']);
  });
  it('are spread over those who can be reached', () => {
    const reachable = new Set(['cy', 'ana']);
    expect([0, 1, 2, 3].map((number) => turn(number, { reachable }))).toEqual(['cy', 'ana', 'cy', 'ana']);
  });
  it('leave out who is away, unless all are', () => {
    const away = new Set(['bo', 'cy']);
    expect([0, 1, 2].map((number) => turn(number, { away }))).toEqual(['ana', 'ana', 'ana']);
    const all = new Set(['ana', 'bo', 'cy']);
    expect([0, 1, 2].map((number) => turn(number, { away: all }))).toEqual(['cy', 'bo', 'ana']);
  });
  it('are drawn when their step begins, and not before or again', () => {
    const input = start([policy('p', ['dee 60', 'rs:rota,rt:web 60', 'ana 60'])]);
    expect(turnsToDraw(input)).toEqual([]);
    const first = planEscalation(input);
    const second = { ...input, position: first.position, now: first.dueAt };
    expect(turnsToDraw(second)).toEqual(['rota', 'web']);
    const { position, dueAt } = planEscalation(second);
    expect(turnsToDraw({ ...input, position, now: new Date(dueAt.getTime() - 1) })).toEqual([]);
    expect(turnsToDraw({ ...input, position, now: dueAt })).toEqual([]);
  });
  it('are not drawn of those whom nobody can reach', () => {
    expect(turnsToDraw(start([policy('p', ['rs:rota,dee 60'])], { reachable: new Set(['dee']) }))).toEqual(
      [],
    );
  });
  it('let those go first who were not paged about this one yet', () => {
    const number = { turnNumbers: new Map([['rota', 3]]) };
    expect(storyOf(start([policy('p', ['rs:rota', 'rs:rota', 'rs:rota', 'rs:rota'])], number))).toEqual([
      '0 cy 0/0',
      '60 bo 0/1',
      '120 ana 0/2',
      '180 cy 0/3',
      `240 escalation.exhausted: ${SAID}`,
      '240 admin 0/3',
    ]);
  });
  it('in later rounds too: who was paged in this round comes after who was in one before', () => {
    const everyTurn = { turnNumbers: new Map([['rota', 0]]) };
    const rounds = start([policy('p', ['rs:rota', 'rs:rota'], { repeat: 1 })], everyTurn);
    expect(storyOf(rounds).slice(0, 4)).toEqual(['0 cy 0/0', '60 bo 0/1', '120 ana 1/0', '180 cy 1/1']);
  });
  it('keep the one who was chosen for an hour and longer', () => {
    const alone = start([policy('p', ['rs:rota'])], { lastResortUserIds: [] });
    let { position, now } = alone;
    const paged: string[] = [];
    for (let times = 0; times < 200; times += 1) {
      const turnNumbers = new Map([['rota', times]]);
      const plan = planEscalation({ ...alone, position, now, turnNumbers });
      paged.push(...plan.pages.map(({ userId }) => userId));
      ({ position } = plan);
      now = plan.dueAt;
    }
    expect(new Set(paged)).toEqual(new Set(['cy']));
    expect(paged.length).toBeGreaterThan(1);
  });
});

describe('steps with conditions', () => {
  const forLow = step('bo 60', { urgency: 'low' });
  const byDay = step('s:web 7200', { hours: { from: '04:00', to: '05:00' } });

  it('are skipped at once where they do not hold, and said so', () => {
    expect(storyOf(start([policy('p', [forLow, 'ana'])]))).toEqual([
      '0 step.skipped: the step is for low urgency, and the incident has high',
      '0 ana 0/1',
      `60 escalation.exhausted: ${SAID}`,
      '60 admin 0/1',
    ]);
  });
  it('lead to the last resort where none is left', () => {
    expect(storyOf(start([policy('p', [forLow, forLow], { repeat: 9 })]))).toEqual([
      '0 step.skipped: the step is for low urgency, and the incident has high',
      '0 step.skipped: the step is for low urgency, and the incident has high',
      `0 escalation.exhausted: ${SAID}`,
      '0 admin 0/1',
    ]);
  });
  it('may hold in a later round', () => {
    const atFour = storyOf(start([policy('p', [byDay, 'bo 3600'], { repeat: 1 })]));
    expect(atFour).toEqual([
      '0 step.skipped: the step is used from 04:00 to 05:00 (UTC) only',
      '0 bo 0/1',
      '3600 ana 1/0',
      '10800 bo 1/1',
      `14400 escalation.exhausted: ${SAID}`,
      '14400 admin 1/1',
    ]);
  });
  it('page who is on call as soon as their hours begin, to the second, and nobody before', () => {
    const bo = policy('p', [byDay, step('bo 7200')]);
    const story = storyOf(start([bo], { now: new Date('2026-06-01T03:30:20Z') }));
    expect(story).toEqual([
      '1820 step.skipped: the step is used from 04:00 to 05:00 (UTC) only',
      '1820 bo 0/1',
      '3600 handoff.paged: came on call while the incident was unanswered',
      '3600 ana 0/1',
      `9020 escalation.exhausted: ${SAID}`,
      '9020 admin 0/1',
    ]);
  });
});

describe('policies that hand off', () => {
  it('go on one after the other, each with its own repeats; rounds are counted on', () => {
    const chain = [
      policy('A', ['ana', 'bo'], { repeat: 1 }),
      policy('B', ['cy'], { repeat: 1 }),
      policy('C', ['dee']),
    ];
    expect(storyOf(start(chain))).toEqual([
      '0 ana 0/0',
      '60 bo 0/1',
      '120 ana 1/0',
      '180 bo 1/1',
      '240 escalation.handed-off: nobody answered by the policy A; going on with the policy B',
      '240 cy 2/0',
      '300 cy 3/0',
      '360 escalation.handed-off: nobody answered by the policy B; going on with the policy C',
      '360 dee 4/0',
      `420 escalation.exhausted: ${SAID}`,
      '420 admin 4/0',
    ]);
  });
  it('say where they are', () => {
    const chain = [policy('A', ['ana']), policy('B', ['cy', 'bo'], { repeat: 1 })];
    const reasons: string[] = [];
    const input = start(chain);
    let { position, now } = input;
    while (!position.exhausted) {
      const plan = planEscalation({ ...input, position, now });
      reasons.push(...plan.entries.filter(({ kind }) => kind === 'step.started').map(({ reason }) => reason));
      ({ position } = plan);
      now = plan.dueAt;
    }
    expect(reasons).toEqual([
      'step 1 of 1',
      'step 1 of 2 of B',
      'step 2 of 2 of B',
      'step 1 of 2 of B, time 2',
      'step 2 of 2 of B, time 2',
    ]);
  });
  it('do so at once where a whole round reaches nobody', () => {
    const chain = [policy('A', ['t:none', 's:none'], { repeat: 9 }), policy('B', ['cy'])];
    expect(storyOf(start(chain)).slice(2)).toEqual([
      '0 escalation.handed-off: nobody answered by the policy A; going on with the policy B',
      '0 cy 1/0',
      `60 escalation.exhausted: ${SAID}`,
      '60 admin 1/0',
    ]);
  });
  it('do not count against the next policy what the one before skipped', () => {
    const chain = [policy('A', ['t:none']), policy('B', ['s:none', 'cy'])];
    expect(storyOf(start(chain)).slice(2, 4)).toEqual(['0 step.skipped: nobody is on call', '0 cy 1/1']);
  });
  it('page the newcomer of an earlier policy, once, and nobody of it again', () => {
    const chain = [policy('A', ['s:web 60'], { repeat: 1 }), policy('B', ['cy 300'])];
    const onCall = (now: Date) => ({
      onCall: new Map([['web', { userId: after(now) < 150 ? 'ana' : 'bo', until: null }]]),
    });
    expect(storyOf(start(chain), onCall).slice(2, 6)).toEqual([
      '120 escalation.handed-off: nobody answered by the policy A; going on with the policy B',
      '120 cy 2/0',
      '180 handoff.paged: came on call while the incident was unanswered',
      '180 bo 2/0',
    ]);
  });
  it('after the end, page nobody whom they paged as if newly come', () => {
    const input = start([policy('A', ['ana', 'bo'], { repeat: 1 }), policy('B', ['cy'])]);
    let { position, now } = input;
    while (!position.exhausted) {
      const plan = planEscalation({ ...input, position, now });
      ({ position } = plan);
      now = plan.dueAt;
    }
    expect(told(now, planEscalation({ ...input, position, now }))).toEqual([]);
  });
});

describe('the last resort', () => {
  const end = (chain: PagingPolicy[], changes: Partial<PlanInput> = {}): string | undefined =>
    storyOf(start(chain, changes)).at(-1)?.replace(/^\d+ /, '');
  const reachable = (...userIds: string[]) => ({ reachable: new Set(userIds) });

  it.each<[string, PagingPolicy[], Partial<PlanInput>, string]>([
    ['by default the managers or admins', [policy('A', ['ana'])], {}, 'admin 0/0'],
    [
      "the policy's own",
      [policy('A', ['ana'], { lastResort: lastResort('dee', 'cy') })],
      {},
      'dee 0/0, cy 0/0',
    ],
    [
      'schedules and teams too',
      [
        policy('A', ['cy'], {
          lastResort: [
            { type: 'schedule', id: 'web' },
            { type: 'team', id: 'web', who: 'managers' },
          ],
        }),
      ],
      {},
      'ana 0/0, boss 0/0',
    ],
    [
      'the default where that reaches nobody',
      [policy('A', ['ana'], { lastResort: lastResort('dee') })],
      reachable('ana', 'admin'),
      'admin 0/0',
    ],
    [
      'that of the last policy of a chain',
      [
        policy('A', ['ana'], { lastResort: lastResort('dee') }),
        policy('B', ['bo'], { lastResort: lastResort('cy') }),
      ],
      {},
      'cy 1/0',
    ],
    [
      'that of an earlier one where the last has none',
      [policy('A', ['ana'], { lastResort: lastResort('dee') }), policy('B', ['bo'])],
      {},
      'dee 1/0',
    ],
  ])('%s', (_title, chain, changes, expected) => {
    expect(end(chain, changes)).toBe(expected);
  });
});

describe('whatever the policies', () => {
  const anyTarget = fc.constantFrom(
    ...PEOPLE,
    's:web',
    's:db',
    't:web',
    'm:web',
    't:none',
    'rt:web',
    'rs:rota',
  );
  const anyConditions = fc.constantFrom<PolicyStep['conditions']>(
    undefined,
    undefined,
    { urgency: 'low' },
    { urgency: 'high' },
    { severities: ['info'] },
    { hours: { from: '03:00', to: '03:10' } },
    { hours: { from: '22:00', to: '03:05' }, weekdays: ['MO', 'SU'] },
  );
  const anyPolicy = fc
    .record({
      steps: fc.array(
        fc.tuple(
          fc.uniqueArray(anyTarget, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 900 }),
          anyConditions,
        ),
        { minLength: 1, maxLength: 4 },
      ),
      repeat: fc.integer({ min: 0, max: 3 }),
      lastResort: fc.subarray(PEOPLE).map((userIds) => lastResort(...userIds)),
    })
    .map(({ steps, ...more }) =>
      policy(
        'p',
        steps.map(([targets, wait, conditions]) => step(`${targets.join(',')} ${String(wait)}`, conditions)),
        more,
      ),
    );
  const person = fc.option(fc.constantFrom(...PEOPLE));
  const anyMoment = fc.record({
    web: person,
    db: person,
    untilSeconds: fc.option(fc.integer({ min: -10, max: 500 })),
    reachable: fc.subarray(PEOPLE),
    turn: fc.nat(),
    lateSeconds: fc.integer({ min: 0, max: 100 }),
  });

  it('there is a deadline to come, nobody is planned twice, and it ends in the last resort', () => {
    fc.assert(
      fc.property(
        fc.array(anyPolicy, { minLength: 1, maxLength: 3 }),
        fc.array(anyMoment, { minLength: 1, maxLength: 8 }),
        (chain, moments) => {
          const input = start(chain);
          const mostPlans = chain.reduce(
            (sum, { steps, repeat }) =>
              sum + (repeat + 1) * steps.reduce((time, each) => time + each.escalateAfterSeconds + 1, 0),
            2,
          );
          let { position, now }: { position: EscalationPosition; now: Date } = input;
          for (let plans = 0; !position.exhausted; plans += 1) {
            expect(plans).toBeLessThan(mostPlans);
            const moment = moments[plans % moments.length] ?? moments[0];
            if (!moment) throw new Error('no moment');
            const until =
              moment.untilSeconds === null ? null : new Date(now.getTime() + moment.untilSeconds * 1000);
            const plan = planEscalation({
              ...input,
              position,
              now,
              onCall: new Map([
                ['web', { userId: moment.web, until }],
                ['db', { userId: moment.db, until }],
              ]),
              reachable: new Set(moment.reachable),
              turnNumbers: new Map([
                ['web', moment.turn],
                ['rota', moment.turn],
              ]),
            });
            const paged = plan.pages.map(({ userId }) => userId);
            const began = plan.entries.find(({ kind }) => kind === 'step.started');
            const isLastResort = plan.entries.some(({ kind }) => kind === 'escalation.exhausted');
            expect(plan.dueAt.getTime()).toBeGreaterThan(now.getTime());
            expect(plan.changesAt.getTime()).toBeGreaterThanOrEqual(plan.dueAt.getTime());
            expect(new Set(paged).size).toBe(paged.length);
            expect(paged.every((userId) => moment.reachable.includes(userId))).toBe(true);
            // Beside the step that begins and the last resort, nobody is paged who was in this round.
            if (began === undefined && !isLastResort)
              for (const userId of paged) expect(position.pagedUserIds).not.toContain(userId);
            expect(plan.position.exhausted).toBe(isLastResort);
            expect(plan.position.round).toBeGreaterThanOrEqual(position.round);
            ({ position } = plan);
            now = new Date(plan.dueAt.getTime() + moment.lateSeconds * 1000);
          }
          expect(position.policy).toBe(chain.length - 1);
        },
      ),
    );
  });
});
