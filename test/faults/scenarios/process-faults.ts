import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import type { SentEvent } from '../harness/load.js';
import type { RouseProcess } from '../harness/rouse-process.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine } from '../harness/system.js';
import type { ProxiedConnection } from '../harness/tcp-proxy.js';
import type { LoadService } from '../harness/world.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];

/** The lease of a call to a provider is 7 s; what it was is found out, and the page is sent, in so many. */
const TAKEN_OVER_WITHIN = 10;
/** From an event to its page while a worker is there. */
const PAGED_WITHIN = 5;
const FROZEN_MS = 12_000;

/** One incident at a time and nobody who answers: what happens is the fault's doing. */
const QUIET = { services: 2, neverAnswer: 1, voice: 0, stepSeconds: 60 } as const;
/** Nobody waits for the end of a policy that the fault is not about; its deadlines are looked at all the same. */
const SETTLED_SOON = 2;
const TAKEN_OVER = { page: TAKEN_OVER_WITHIN, call: TAKEN_OVER_WITHIN, told: TAKEN_OVER_WITHIN + 5 } as const;

const firstPhone = (service: LoadService): string => service.steps[0]?.people[0]?.phone ?? '';

/** When the number's messages were taken by the provider, in Unix milliseconds. */
const arrivals = ({ system }: FaultRun, phone: string): number[] =>
  system.twilio.messages.filter(({ to }) => to === phone).map(({ createdAt }) => createdAt.getTime());

/** Does `act` when a worker is about to ask the provider for a message, before a byte of it has left; once. */
function atNextCall(
  { system }: FaultRun,
  act: (worker: RouseProcess, connection: ProxiedConnection) => void,
): void {
  const ends = system.workers.map((worker) =>
    worker.toTwilio.onClientBytes((bytes, _cut, connection) => {
      if (!bytes.toString('latin1').startsWith('POST ')) return;
      ends.forEach((end) => {
        end();
      });
      act(worker, connection);
    }),
  );
}

/** Waits until it is known what became of the event's first page, and gives when that was written down. */
async function outcomeOf({ system }: FaultRun, { dedupKey }: SentEvent): Promise<number> {
  return eventually(
    async () => {
      const [row] = await system.query<{ at: Date }>(
        `SELECT entry.at FROM timeline_entries entry JOIN alerts alert ON alert.incident_id = entry.incident_id
         WHERE alert.dedup_key = $1 AND entry.kind = 'attempt.sent' ORDER BY entry.id LIMIT 1`,
        [dedupKey],
      );
      if (!row) throw new Error('nobody knows what became of the page');
      return row.at.getTime();
    },
    { within: 60_000 },
  );
}

const killedBeforeCall: Scenario = {
  name: 'worker-killed-before-call',
  engines: BOTH,
  bound: 'the other worker has sent the page 10 s after the first one was killed; it is sent once',
  short: true,
  plan: QUIET,
  settleSeconds: SETTLED_SOON,
  bounds: TAKEN_OVER,
  run: async (run) => {
    const { system, load, random } = run;
    const service = random.pick(load.world.services);
    const killed = new Promise<{ worker: RouseProcess; at: number }>((resolve) => {
      atNextCall(run, (worker, connection) => {
        connection.cut();
        const at = Date.now();
        void worker.kill().then(() => {
          resolve({ worker, at });
        });
      });
    });
    const sent = await load.send(service);
    const { worker, at: killedAt } = await killed;
    await outcomeOf(run, sent);
    const times = arrivals(run, firstPhone(service));
    run.measure('paged after the kill', ((times[0] ?? Infinity) - killedAt) / 1000, TAKEN_OVER_WITHIN);
    if (times.length !== 1) throw new Error(`The page was sent ${String(times.length)} times`);
    await system.restart(worker);
  },
};

const killedBeforeCommit: Scenario = {
  name: 'worker-killed-before-commit',
  engines: BOTH,
  bound:
    'killed after the provider took the page: one or two messages, and 12 s later it is known what became of it',
  short: true,
  plan: QUIET,
  settleSeconds: SETTLED_SOON,
  bounds: TAKEN_OVER,
  run: async (run) => {
    const { system, load, random } = run;
    const service = random.pick(load.world.services);
    const phone = firstPhone(service);
    // Held still before its request leaves, so that it cannot read the answer before it is dead.
    const victim = new Promise<RouseProcess>((resolve) => {
      atNextCall(run, (worker) => {
        worker.freeze();
        const ended = system.twilio.onMoment((moment, form) => {
          if (moment !== 'answered' || form.get('To') !== phone) return;
          ended();
          void worker.kill().then(() => {
            resolve(worker);
          });
        });
      });
    });
    const sent = await load.send(service);
    const killed = await victim;
    const killedAt = Date.now();
    const knownAt = await outcomeOf(run, sent);
    run.measure('outcome known after the kill', (knownAt - killedAt) / 1000, TAKEN_OVER_WITHIN + 2);
    const count = arrivals(run, phone).length;
    run.note(`${String(count)} message(s)`);
    if (count < 1 || count > 2) throw new Error(`The page was sent ${String(count)} times`);
    await system.restart(killed);
  },
};

const apiKilled: Scenario = {
  name: 'api-killed-under-load',
  engines: BOTH,
  bound: 'every event that was answered 202 is stored and paged; the api takes events again once it is back',
  short: false,
  plan: { services: 10 },
  run: async ({ system, load, note }) => {
    const taken = (): number => load.sent.filter(({ status }) => status === 202).length;
    const untilTaken = (count: number): Promise<void> =>
      eventually(
        () => {
          if (taken() < count) throw new Error(`only ${String(taken())} events were taken`);
        },
        { within: 60_000 },
      );
    load.start(5);
    await untilTaken(15);
    await system.kill(system.api);
    const before = taken();
    await system.restart(system.api);
    await untilTaken(before + 15);
    note(`${String(before)} events were taken before the api was killed`);
  },
};

const workersKilled: Scenario = {
  name: 'both-workers-killed',
  engines: BOTH,
  bound: 'what comes while no worker is there is paged 10 s after they are back, and nothing is forgotten',
  short: false,
  plan: { services: 6 },
  // Late is what was due while nobody was there, by as long as that was.
  bounds: { step: 60, page: 60, call: 10, told: 60 },
  run: async (run) => {
    const { system, load, random } = run;
    load.start();
    await sleep(random.integer(1_000, 4_000));
    await Promise.all(system.workers.map((worker) => worker.kill()));
    await load.stop();
    const service = random.pick(load.world.services);
    const sent = await load.send(service);
    await sleep(random.integer(500, 3_000));
    await Promise.all(system.workers.map((worker) => system.restart(worker)));
    const backAt = Date.now();
    const paged = await outcomeOf(run, sent);
    run.measure('paged after the restart', (paged - backAt) / 1000, TAKEN_OVER_WITHIN);
  },
};

const frozenBeforeCall: Scenario = {
  name: 'worker-frozen-before-call',
  engines: BOTH,
  bound:
    'the other worker pages within 10 s; woken after its lease, the first one changes nothing: two messages at most',
  short: false,
  plan: QUIET,
  settleSeconds: SETTLED_SOON,
  bounds: { ...TAKEN_OVER, call: 20 },
  run: async (run) => {
    const { system, load, random } = run;
    const service = random.pick(load.world.services);
    const phone = firstPhone(service);
    // Its request has left it, and lies in the network as long as it is frozen.
    const caught = new Promise<{ frozen: RouseProcess; connection: ProxiedConnection }>((resolve) => {
      atNextCall(run, (frozen, connection) => {
        frozen.freeze();
        connection.hold();
        resolve({ frozen, connection });
      });
    });
    const sent = await load.send(service);
    const { frozen, connection } = await caught;
    const frozenAt = Date.now();
    await outcomeOf(run, sent);
    run.measure(
      'paged by the other',
      ((arrivals(run, phone)[0] ?? Infinity) - frozenAt) / 1000,
      TAKEN_OVER_WITHIN,
    );
    await sleep(Math.max(0, frozenAt + FROZEN_MS - Date.now()));
    connection.blackhole(false);
    system.thaw(frozen);
    await stillWorks(run, service);
    const count = arrivals(run, phone).length;
    run.note(`${String(count)} message(s)`);
    if (count > 2) throw new Error(`The page was sent ${String(count)} times`);
  },
};

const frozenBeforeCommit: Scenario = {
  name: 'worker-frozen-before-commit',
  engines: BOTH,
  bound:
    'frozen when the provider had taken the page, woken after its lease: one message, and its stale answer changes nothing',
  short: false,
  plan: QUIET,
  settleSeconds: SETTLED_SOON,
  bounds: TAKEN_OVER,
  run: async (run) => {
    const { system, load, random } = run;
    const service = random.pick(load.world.services);
    const phone = firstPhone(service);
    const caught = new Promise<RouseProcess>((resolve) => {
      atNextCall(run, (worker) => {
        worker.freeze();
        resolve(worker);
      });
    });
    const sent = await load.send(service);
    const frozen = await caught;
    const frozenAt = Date.now();
    const knownAt = await outcomeOf(run, sent);
    run.measure('outcome known', (knownAt - frozenAt) / 1000, TAKEN_OVER_WITHIN + 2);
    await sleep(Math.max(0, frozenAt + FROZEN_MS - Date.now()));
    const before = await pagesOf(run, sent);
    system.thaw(frozen);
    await stillWorks(run, service);
    const after = await pagesOf(run, sent);
    if (JSON.stringify(before) !== JSON.stringify(after))
      throw new Error(`A stale answer changed ${JSON.stringify(before)} to ${JSON.stringify(after)}`);
    const count = arrivals(run, phone).length;
    if (count !== 1) throw new Error(`The page was sent ${String(count)} times`);
  },
};

const frozenUnderLoad: Scenario = {
  name: 'worker-frozen-under-load',
  engines: BOTH,
  bound:
    'frozen at any moment for 12 s, its locks and leases run out and the other worker goes on; woken, it changes nothing',
  short: false,
  bounds: { step: 15, page: 15, call: 20, told: 25 },
  run: async ({ system, load, random, note }) => {
    load.start(4);
    await sleep(random.integer(2_000, 5_000));
    const frozen = random.pick(system.workers);
    system.freeze(frozen);
    await sleep(FROZEN_MS);
    system.thaw(frozen);
    await sleep(3_000);
    note(`${frozen.name} was frozen`);
  },
};

/** How the event's pages and their attempts stand, whatever receipts have come meanwhile. */
function pagesOf({ system }: FaultRun, { dedupKey }: SentEvent): Promise<object[]> {
  return system.query(
    `SELECT page.id, page.attempt_count, attempt.provider_id,
       CASE page.status WHEN 'delivered' THEN 'sent' ELSE page.status END AS status
     FROM pages page JOIN alerts alert ON alert.incident_id = page.incident_id
     LEFT JOIN attempts attempt ON attempt.page_id = page.id
     WHERE alert.dedup_key = $1 ORDER BY page.id, attempt.number`,
    [dedupKey],
  );
}

/** Two more incidents are paged as ever, whichever worker takes them. */
async function stillWorks(run: FaultRun, paged: LoadService): Promise<void> {
  for (const service of run.load.world.services.filter((each) => each !== paged)) {
    const sent = await run.load.send(service);
    const knownAt = await outcomeOf(run, sent);
    run.measure('the next page', (knownAt - sent.at) / 1000, PAGED_WITHIN);
  }
}

export const processScenarios: readonly Scenario[] = [
  killedBeforeCall,
  killedBeforeCommit,
  apiKilled,
  workersKilled,
  frozenBeforeCall,
  frozenBeforeCommit,
  frozenUnderLoad,
];
