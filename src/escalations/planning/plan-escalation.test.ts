import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PolicySnapshot } from '../policy-snapshot.js';
import { AT_THE_START, waitIsOver, type EscalationPosition } from './escalation-position.js';
import type { EscalationPlan } from './escalation-plan.js';
import { planEscalation } from './plan-escalation.js';
import type { OnCallNow, PlanInput } from './plan-input.js';

const T0 = new Date('2026-03-02T03:00:00Z');
const at = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);
const secondsAfterStart = (time: Date): number => (time.getTime() - T0.getTime()) / 1000;

/** A policy in one line: `s:web 120 | ana,bo 300`. */
function policy(text: string, repeat = 0): PolicySnapshot {
  const steps = text.split('|').map((part) => {
    const [targets = '', wait = ''] = part.trim().split(' ');
    return {
      targets: targets
        .split(',')
        .map((target) =>
          target.startsWith('s:')
            ? { type: 'schedule' as const, id: target.slice(2) }
            : { type: 'user' as const, id: target },
        ),
      escalateAfterSeconds: Number(wait),
    };
  });
  return { policyId: 'p', name: 'p', repeat, steps, lastResort: [], handsOffTo: [] };
}

/** What these stories do not turn on. */
const WORLD = {
  incident: { urgency: 'high', severity: 'critical' },
  timeZone: 'UTC',
  members: new Map(),
  participants: new Map(),
  away: new Set(),
  turnNumbers: new Map(),
} satisfies Partial<PlanInput>;

function input(changes: Partial<PlanInput> & { policy: PolicySnapshot }): PlanInput {
  return {
    position: AT_THE_START,
    ...WORLD,
    onCall: new Map(),
    reachable: new Set(['ana', 'bo', 'cy', 'boss']),
    lastResortUserIds: ['boss'],
    now: T0,
    ...changes,
  };
}
const onCall = (entries: Record<string, [string | null, number?]>): Map<string, OnCallNow> =>
  new Map(
    Object.entries(entries).map(([id, [userId, until]]) => [
      id,
      { userId, until: until === undefined ? null : at(until) },
    ]),
  );
const told = (plan: EscalationPlan): string =>
  [
    ...plan.entries.map((entry) => entry.kind),
    `pages ${plan.pages.map((page) => page.userId).join(',') || 'nobody'}`,
    `again at ${secondsAfterStart(plan.dueAt)}`,
  ].join('; ');

describe('the next thing that an escalation does', () => {
  const twoSteps = policy('s:web 120 | bo 300');
  const first = planEscalation(input({ policy: twoSteps, onCall: onCall({ web: ['ana'] }) }));

  it('pages who is on call at the first step, and looks again within a minute', () => {
    expect(told(first)).toBe('step.started; pages ana; again at 60');
  });
  it('waits for the end of the step when nobody changes', () => {
    const again = planEscalation(
      input({ policy: twoSteps, position: first.position, onCall: onCall({ web: ['ana'] }), now: at(60) }),
    );
    expect(told(again)).toBe('pages nobody; again at 120');
  });
  it('goes on to the second step when the first has waited long enough', () => {
    const next = planEscalation(
      input({ policy: twoSteps, position: first.position, onCall: onCall({ web: ['ana'] }), now: at(120) }),
    );
    expect(told(next)).toBe('step.started; pages bo; again at 180');
  });
  it('looks again at the very moment of a hand-off', () => {
    const plan = planEscalation(input({ policy: twoSteps, onCall: onCall({ web: ['ana', 17] }) }));
    expect(secondsAfterStart(plan.dueAt)).toBe(17);
  });
  it('pages the newcomer of a hand-off, once', () => {
    const handoff = planEscalation(
      input({ policy: twoSteps, position: first.position, onCall: onCall({ web: ['cy'] }), now: at(17) }),
    );
    expect(told(handoff)).toBe('handoff.paged; pages cy; again at 77');
    const after = planEscalation(
      input({ policy: twoSteps, position: handoff.position, onCall: onCall({ web: ['cy'] }), now: at(77) }),
    );
    expect(told(after)).toBe('pages nobody; again at 120');
  });
  it('pages in every round who comes on call in it, also who was on call in the round before', () => {
    const rounds = policy('s:web 60', 1);
    const step = (position: EscalationPosition, seconds: number, who: string) =>
      planEscalation(input({ policy: rounds, position, onCall: onCall({ web: [who] }), now: at(seconds) }));
    const ana = step(AT_THE_START, 0, 'ana');
    const bo = step(ana.position, 60, 'bo');
    expect([bo.position.pagedUserIds, bo.position.earlierUserIds]).toEqual([['bo'], ['ana']]);
    expect(told(step(bo.position, 90, 'ana'))).toBe('handoff.paged; pages ana; again at 120');
  });
  it('looks again within a minute once nobody whom it paged can be reached any more', () => {
    const alone = { policy: policy('ana 60'), lastResortUserIds: [] };
    const ana = planEscalation(input(alone));
    const end = planEscalation(input({ ...alone, position: ana.position, now: at(60) }));
    expect(secondsAfterStart(new Date(end.position.stepEndsAt ?? 0))).toBe(3660);
    const gone = { ...alone, position: end.position, reachable: new Set<string>() };
    const later = planEscalation(input({ ...gone, now: at(3660) }));
    expect(told(later)).toBe('pages nobody; again at 3720');
    expect(secondsAfterStart(new Date(later.position.stepEndsAt ?? 0))).toBe(3720);
  });
  it('pages the newcomer of an earlier step too', () => {
    const second = planEscalation(
      input({ policy: twoSteps, position: first.position, onCall: onCall({ web: ['ana'] }), now: at(120) }),
    );
    const handoff = planEscalation(
      input({ policy: twoSteps, position: second.position, onCall: onCall({ web: ['cy'] }), now: at(130) }),
    );
    expect(told(handoff)).toBe('handoff.paged; pages cy; again at 190');
  });
  it('skips a step with nobody on call at once, and says so', () => {
    const plan = planEscalation(input({ policy: twoSteps, onCall: onCall({ web: [null, 600] }) }));
    expect(told(plan)).toBe('step.skipped; step.started; pages bo; again at 60');
    expect(plan.entries[0]?.reason).toBe('nobody is on call');
  });
  it('skips people who cannot be reached, and says so', () => {
    const plan = planEscalation(
      input({ policy: twoSteps, onCall: onCall({ web: ['ana'] }), reachable: new Set(['bo', 'boss']) }),
    );
    expect(told(plan)).toBe('step.skipped; step.started; pages bo; again at 60');
    expect(plan.entries[0]?.reason).toBe('nobody in this step has a verified contact method');
  });
  it('turns to the last resort when nobody at all is there, without going round in vain', () => {
    const plan = planEscalation(input({ policy: policy('s:web 120 | s:db 300', 9) }));
    expect(told(plan)).toBe('step.skipped; step.skipped; escalation.exhausted; pages boss; again at 60');
    expect(plan.pages[0]?.reason).toBe('Nobody is on call for this. You are the last resort.');
  });
  it('says once that nobody can be reached, and keeps looking', () => {
    const nobody = input({ policy: policy('s:web 120'), reachable: new Set() });
    const plan = planEscalation(nobody);
    expect(told(plan)).toBe('step.skipped; escalation.exhausted; pages nobody; again at 60');
    const again = planEscalation({ ...nobody, position: plan.position, now: at(60) });
    expect(told(again)).toBe('pages nobody; again at 120');
    const ana = { onCall: onCall({ web: ['ana'] }), reachable: new Set(['ana']) };
    expect(told(planEscalation({ ...nobody, ...ana, position: again.position, now: at(90) }))).toBe(
      'handoff.paged; pages ana; again at 120',
    );
    const onTime = planEscalation({ ...nobody, ...ana, position: again.position, now: at(120) });
    expect(told(onTime)).toBe('escalation.unanswered; pages ana; again at 180');
  });
  it('pages whom the policy names as soon as they can be paged, once it is used up', () => {
    const cys = input({ policy: policy('cy 120'), reachable: new Set(['boss']) });
    const plan = planEscalation(cys);
    expect(told(plan)).toBe('step.skipped; escalation.exhausted; pages boss; again at 60');
    const later = planEscalation({
      ...cys,
      reachable: new Set(['boss', 'cy']),
      position: plan.position,
      now: at(60),
    });
    expect(told(later)).toBe('latecomer.paged; pages cy; again at 120');
    expect(told(planEscalation({ ...cys, position: later.position, now: at(120) }))).toBe(
      'pages nobody; again at 180',
    );
  });
  it('without a last resort, pages the people of the policy again every hour', () => {
    const anas = input({
      policy: policy('s:web 120'),
      onCall: onCall({ web: ['ana'] }),
      reachable: new Set(['ana']),
    });
    let plan = planEscalation(anas);
    const story: string[] = [];
    const reasons = new Set<string>();
    while (plan.dueAt < at(3 * 3600)) {
      plan = planEscalation({ ...anas, position: plan.position, now: plan.dueAt });
      plan.pages.forEach((page) => reasons.add(page.reason));
      if (plan.pages.length + plan.entries.length > 0)
        story.push(`${plan.entries[0]?.reason}: ${plan.pages.map((page) => page.userId).join()}`);
    }
    const again =
      'nobody answered, and no last resort can be paged; the people of the policy are paged again';
    expect([...reasons]).toEqual(['This incident still waits for an answer.']);
    expect(story).toEqual([`${again} in an hour: `, `${again}: ana`, `${again}: ana`]);
  });
  it('pages the newcomer of a hand-off that falls on the end of the step', () => {
    const webs = input({ policy: twoSteps, onCall: onCall({ web: ['ana', 120] }) });
    const next = planEscalation({
      ...webs,
      position: planEscalation(webs).position,
      onCall: onCall({ web: ['cy'] }),
      now: at(120),
    });
    expect(told(next)).toBe('step.started; handoff.paged; pages bo,cy; again at 180');
    expect(next.position.pagedUserIds).toEqual(['ana', 'bo', 'cy']);
  });
  it.each([
    ['the last resort', ['boss'], 'escalation.exhausted; handoff.paged; pages boss,cy; again at 180'],
    [
      'nobody else, where there is no last resort',
      [],
      'escalation.exhausted; handoff.paged; pages cy; again at 180',
    ],
    ['the last resort, who is the newcomer', ['cy'], 'escalation.exhausted; pages cy; again at 180'],
  ])('pages the newcomer at the end of the last step with %s', (_name, lastResortUserIds, expected) => {
    const webs = input({
      policy: policy('s:web 120'),
      onCall: onCall({ web: ['ana', 120] }),
      lastResortUserIds,
    });
    const next = planEscalation({
      ...webs,
      position: planEscalation(webs).position,
      onCall: onCall({ web: ['cy'] }),
      now: at(120),
    });
    expect(told(next)).toBe(expected);
    expect(next.position).toMatchObject({ exhausted: true, stepEndsAt: at(3720).toISOString() });
    expect(next.position.pagedUserIds).toContain('cy');
    const later = planEscalation({
      ...webs,
      position: next.position,
      onCall: onCall({ web: ['cy'] }),
      now: at(180),
    });
    expect(later.pages).toEqual([]);
  });
  it('goes round again as often as the policy says, then to the last resort, then to it every hour', () => {
    const story: string[] = [];
    const anas = policy('ana 60 | bo 60', 1);
    let position: EscalationPosition = AT_THE_START;
    let now = T0;
    while (story.length < 6) {
      const plan = planEscalation(input({ policy: anas, position, now }));
      if (plan.pages.length > 0)
        story.push(`${secondsAfterStart(now)} ${plan.pages.map((page) => page.userId).join(',')}`);
      position = plan.position;
      now = plan.dueAt;
    }
    expect(story).toEqual(['0 ana', '60 bo', '120 ana', '180 bo', '240 boss', '3840 boss']);
  });
  it('goes on at once when told that the wait is over', () => {
    const next = planEscalation(
      input({
        policy: twoSteps,
        position: waitIsOver(first.position, at(5)),
        onCall: onCall({ web: ['ana'] }),
        now: at(5),
      }),
    );
    expect(told(next)).toBe('step.started; pages bo; again at 65');
  });
  it('pages a person once who stands in a step twice', () => {
    const plan = planEscalation(
      input({ policy: policy('s:web,s:db,ana 120'), onCall: onCall({ web: ['ana'], db: ['ana'] }) }),
    );
    expect(told(plan)).toBe('step.started; pages ana; again at 60');
  });
});

describe('whatever comes', () => {
  const person = fc.constantFrom('ana', 'bo', 'cy', 'boss');
  const target = fc.oneof(
    person.map((id) => ({ type: 'user' as const, id })),
    fc.constantFrom('web', 'db').map((id) => ({ type: 'schedule' as const, id })),
  );
  const anyPolicy = fc.record({
    policyId: fc.constant('p'),
    name: fc.constant('p'),
    repeat: fc.integer({ min: 0, max: 3 }),
    steps: fc.array(
      fc.record({
        targets: fc.array(target, { minLength: 1, maxLength: 3 }),
        escalateAfterSeconds: fc.integer({ min: 1, max: 900 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  const moment = fc.record({
    web: fc.option(person),
    db: fc.option(person),
    untilSeconds: fc.option(fc.integer({ min: -10, max: 500 })),
    lateSeconds: fc.integer({ min: 0, max: 4000 }),
    reachable: fc.subarray(['ana', 'bo', 'cy', 'boss']),
  });

  it('there is a deadline in the future, nobody unreachable is paged, nobody twice in one plan, rounds end', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(moment, { minLength: 1, maxLength: 30 }), (anyone, moments) => {
        let position: EscalationPosition = AT_THE_START;
        let now = T0;
        for (const { web, db, untilSeconds, lateSeconds, reachable } of moments) {
          const until = untilSeconds === null ? null : new Date(now.getTime() + untilSeconds * 1000);
          const plan = planEscalation({
            ...WORLD,
            policy: { ...anyone, lastResort: [], handsOffTo: [] },
            position,
            onCall: new Map([
              ['web', { userId: web, until }],
              ['db', { userId: db, until }],
            ]),
            reachable: new Set(reachable),
            lastResortUserIds: ['boss'],
            now,
          });
          expect(plan.dueAt.getTime()).toBeGreaterThan(now.getTime());
          const paged = plan.pages.map((page) => page.userId);
          expect(new Set(paged).size).toBe(paged.length);
          expect(paged.every((userId) => reachable.includes(userId))).toBe(true);
          expect(plan.position.round).toBeLessThanOrEqual(anyone.repeat);
          expect(plan.position.round).toBeGreaterThanOrEqual(position.round);
          ({ position } = plan);
          now = new Date(plan.dueAt.getTime() + lateSeconds * 1000);
        }
      }),
    );
  });
});

describe('the end of a wait', () => {
  const waiting = { ...AT_THE_START, step: 1, stepEndsAt: at(300).toISOString() };
  it('is said of the step that runs', () => {
    expect(waitIsOver(waiting, at(10))).toEqual({ ...waiting, stepEndsAt: at(10).toISOString() });
  });
  it('keeps nothing from beginning that has not begun', () => {
    expect(waitIsOver(AT_THE_START, at(10))).toEqual(AT_THE_START);
  });
});
