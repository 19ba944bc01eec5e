import { eventually } from '../../support/eventually.js';
import { databaseNow, firstPages, nobodyExits } from '../harness/page-times.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';
import type { Engine } from '../harness/system.js';
import type { TcpProxy } from '../harness/tcp-proxy.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];
const EVENTS = 4;
const PAGED_WITHIN_SECONDS = 10;

/** Whether the server hears of the COMMIT, and its answer is lost; or never hears of it. */
type Moment = 'heard' | 'unheard';

/**
 * Cuts the connection at the COMMIT of the next transaction that says `statement`.
 * @returns whether it came to that
 */
function cutAtCommit(proxy: TcpProxy, statement: string, moment: Moment): { happened(): boolean } {
  const said = new Set<number>();
  let happened = false;
  const end = proxy.onClientBytes((bytes, cut, connection) => {
    if (bytes.includes('START TRANSACTION')) said.delete(connection.id);
    if (bytes.includes(statement)) said.add(connection.id);
    if (happened || !bytes.includes('COMMIT') || !said.has(connection.id)) return;
    happened = true;
    end();
    if (moment === 'unheard') cut();
    else connection.cutOnAnswer();
  });
  return { happened: () => happened };
}

/** Who sent the event hears no 202, sends it again as senders do, and there is one alert. */
async function ofIngest(run: FaultRun): Promise<void> {
  const { system, load, measure, note } = run;
  const allAreThere = nobodyExits(system);
  const since = await databaseNow(system);
  for (let count = 0; count < EVENTS; count += 1) {
    const moment: Moment = count % 2 === 0 ? 'heard' : 'unheard';
    const service = run.random.pick(load.world.services);
    const commit = cutAtCommit(system.postgres.proxy, 'INSERT INTO events', moment);
    const first = await load.send(service);
    if (!commit.happened()) throw new Error('no COMMIT of an event went by');
    if (first.status === 202) throw new Error('an event whose commit is not known was answered 202');
    const { dedupKey } = first;
    const stored = (await incidentsOf(run, dedupKey)).length;
    const expected = moment === 'heard' ? 1 : 0;
    if (stored !== expected) throw new Error(`${String(stored)} incidents after a COMMIT that was ${moment}`);
    const again = await load.send(service, { dedupKey });
    if (again.status !== 202) throw new Error(`sent again, it was answered ${String(again.status)}`);
    const incidents = await incidentsOf(run, dedupKey);
    if (incidents.length !== 1) throw new Error(`${String(incidents.length)} incidents for one alert`);
    note(`${moment}: ${String(first.status)}, and one alert in the end`);
  }
  const { worst } = await eventually(async () => {
    const pages = await firstPages(system, { since });
    if (pages.count < EVENTS) throw new Error('not all are there');
    return pages;
  });
  measure('slowest first page', worst, PAGED_WITHIN_SECONDS);
  allAreThere();
}

async function incidentsOf({ system }: FaultRun, dedupKey: string): Promise<{ incidentId: string | null }[]> {
  return system.query(`SELECT incident_id AS "incidentId" FROM alerts WHERE dedup_key = $1`, [dedupKey]);
}

/** The provider has the message, and what it answered is lost with the connection: looked up, and not sent twice. */
async function ofOutcome(run: FaultRun): Promise<void> {
  const { system, load, measure } = run;
  const allAreThere = nobodyExits(system);
  // Without receipts nothing but the look-up tells what became of it.
  system.twilio.callbacks = 'none';
  for (const moment of ['heard', 'unheard'] as const) {
    const commit = cutAtCommit(system.postgres.proxy, 'UPDATE attempts SET status = ended.status', moment);
    const { dedupKey } = await load.send(run.random.pick(load.world.services));
    const seconds = await eventually(
      async () => {
        if (!commit.happened()) throw new Error('no COMMIT of an outcome has gone by');
        const [row] = await system.query<{ seconds: number }>(
          `SELECT extract(epoch FROM rouse_now() - attempt.created_at)::float8 AS seconds
           FROM alerts alert JOIN pages page ON page.incident_id = alert.incident_id
           JOIN attempts attempt ON attempt.page_id = page.id
           WHERE alert.dedup_key = $1 AND attempt.number = 1 AND attempt.provider_id IS NOT NULL`,
          [dedupKey],
        );
        if (row === undefined) throw new Error('the outcome is not known');
        return row.seconds;
      },
      { within: 30_000 },
    );
    measure(`outcome known, COMMIT ${moment}`, seconds, PAGED_WITHIN_SECONDS + 2);
  }
  allAreThere();
}

export const ingestCutAtCommit: Scenario = {
  name: 'connections-cut-at-commit-of-ingest',
  engines: BOTH,
  bound: 'no 202; sent again, exactly one alert, paged within 10 s',
  short: true,
  plan: { services: 2, neverAnswer: 0, voice: 0 },
  run: ofIngest,
};

export const outcomeCutAtCommit: Scenario = {
  name: 'connections-cut-at-commit-of-outcome',
  engines: BOTH,
  bound: 'known within 12 s, and not sent twice',
  short: false,
  plan: { services: 2, neverAnswer: 1, voice: 0, stepSeconds: 12 },
  run: ofOutcome,
};
