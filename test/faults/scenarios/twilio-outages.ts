import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { startMailServer } from '../../support/mail-server.js';
import type { Fault as ProviderFault } from '../../support/twilio/faults.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine } from '../harness/system.js';
import { providerOutage } from './mix-faults.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];
const FAILS: ProviderFault = { kind: 'answer', status: 500, code: null, recorded: false };
const BUSY: ProviderFault = { kind: 'answer', status: 429, code: 20429, recorded: false };

/** By then somebody has been reached by another way. */
const OTHER_WAY_WITHIN = 30;
/** In earnest, by the clock on the wall. */
const OUTAGE_SECONDS = 300;
/** What the outage held up comes when the circuit is tried again, at its person's turn. */
const TOLD_AFTERWARDS_WITHIN = 90;
const MOST_MESSAGES_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/** Makes a service that pages one person for ten minutes, by SMS and, later, by `other` unless the SMS fails. */
async function serviceOfOne({ client }: FaultRun['system'], other: 'email' | 'voice') {
  const more = other === 'email' ? { email: 'reached.otherwise@example.org' } : { voice: true as const };
  const person = await client.person({ name: 'Reached Otherwise', ...more });
  await client.put(`/api/v1/users/${person.id}/paging-rules`, {
    high: [
      { contactMethodId: person.methods.sms, delaySeconds: 0 },
      { contactMethodId: person.methods[other], delaySeconds: 600 },
    ],
    low: [],
  });
  const service = await client.service(await client.policy([{ page: [person], waitSeconds: 900 }]));
  return { person, service, integration: await client.integration(service) };
}

/** Waits until `arrived` gives a moment, in Unix milliseconds. */
const arrival = (arrived: () => number | undefined): Promise<number> =>
  eventually(
    () => {
      const at = arrived();
      if (at === undefined) throw new Error('nobody was reached by another way');
      return at;
    },
    { within: OTHER_WAY_WITHIN * 3_000 },
  );

const outageOfFiveMinutes: Scenario = {
  name: 'twilio-500-for-five-minutes',
  engines: BOTH,
  bound:
    'a mail within 30 s; what waited is told once Twilio works, in five messages a minute to one person at most',
  short: false,
  plan: { rate: 0.4 },
  bounds: { page: 45, call: 10, told: OUTAGE_SECONDS + TOLD_AFTERWARDS_WITHIN },
  timeLimitSeconds: OUTAGE_SECONDS + 240,
  settleSeconds: 150,
  run: async (run) => {
    const { system, load, measure, note } = run;
    const { twilio, client, workers } = system;
    const mail = await startMailServer();
    try {
      const environment = { SMTP_URL: mail.url, MAIL_FROM: 'rouse@example.org' };
      await Promise.all(workers.map((worker) => system.restart(worker, { environment })));
      const { person, service, integration } = await serviceOfOne(system, 'email');
      const mend = await providerOutage(system, FAILS);
      const began = Date.now();
      load.start();
      await client.trigger(integration);
      const mailed = await arrival(() => (mail.mails.length > 0 ? Date.now() : undefined));
      measure('a mail instead', (mailed - began) / 1000, OTHER_WAY_WITHIN);
      const { id } = await client.incidentOf(service);
      await client.post(`/api/v1/incidents/${id}/acknowledge`, undefined, { token: person.token });
      await sleep(Math.max(0, began + OUTAGE_SECONDS * 1000 - Date.now()));
      await load.stop();
      const duringIt = twilio.messages.length + twilio.calls.length;
      const mended = Date.now();
      await mend();
      await sleep(MINUTE_MS);
      const most = mostMessages(run, mended);
      note(
        `${String(duringIt)} taken in the outage; ${String(most)} messages and calls at most to one number in the minute after`,
      );
      if (most > MOST_MESSAGES_A_MINUTE)
        throw new Error(`${String(most)} messages and calls to one number in a minute`);
    } finally {
      await mail.stop();
    }
  },
};

/** The most that one number got since then. */
function mostMessages({ system: { twilio } }: FaultRun, since: number): number {
  const counts = new Map<string, number>();
  for (const { to, createdAt } of [...twilio.messages, ...twilio.calls]) {
    if (createdAt.getTime() >= since) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

const messagesFail: Scenario = {
  name: 'twilio-500-on-messages',
  engines: BOTH,
  bound: 'a call within 30 s',
  short: true,
  plan: { services: 1 },
  run: async (run) => {
    const { system, measure } = run;
    const { person, integration } = await serviceOfOne(system, 'voice');
    const mend = await providerOutage(system, FAILS, ['Messages']);
    const began = Date.now();
    await system.client.trigger(integration);
    const rang = await arrival(() =>
      system.twilio.calls.find(({ to }) => to === person.phone)?.createdAt.getTime(),
    );
    measure('a call instead', (rang - began) / 1000, OTHER_WAY_WITHIN);
    await mend();
    const call = await system.twilio.phone(person.phone ?? '').expectCall();
    await call.answer();
    await call.press('4');
    await call.hangUp();
  },
};

const burstsOfBusy: Scenario = {
  name: 'twilio-429-in-bursts',
  engines: BOTH,
  bound: 'nothing is lost and nothing is sent twice; everybody is told within 30 s',
  short: false,
  plan: { rate: 3 },
  bounds: { told: 30 },
  run: async ({ system, load, random, note }) => {
    load.start();
    for (let burst = 0; burst < 6; burst += 1) {
      await sleep(random.integer(500, 2_000));
      const mend = await providerOutage(system, BUSY);
      await sleep(random.integer(1_000, 2_500));
      await mend();
    }
    await load.stop();
    const [row] = await system.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM timeline_entries WHERE kind = 'attempt.failed'`,
    );
    note(`${String(row?.count ?? 0)} attempts found Twilio busy`);
  },
};

export const twilioOutages: readonly Scenario[] = [outageOfFiveMinutes, messagesFail, burstsOfBusy];
