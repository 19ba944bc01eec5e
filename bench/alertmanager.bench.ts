import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../src/platform/database/embedded/embedded-database.js';
import { startAlertmanager } from './alertmanager-program.js';
import { benchResult, type BenchResult } from './bench-result.js';
import { runLoad, statusesOf, successesPerSecond, type LoadRequest } from './load-generator.js';
import { alertToRequest, numberedAlerts, numberedEvent, numberedWebhook } from './numbered-alerts.js';
import { copyOfDatabase, makePagedServices, type PagedService } from './paged-services.js';
import { percentile } from './percentile.js';
import { startProcesses } from './rouse-processes.js';
import { startStampingProvider } from './stamping-provider.js';
import { Started } from './started.js';

const CONNECTIONS = 64;
const CLOSED_LOOP_SECONDS = 10;
/** What Prometheus sends in one request at most. */
const ALERTS_OF_PROMETHEUS = 64;

const PER_SECOND = 200;
const WARM_UP_SECONDS = 15;
const SECONDS = 15;
const STEADY_NUMBERS = PER_SECOND * (WARM_UP_SECONDS + SECONDS);
/** So that nobody gets more than three messages in a minute at the steady rate: a fourth one waits for its turn. */
const SERVICES = STEADY_NUMBERS / 3;

/** One of the two, running, with the requests that bring it the same alerts. */
interface Contestant {
  readonly receiver: Awaited<ReturnType<typeof startStampingProvider>>;
  /** One alert a request. */
  readonly single: readonly LoadRequest[];
  /** As many as Prometheus sends together. */
  readonly many: readonly LoadRequest[];
  /** One alert a request, by other ways in. */
  readonly otherWays: Readonly<Record<string, readonly LoadRequest[]>>;
}

interface Measured {
  /** From the alert to the outgoing request at the steady rate, in milliseconds. */
  alertToRequest: number[];
  /** Alerts accepted a second, in a closed loop. */
  single: number;
  many: number;
  otherWays: Record<string, number>;
}

/**
 * Rouse and Alertmanager on the same machine, one after the other, with the same alerts, all with new labels, from the same
 * load generator; both send a request for each to the same kind of receiver. Alertmanager keeps alerts in memory; Rouse
 * answers after a commit that is on disk.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-bench-'));
  try {
    const alertmanager = await measureAlertmanager(folder);
    if (alertmanager === null) {
      process.stderr.write('Not measured: apt-get install prometheus-alertmanager\n');
      return [];
    }
    return compare(await measureRouse(folder), alertmanager);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAlertmanager(folder: string): Promise<Measured | null> {
  const started = new Started();
  try {
    const receiver = started.add(await startStampingProvider());
    const alertmanager = await startAlertmanager(folder, receiver.url);
    if (alertmanager === null) return null;
    const { url } = started.add(alertmanager);
    return await measure({
      receiver,
      single: [numberedAlerts(url, 1)],
      many: [numberedAlerts(url, ALERTS_OF_PROMETHEUS)],
      otherWays: {},
    });
  } finally {
    await started.stop();
  }
}

async function measureRouse(folder: string): Promise<Measured> {
  const started = new Started();
  try {
    const database = started.add(
      await startEmbeddedDatabase({ dataDir: join(folder, 'postgres'), log: () => undefined }),
    );
    const services = await makePagedServices(database.url, SERVICES);
    const databaseUrl = await copyOfDatabase(database.url, 'against alertmanager');
    const receiver = started.add(await startStampingProvider());
    const url = await startProcesses(started, 'one process', { databaseUrl, providerUrl: receiver.url });
    const requests = (toRequest: (service: PagedService) => LoadRequest) => services.map(toRequest);
    return await measure({
      receiver,
      single: requests(({ alertmanagerKey }) => numberedWebhook(url, alertmanagerKey, 1)),
      many: requests(({ alertmanagerKey }) => numberedWebhook(url, alertmanagerKey, ALERTS_OF_PROMETHEUS)),
      otherWays: { 'Events v2': requests(({ eventsKey }) => numberedEvent(url, eventsKey)) },
    });
  } finally {
    await started.stop();
  }
}

/** First the steady rate, then the closed loops: what those leave to be done must not be in the way. */
async function measure({ receiver, single, many, otherWays }: Contestant): Promise<Measured> {
  const steady = { requests: single, pace: { perSecond: PER_SECOND } };
  await runLoad({ ...steady, seconds: WARM_UP_SECONDS });
  const report = await runLoad({
    ...steady,
    seconds: SECONDS,
    firstNumber: PER_SECOND * WARM_UP_SECONDS,
  });
  const told = await alertToRequest(report, receiver);
  let round = 1;
  const accepted = async (requests: readonly LoadRequest[]): Promise<number> => {
    const load = { requests, pace: { connections: CONNECTIONS }, seconds: CLOSED_LOOP_SECONDS };
    const closed = await runLoad({ ...load, firstNumber: round++ * 10_000_000 });
    const rate = successesPerSecond(closed);
    if (rate === 0) throw new Error(`nothing was accepted: ${JSON.stringify(statusesOf(closed))}`);
    return rate;
  };
  const others: Record<string, number> = {};
  const perSecond = { single: await accepted(single), many: 0 };
  for (const [way, requests] of Object.entries(otherWays)) others[way] = await accepted(requests);
  perSecond.many = ALERTS_OF_PROMETHEUS * (await accepted(many));
  return { alertToRequest: told, ...perSecond, otherWays: others };
}

/** Rouse's figures, with Alertmanager's as the floor. */
function compare(rouse: Measured, alertmanager: Measured): BenchResult[] {
  const latency = (share: number) => ({
    value: percentile(rouse.alertToRequest, share),
    unit: 'ms' as const,
    floor: percentile(alertmanager.alertToRequest, share),
  });
  const accepted = (name: string, value: number, floor: number) =>
    benchResult({
      name: `alerts accepted a second, ${CONNECTIONS} connections, ${name}, against Alertmanager`,
      value,
      unit: '1/s',
      floor,
      bound: 1,
      boundOf: 'ratio',
      boundIs: 'at least',
    });
  const at = `at a steady ${PER_SECOND}/s, against Alertmanager`;
  return [
    accepted('one a request', rouse.single, alertmanager.single),
    accepted(`${ALERTS_OF_PROMETHEUS} a request`, rouse.many, alertmanager.many),
    ...Object.entries(rouse.otherWays).map(([way, rate]) =>
      accepted(`one a request by ${way}`, rate, alertmanager.single),
    ),
    benchResult({ name: `alert to outgoing request, median ${at}`, ...latency(0.5) }),
    benchResult({
      name: `alert to outgoing request, p99 ${at}`,
      ...latency(0.99),
      bound: 1,
      boundOf: 'ratio',
    }),
  ];
}
