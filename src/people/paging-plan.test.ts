import { describe, expect, it } from '@jest/globals';
import { pagingPlan, type PagedMoment, type PagingMethod, type PagingRule } from './paging-plan.js';
import { WEEKDAYS } from './waking-hours.js';

type Type = PagingMethod['type'];

const usable = (id: string, type: Type): PagingMethod => ({
  id,
  type,
  address: `address of ${id}`,
  verified: true,
  disabled: false,
});
const sms = usable('sms', 'sms');
const voice = usable('voice', 'voice');
const email = usable('email', 'email');
const unverified = { ...usable('new', 'sms'), verified: false };
const disabled = { ...usable('stopped', 'sms'), disabled: true };
const high = (contactMethodId: string, delaySeconds: number): PagingRule => ({
  urgency: 'high',
  contactMethodId,
  delaySeconds,
});
const low = (contactMethodId: string, delaySeconds: number): PagingRule => ({
  urgency: 'low',
  contactMethodId,
  delaySeconds,
});

/** 22:29 in winter in Berlin. */
const AT_NIGHT: PagedMoment = {
  now: new Date('2026-01-05T21:29:00Z'),
  timeZone: 'Europe/Berlin',
  wakingHours: { from: '07:00', to: '22:30', weekdays: WEEKDAYS },
};
const ANYTIME: PagedMoment = { ...AT_NIGHT, wakingHours: null };
const at = (now: string): PagedMoment => ({ ...AT_NIGHT, now: new Date(now) });

interface Case {
  name: string;
  methods: PagingMethod[];
  rules?: PagingRule[];
  urgency?: 'high' | 'low';
  moment?: PagedMoment;
  /** Method and delay in seconds. */
  expected: [string, number][];
}

const CASES: Case[] = [
  { name: 'nobody can be paged on nothing', methods: [], expected: [] },
  {
    name: 'without rules messages go at once',
    methods: [sms, email],
    expected: [
      ['sms', 0],
      ['email', 0],
    ],
  },
  {
    name: 'without rules voice follows after two minutes',
    methods: [voice, sms, email],
    expected: [
      ['sms', 0],
      ['email', 0],
      ['voice', 120],
    ],
  },
  { name: 'voice alone rings at once', methods: [voice], expected: [['voice', 0]] },
  {
    name: 'voice rings at once where no message can go out',
    methods: [voice, unverified, disabled],
    expected: [['voice', 0]],
  },
  { name: 'unverified and disabled methods are left out', methods: [unverified, disabled], expected: [] },
  {
    name: 'rules are followed in their order',
    methods: [sms, voice, email],
    rules: [high('voice', 0), high('sms', 60), high('voice', 300)],
    expected: [
      ['voice', 0],
      ['sms', 60],
      ['voice', 300],
    ],
  },
  {
    name: 'rules of the other urgency do not count',
    methods: [sms, voice, email],
    rules: [high('voice', 0), low('email', 30)],
    urgency: 'low',
    expected: [['email', 30]],
  },
  {
    name: 'no rule for this urgency is as no rules',
    methods: [sms, voice],
    rules: [high('voice', 0)],
    urgency: 'low',
    expected: [
      ['sms', 0],
      ['voice', 120],
    ],
  },
  {
    name: 'a rule for a method that cannot be used is left out',
    methods: [sms, disabled],
    rules: [high('stopped', 0), high('sms', 60)],
    expected: [['sms', 60]],
  },
  {
    name: 'when no rule can be used, every usable method is',
    methods: [voice, email, disabled],
    rules: [high('stopped', 0), high('gone', 0)],
    expected: [
      ['email', 0],
      ['voice', 120],
    ],
  },
  {
    name: 'low urgency waits for the morning, and the delays count from there',
    methods: [sms, voice],
    urgency: 'low',
    moment: at('2026-01-05T22:00:00Z'),
    expected: [
      ['sms', 8 * 3600],
      ['voice', 8 * 3600 + 120],
    ],
  },
  {
    name: 'low urgency over the night of the clock change is an hour sooner',
    methods: [sms],
    urgency: 'low',
    moment: at('2026-03-28T22:00:00Z'),
    expected: [['sms', 7 * 3600]],
  },
  {
    name: 'what a delay carries beyond bedtime waits for the morning',
    methods: [sms, voice],
    urgency: 'low',
    moment: AT_NIGHT,
    expected: [
      ['sms', 0],
      ['voice', 8 * 3600 + 31 * 60],
    ],
  },
  {
    name: 'low urgency in waking hours does not wait',
    methods: [sms],
    urgency: 'low',
    moment: at('2026-01-05T12:00:00Z'),
    expected: [['sms', 0]],
  },
  {
    name: 'parts of a second are not taken off the night',
    methods: [sms],
    urgency: 'low',
    moment: at('2026-01-06T05:59:59.700Z'),
    expected: [['sms', 1]],
  },
  {
    name: 'high urgency wakes people up',
    methods: [sms],
    moment: at('2026-01-05T22:00:00Z'),
    expected: [['sms', 0]],
  },
];

describe('pagingPlan', () => {
  it.each(CASES)('$name', ({ methods, rules = [], urgency = 'high', moment = ANYTIME, expected }) => {
    const plan = pagingPlan(methods, rules, urgency, moment);
    expect(plan.map(({ contactMethodId, delaySeconds }) => [contactMethodId, delaySeconds])).toEqual(
      expected,
    );
  });

  it('tells type and address, so that a page keeps where it went', () => {
    expect(pagingPlan([sms], [], 'high', ANYTIME)).toEqual([
      { contactMethodId: 'sms', type: 'sms', address: 'address of sms', delaySeconds: 0 },
    ]);
  });
});
