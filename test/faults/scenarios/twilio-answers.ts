import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import type { CallbackOrder } from '../../support/twilio-double.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine } from '../harness/system.js';
import { callbackWeather, providerOutage } from './mix-faults.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];

/** Rouse gives up after 5 s. */
const ANSWERS_AFTER_MS = 60_000;
/** For so long everything that is asked for is answered so late. */
const SLOW_FOR_MS = 12_000;

/** Twilio is slow under load, and then works again; resolves when the last late answer has come. */
async function slowFor(run: FaultRun, kind: 'late' | 'stalled'): Promise<void> {
  const { system, load, note } = run;
  load.start();
  await sleep(2_000);
  const mend = await providerOutage(system, { kind, ms: ANSWERS_AFTER_MS });
  await sleep(SLOW_FOR_MS);
  await mend();
  await sleep(3_000);
  await load.stop();
  await sleep(ANSWERS_AFTER_MS - SLOW_FOR_MS);
  const [row] = await system.query<{ unknown: number; repeated: number }>(
    `SELECT (SELECT count(*)::int FROM timeline_entries WHERE kind = 'attempt.unknown') AS unknown,
       (SELECT count(*)::int FROM pages WHERE attempt_count > 1) AS repeated`,
  );
  note(
    `${String(row?.unknown ?? 0)} outcomes were unknown, ${String(row?.repeated ?? 0)} pages were tried again`,
  );
}

const answersLate: Scenario = {
  name: 'twilio-answers-after-60s',
  engines: BOTH,
  bound: 'what was sent is found by a look-up and not sent again; nobody waits for the answer',
  short: false,
  plan: { rate: 1 },
  bounds: { page: 20, told: 30 },
  timeLimitSeconds: 240,
  run: (run) => slowFor(run, 'late'),
};

const worksLate: Scenario = {
  name: 'twilio-works-after-60s',
  engines: BOTH,
  bound:
    'nobody waits for it: the next channel, or the same again; a page that comes twice had an unknown outcome',
  short: false,
  plan: { rate: 1 },
  bounds: { page: 20, told: 45 },
  timeLimitSeconds: 240,
  run: (run) => slowFor(run, 'stalled'),
};

const RECEIPT_WITHIN = 45;

const callbacks = (order: CallbackOrder, name: string, bound: string): Scenario => ({
  name,
  engines: BOTH,
  bound,
  short: false,
  plan: { rate: 3 },
  run: async ({ system, load }) => {
    await callbackWeather(system, order);
    load.start();
    await sleep(12_000);
    await load.stop();
  },
});

const callbacksLost: Scenario = {
  name: 'twilio-callbacks-lost',
  engines: BOTH,
  bound: 'without a receipt for 45 s the telephone rings',
  short: false,
  plan: { rate: 2 },
  timeLimitSeconds: 240,
  run: async ({ system, load, measure }) => {
    const { client, twilio } = system;
    await callbackWeather(system, 'none');
    const person = await client.person({ name: 'Without Receipts', voice: true });
    await client.put(`/api/v1/users/${person.id}/paging-rules`, {
      high: [
        { contactMethodId: person.methods.sms, delaySeconds: 0 },
        { contactMethodId: person.methods.voice, delaySeconds: 600 },
      ],
      low: [],
    });
    const service = await client.service(await client.policy([{ page: [person], waitSeconds: 900 }]));
    await client.trigger(await client.integration(service));
    load.start();
    await sleep(10_000);
    await load.stop();
    const call = await eventually(
      () => {
        const found = twilio.calls.find(({ to }) => to === person.phone);
        if (!found) throw new Error('the telephone does not ring');
        return found;
      },
      { within: 120_000 },
    );
    const message = twilio.messages.find(({ to }) => to === person.phone);
    if (!message) throw new Error('there was no message');
    const waited = (call.createdAt.getTime() - message.createdAt.getTime()) / 1000;
    measure('a call instead', waited, RECEIPT_WITHIN + 10);
    if (waited < RECEIPT_WITHIN - 1) throw new Error(`it rang after ${waited.toFixed(1)} s`);
    const { id } = await client.incidentOf(service);
    await client.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: person.token });
  },
};

export const twilioAnswers: readonly Scenario[] = [
  answersLate,
  worksLate,
  callbacks('twice', 'twilio-callbacks-doubled', 'a receipt that comes twice counts once'),
  callbacks('reversed', 'twilio-callbacks-reversed', 'a receipt that comes late takes nothing back'),
  callbacksLost,
];
