import pg from 'pg';
import { eventually } from '../test/support/eventually.js';
import { rouseClient } from '../test/support/rouse-client.js';
import { story } from '../test/support/story.js';
import { inParallel } from './in-parallel.js';
import { startProcesses } from './rouse-processes.js';
import { ADMIN_TOKEN } from './running-rouse.js';
import { Started } from './started.js';

/** The keys of a service whose policy pages one person of its own by SMS. */
export interface PagedService {
  eventsKey: string;
  alertmanagerKey: string;
}

/** Sends nothing while people and services are made. */
const NOBODY = 'http://127.0.0.1:9';

/** Makes so many such services in an empty database, by a Rouse of its own, which is stopped again. */
export async function makePagedServices(databaseUrl: string, count: number): Promise<PagedService[]> {
  const started = new Started();
  try {
    const url = await startProcesses(started, 'one process', { databaseUrl, providerUrl: NOBODY });
    const team = story(rouseClient(url, ADMIN_TOKEN));
    return await inParallel(count, 16, async () => {
      const person = await team.person({ name: 'Ana' });
      const service = await team.service(await team.policy([{ page: [person], waitSeconds: 3_600 }]));
      const events = await team.integration(service);
      const alertmanager = await team.integration(service, 'alertmanager');
      return { eventsKey: events.key, alertmanagerKey: alertmanager.key };
    });
  } finally {
    await started.stop();
  }
}

/**
 * A copy of a database that nobody is connected to, in the same server, with statistics and nothing left to flush: what one
 * measurement leaves behind the next one does not meet.
 * @returns the URL of the copy
 */
export async function copyOfDatabase(databaseUrl: string, name: string): Promise<string> {
  const original = new URL(databaseUrl);
  const server = new URL(databaseUrl);
  server.pathname = '/template1';
  const copy = new URL(databaseUrl);
  copy.pathname = `/${name}`;
  const template = original.pathname.slice(1);
  await eventually(() => execute(server, `CREATE DATABASE "${name}" TEMPLATE "${template}"`));
  await execute(copy, 'VACUUM ANALYZE');
  await execute(copy, 'CHECKPOINT');
  return copy.href;
}

async function execute(url: URL, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
