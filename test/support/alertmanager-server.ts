import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { describeWith } from './describe-with.js';
import { findProgram, startProgram } from './external-program.js';
import { temporaryFolder } from './shared-service.js';

const ALERTMANAGER = {
  names: ['prometheus-alertmanager', 'alertmanager'],
  install: 'apt-get install prometheus-alertmanager',
};

/** A real Alertmanager of a test's own. */
export interface TestAlertmanager {
  /** `http://127.0.0.1:port`; alerts go to `POST {url}/api/v2/alerts`. */
  url: string;
  stop(): Promise<void>;
}

/** Whether Alertmanager is installed. In CI it must be: see {@link describeWithAlertmanager}. */
export function alertmanagerAvailable(): boolean {
  return findProgram(ALERTMANAGER) !== undefined;
}

/** A suite that needs Alertmanager: skipped with a line that says so where it is missing, a failure in CI. */
export function describeWithAlertmanager(title: string, body: () => void): void {
  describeWith(ALERTMANAGER, title, body);
}

/** Starts an Alertmanager with this `alertmanager.yml` on a free port of 127.0.0.1. Stop it in `afterAll`. */
export async function startAlertmanager(options: { configYaml: string }): Promise<TestAlertmanager> {
  const folder = await temporaryFolder('alertmanager');
  const configFile = join(folder, 'alertmanager.yml');
  await writeFile(configFile, options.configYaml);
  const address = `127.0.0.1:${String(await freePort())}`;
  const server = await startProgram(
    ALERTMANAGER,
    [
      `--config.file=${configFile}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    folder,
    () => isReady(`http://${address}/-/ready`),
  );
  return { url: `http://${address}`, stop: () => server.stop() };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    // Not listening yet; startProgram gives up after a while.
    return false;
  }
}
