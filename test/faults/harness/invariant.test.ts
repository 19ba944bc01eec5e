import { describe, expect, it } from '@jest/globals';
import { brokenInvariants } from './invariant.js';
import type { SentEvent } from './load.js';
import type {
  FaultRecord,
  ProviderRequest,
  RecordedAttempt,
  RecordedEntry,
  RecordedIncident,
  RecordedPage,
} from './record.js';

const BOUNDS = { step: 5, early: 1, page: 5, call: 5, told: 10 };
const START = Date.UTC(2026, 0, 1);
const at = (seconds: number): number => START + seconds * 1000;

const ANA = { id: 'ana', phone: '+15550000001' };
const BO = { id: 'bo', phone: '+15550000002' };
const EVE = { id: 'eve', phone: '+15550000003' };

const event = (more: Partial<SentEvent> = {}): SentEvent => ({
  request: 'request-1',
  serviceId: 'checkout',
  action: 'trigger',
  dedupKey: 'card-errors',
  body: {},
  at: at(0),
  answeredAt: at(0.1),
  status: 202,
  ...more,
});

const page = (more: Partial<RecordedPage> = {}): RecordedPage => ({
  id: 'page-1',
  incidentId: 'incident',
  userId: ANA.id,
  contactMethodId: 'ana-sms',
  type: 'sms',
  address: ANA.phone,
  round: 0,
  step: 0,
  status: 'sent',
  createdAt: at(0.2),
  wantedAt: at(0.2),
  dueAt: null,
  isHelp: false,
  ...more,
});

const attempt = (more: Partial<RecordedAttempt> = {}): RecordedAttempt => ({
  id: 'attempt-1',
  pageId: 'page-1',
  number: 1,
  status: 'sent',
  providerId: 'SM1',
  leadAttemptId: null,
  errorCode: null,
  error: null,
  createdAt: at(0.3),
  ...more,
});

const request = (more: Partial<ProviderRequest> = {}): ProviderRequest => ({
  sid: 'SM1',
  kind: 'sms',
  to: ANA.phone,
  at: at(0.4),
  pageId: 'page-1',
  ...more,
});

const entry = (seconds: number, kind: string, details: Record<string, unknown> = {}): RecordedEntry => ({
  incidentId: 'incident',
  at: at(seconds),
  kind,
  details,
});
const step = (seconds: number, number: number, userIds: string[], more: Record<string, unknown> = {}) =>
  entry(seconds, 'step.started', { step: number, round: 0, userIds, escalateAfterSeconds: 60, ...more });
const made = (seconds: number, pageId: string): RecordedEntry => entry(seconds, 'page.created', { pageId });

const incident = (more: Partial<RecordedIncident> = {}): RecordedIncident => ({
  id: 'incident',
  number: 1,
  serviceId: 'checkout',
  status: 'acknowledged',
  createdAt: at(0.1),
  ...more,
});

/** Ana is paged, and acknowledges after 20 s. */
const GOOD: FaultRecord = {
  now: at(100),
  sent: [event(), event({ request: 'request-2', status: 503 })],
  answers: [{ userId: ANA.id, via: 'api', at: at(20), acknowledged: ['incident'] }],
  people: [ANA, BO, EVE],
  services: [{ id: 'checkout', userIds: [ANA.id, BO.id] }],
  asked: [],
  events: [
    {
      request: 'request-1',
      action: 'trigger',
      dedupKey: 'card-errors',
      alertId: 'alert',
      incidentId: 'incident',
    },
  ],
  incidents: [incident()],
  escalations: [{ incidentId: 'incident', status: 'stopped', dueAt: null }],
  pages: [page()],
  attempts: [attempt()],
  timeline: [
    entry(0.1, 'incident.triggered'),
    step(0.2, 0, [ANA.id]),
    made(0.2, 'page-1'),
    entry(20, 'incident.acknowledged'),
  ],
  requests: [request()],
  noticeSids: [],
};

/** Nobody answers: bo is paged after a minute, and Ana, the last resort, after another. */
const UNANSWERED: FaultRecord = {
  ...GOOD,
  now: at(150),
  answers: [],
  incidents: [incident({ status: 'triggered' })],
  escalations: [{ incidentId: 'incident', status: 'running', dueAt: at(3_720) }],
  pages: [
    page(),
    page({
      id: 'page-2',
      userId: BO.id,
      address: BO.phone,
      contactMethodId: 'bo-sms',
      step: 1,
      wantedAt: at(60.2),
    }),
    page({ id: 'page-3', step: 1, wantedAt: at(120.3) }),
  ],
  attempts: [
    attempt(),
    attempt({ id: 'attempt-2', pageId: 'page-2', providerId: 'SM2', createdAt: at(60.3) }),
    attempt({ id: 'attempt-3', pageId: 'page-3', providerId: 'SM3', createdAt: at(120.4) }),
  ],
  timeline: [
    entry(0.1, 'incident.triggered'),
    step(0.2, 0, [ANA.id]),
    made(0.2, 'page-1'),
    step(60.2, 1, [BO.id]),
    made(60.2, 'page-2'),
    entry(120.3, 'escalation.exhausted', { userIds: [ANA.id] }),
    made(120.3, 'page-3'),
  ],
  requests: [
    request(),
    request({ sid: 'SM2', to: BO.phone, at: at(60.5), pageId: 'page-2' }),
    request({ sid: 'SM3', at: at(120.5), pageId: 'page-3' }),
  ],
};

const again = attempt({ id: 'attempt-2', number: 2, providerId: 'SM2', createdAt: at(9) });
const refused = {
  status: 'failed',
  providerId: null,
  error: 'the provider is busy',
  number: 2,
  createdAt: at(6),
} as const;
const sentAgain = request({ sid: 'SM2', at: at(9.1) });

describe('what holds', () => {
  it.each<[string, FaultRecord]>([
    ['somebody answered', GOOD],
    ['nobody answered, and all were paged', UNANSWERED],
    [
      'the policy is under way',
      {
        ...UNANSWERED,
        now: at(30),
        pages: [page()],
        attempts: [attempt()],
        timeline: UNANSWERED.timeline.slice(0, 3),
        requests: [request()],
        escalations: [{ incidentId: 'incident', status: 'running', dueAt: at(60.2) }],
      },
    ],
    [
      'a message whose outcome nobody knew came twice',
      {
        ...GOOD,
        attempts: [
          attempt({ status: 'failed', providerId: null, error: 'the provider has no trace of it' }),
          again,
        ],
        requests: [request(), sentAgain],
      },
    ],
    [
      'a slow provider sent what nobody heard of, after one that told of more was refused',
      {
        ...GOOD,
        pages: [page(), page({ id: 'page-2', wantedAt: at(5) })],
        attempts: [
          attempt({ status: 'failed', providerId: null, error: 'the provider has no trace of it' }),
          attempt({ ...refused, id: 'refused' }),
          attempt({ ...refused, id: 'refused-2', pageId: 'page-2', leadAttemptId: 'refused' }),
          { ...again, number: 3 },
          { ...again, id: 'with-it', pageId: 'page-2', providerId: null, leadAttemptId: again.id },
        ],
        requests: [request({ at: at(7) }), sentAgain],
      },
    ],
    [
      'an attempt was in doubt for a while',
      {
        ...GOOD,
        attempts: [attempt(), again],
        requests: [request(), sentAgain],
        timeline: [...GOOD.timeline, entry(7, 'attempt.unknown', { attemptId: 'attempt-1' })],
      },
    ],
    [
      'a page waited for its person to have room',
      {
        ...GOOD,
        attempts: [attempt({ createdAt: at(18) })],
        requests: [request({ at: at(18.1) })],
        timeline: [
          ...GOOD.timeline.slice(0, 3),
          entry(0.3, 'page.held', { pageId: 'page-1', until: new Date(at(17)).toISOString() }),
          ...GOOD.timeline.slice(3),
        ],
      },
    ],
    [
      'one message told of two incidents',
      {
        ...UNANSWERED,
        attempts: UNANSWERED.attempts
          .map((each) =>
            each.id === 'attempt-3' ? { ...each, providerId: null, leadAttemptId: 'lead' } : each,
          )
          .concat(
            attempt({ id: 'lead', pageId: 'page-of-another', providerId: 'SM3', createdAt: at(120.4) }),
          ),
        pages: [
          ...UNANSWERED.pages,
          page({ id: 'page-of-another', incidentId: 'other', wantedAt: at(120.3) }),
        ],
        incidents: [...UNANSWERED.incidents, incident({ id: 'other', number: 2 })],
        requests: UNANSWERED.requests.map((each) =>
          each.sid === 'SM3' ? { ...each, pageId: 'page-of-another' } : each,
        ),
      },
    ],
    [
      'news for people',
      { ...GOOD, requests: [request(), request({ sid: 'SM9', pageId: null })], noticeSids: ['SM9'] },
    ],
    [
      'somebody who was asked for help was paged after the answer',
      {
        ...GOOD,
        asked: [{ incidentId: 'incident', userId: EVE.id }],
        pages: [
          page(),
          page({ id: 'help', userId: EVE.id, address: EVE.phone, isHelp: true, status: 'waiting' }),
        ],
        timeline: [...GOOD.timeline, made(30, 'help')],
        now: at(4),
      },
    ],
  ])('%s', (_, record) => {
    expect(brokenInvariants(record, BOUNDS)).toEqual([]);
  });
});

describe('what is found broken', () => {
  it.each<[RegExp, FaultRecord]>([
    [/request-1 of card-errors was answered 202 and is not stored/, { ...GOOD, events: [] }],
    [
      /request-1 of card-errors belongs to no incident/,
      { ...GOOD, events: GOOD.events.map((each) => ({ ...each, incidentId: null })) },
    ],
    [/The incident incident has no escalation/, { ...UNANSWERED, escalations: [] }],
    [
      /which nobody has answered, does not run/,
      { ...UNANSWERED, escalations: [{ incidentId: 'incident', status: 'stopped', dueAt: null }] },
    ],
    [
      /escalation of incident is 10\.0 s over its deadline/,
      { ...UNANSWERED, escalations: [{ incidentId: 'incident', status: 'running', dueAt: at(140) }] },
    ],
    [
      /A step of incident began 7\.0 s late/,
      {
        ...GOOD,
        timeline: GOOD.timeline.map((each) => (each.kind === 'step.started' ? step(7.1, 0, [ANA.id]) : each)),
      },
    ],
    [
      /A step of incident began 30\.0 s early/,
      {
        ...UNANSWERED,
        timeline: UNANSWERED.timeline.map((each) =>
          each.at === at(60.2) ? { ...each, at: at(30.2) } : each,
        ),
        requests: UNANSWERED.requests.map((each) => (each.sid === 'SM2' ? { ...each, at: at(60.4) } : each)),
      },
    ],
    [
      /The next step of incident is 89\.8 s late/,
      {
        ...UNANSWERED,
        pages: [page()],
        attempts: [attempt()],
        requests: [request()],
        timeline: UNANSWERED.timeline.slice(0, 3),
      },
    ],
    [
      /The next step of incident was 39\.8 s late when it was answered/,
      {
        ...GOOD,
        timeline: GOOD.timeline.map((each) => (each.at === at(20) ? { ...each, at: at(100) } : each)),
      },
    ],
    [
      /The page page-1 about incident was decided 8\.8 s after it was due/,
      { ...GOOD, attempts: [attempt({ createdAt: at(9) })], requests: [request({ at: at(9.1) })] },
    ],
    [
      /The page page-3 about incident was decided 29\.7 s after it was due/,
      {
        ...UNANSWERED,
        pages: UNANSWERED.pages.map((each) => (each.id === 'page-3' ? { ...each, status: 'waiting' } : each)),
        attempts: UNANSWERED.attempts.slice(0, 2),
        requests: UNANSWERED.requests.slice(0, 2),
      },
    ],
    [
      /The provider had SM1 6\.0 s after attempt attempt-1/,
      { ...GOOD, requests: [request({ at: at(6.3) })] },
    ],
    [
      /ana was told of incident only 12\.0 s after their step began/,
      { ...GOOD, requests: [request({ at: at(12.2) })] },
    ],
    [/ana was told of incident never, after their step began/, { ...GOOD, requests: [] }],
    [
      /The page page-2 about incident was decided after an answer/,
      {
        ...GOOD,
        pages: [page(), page({ id: 'page-2', step: 1, status: 'cancelled' })],
        timeline: [...GOOD.timeline, made(21, 'page-2')],
      },
    ],
    [
      /The attempt attempt-2 of page page-1 about incident was made after an answer/,
      { ...GOOD, attempts: [attempt({ status: 'unknown' }), { ...again, createdAt: at(21) }] },
    ],
    [
      /The acknowledgement of incident by ana was confirmed and is lost/,
      { ...UNANSWERED, answers: GOOD.answers },
    ],
    [
      /The page page-1 about incident is for eve, whom nothing names/,
      { ...GOOD, pages: [page({ userId: EVE.id, address: EVE.phone })] },
    ],
    [
      /The page page-1 goes to a number that is not ana's/,
      { ...GOOD, pages: [page({ address: EVE.phone })], requests: [request({ to: EVE.phone })] },
    ],
    [
      /The page help about incident is for eve, whom nothing names/,
      { ...GOOD, pages: [page(), page({ id: 'help', userId: EVE.id, address: EVE.phone, isHelp: true })] },
    ],
    [
      /The sms SM1 of page page-1 went to another number/,
      { ...GOOD, requests: [request({ to: EVE.phone })] },
    ],
    [
      /The sms SM9 is neither a page nor news/,
      { ...GOOD, requests: [request(), request({ sid: 'SM9', pageId: null })] },
    ],
    [
      /The page page-1 was sent 2 times without a reason: SM1, SM2/,
      { ...GOOD, attempts: [attempt(), again], requests: [request(), sentAgain] },
    ],
    [
      /The page page-1 was sent 2 times without a reason: SM1, SM2/,
      {
        ...GOOD,
        attempts: [
          attempt({ status: 'failed', errorCode: '20429', error: 'the provider is busy', providerId: null }),
          again,
        ],
        requests: [request(), sentAgain],
      },
    ],
    [
      /A step of incident made a second page, page-2, for one contact method/,
      {
        ...GOOD,
        pages: [page(), page({ id: 'page-2' })],
        timeline: [...GOOD.timeline.slice(0, 3), made(0.2, 'page-2'), ...GOOD.timeline.slice(3)],
      },
    ],
  ])('%s', (sentence, record) => {
    expect(brokenInvariants(record, BOUNDS).join('\n')).toMatch(sentence);
  });
});
