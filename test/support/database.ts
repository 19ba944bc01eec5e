import { randomBytes } from 'node:crypto';
import { runStatements, startTestPostgres } from './postgres-server.js';
import { sharedService, temporaryFolder } from './shared-service.js';

/** A database of a test file's own, migrated and empty. */
export interface TestDatabase {
  url: string;
  /** Ends whoever is still connected and removes it. */
  drop(): Promise<void>;
}

const TEMPLATE = 'rouse_template';

/**
 * Makes a database for one test file, as a copy of a migrated template (about 20 ms). The server and the
 * template are made once a run, by the first file that asks.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(TEMPLATE);
}

/** The same with nothing in it. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom('template0');
}

async function createFrom(template: string): Promise<TestDatabase> {
  const serverUrl = await sharedService('postgres', startServerWithTemplate);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runStatements(serverUrl, [`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`]);
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => runStatements(serverUrl, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  };
}

async function startServerWithTemplate(): Promise<string> {
  const server = await startTestPostgres(await temporaryFolder('postgres'));
  await runStatements(server.url, [`CREATE DATABASE ${TEMPLATE}`]);
  // Loaded by the one file that migrates; the others need not read the whole program for it.
  const { migrateDatabase } = await import('../../src/platform/database/migrate.js');
  await migrateDatabase(databaseUrl(server.url, TEMPLATE));
  return server.url;
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
