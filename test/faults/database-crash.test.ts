import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { startTestPostgres } from '../support/postgres-server.js';
import { startRouseProcess } from '../support/rouse-process.js';
import { temporaryFolder } from '../support/shared-service.js';
import { startTwilioDouble } from '../support/twilio-double.js';

/** What must be undone after a test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

const LASTING = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

async function ask<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('a database that crashes', () => {
  it('and recovers, again and again under load: Rouse goes on, and every alert that was accepted pages everybody', async () => {
    const postgres = await startTestPostgres(await temporaryFolder('crashing'), LASTING);
    cleanUp.push(() => postgres.stop());
    const double = await startTwilioDouble();
    cleanUp.push(() => double.stop());
    const rouse = await startRouseProcess({ ...double.settings, DATABASE_URL: postgres.url });
    cleanUp.push(() => rouse.kill());
    double.connect(rouse);
    const people = await Promise.all(Array.from({ length: 4 }, () => rouse.person({ name: 'Ana' })));
    const integration = await rouse.integration(await rouse.service(await rouse.policy([{ page: people }])));

    const accepted: string[] = [];
    const enough = new AbortController();
    const load = (async () => {
      for (let count = 0; !enough.signal.aborted; count += 1) {
        const summary = `alert ${String(count)}.`;
        const event = {
          routing_key: integration.key,
          event_action: 'trigger',
          payload: { summary, severity: 'critical', source: 'a test' },
        };
        const { status } = await rouse.api('POST', '/v2/enqueue', event, { token: null });
        if (status === 202) accepted.push(summary);
        else expect(status).toBe(503);
        await sleep(50);
      }
    })();
    for (let crash = 0; crash < 2; crash += 1) {
      await sleep(1_500);
      await eventually(
        async () => {
          // One of the server's processes is killed: the server ends all others and recovers, as after a crash.
          const [victim] = await ask<{ pid: number }>(
            postgres.url,
            `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'rouse %' LIMIT 1`,
          );
          if (!victim) throw new Error('Rouse is not connected');
          process.kill(victim.pid, 'SIGKILL');
        },
        { within: 15_000 },
      );
    }
    await sleep(1_500);
    enough.abort();
    await load;

    expect(accepted.length).toBeGreaterThan(2);
    // What was in hand when the server crashed is looked up when its lease is over; what came thick and fast comes
    // in one message, so that the pages say it and not the texts.
    await eventually(
      async () => {
        const told = await ask<{ summary: string }>(
          postgres.url,
          `SELECT incident.title AS summary FROM incidents incident JOIN pages page ON page.incident_id = incident.id
           WHERE page.status IN ('sent', 'delivered') GROUP BY incident.id, incident.title
           HAVING count(DISTINCT page.user_id) = ${String(people.length)}`,
        );
        const known = new Set(told.map(({ summary }) => summary));
        expect(accepted.filter((summary) => !known.has(summary))).toEqual([]);
      },
      { within: 90_000 },
    );
    const phones = new Set(double.messages.map(({ to }) => to));
    expect(people.filter(({ phone }) => phone === null || !phones.has(phone))).toEqual([]);
    expect(await rouse.stop()).toBe(0);
  }, 240_000);
});
