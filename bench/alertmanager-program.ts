import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../test/support/eventually.js';
import { freePort } from '../src/platform/database/embedded/postgres-server.js';

const NAMES = ['prometheus-alertmanager', 'alertmanager'];
const ASKED_WITHIN_MS = 1_000;

/**
 * Every alert is a group of its own (`group_by: ['...']`: by all labels) that is sent at once, and nothing is sent twice in
 * a run: what is quickest for a receiver, and what Rouse does with alerts that have different keys.
 */
const configuration = (receiverUrl: string): string => `
route:
  receiver: receiver
  group_by: ['...']
  group_wait: 0s
  group_interval: 1h
  repeat_interval: 4h
receivers:
  - name: receiver
    webhook_configs:
      - url: ${receiverUrl}
        send_resolved: false
`;

/** A real Alertmanager. */
export interface AlertmanagerProgram {
  /** `http://127.0.0.1:port`; alerts go to `POST {url}/api/v2/alerts`. */
  url: string;
  stop(): Promise<void>;
}

/** Debian's Alertmanager, alone (no cluster, which would add a wait), sending to one webhook; null where none is installed. */
export async function startAlertmanager(
  folder: string,
  receiverUrl: string,
): Promise<AlertmanagerProgram | null> {
  const name = NAMES.find((each) => spawnSync(each, ['--version'], { stdio: 'ignore' }).error === undefined);
  if (name === undefined) return null;
  const place = await mkdtemp(join(folder, 'alertmanager-'));
  await writeFile(join(place, 'alertmanager.yml'), configuration(receiverUrl));
  const address = `127.0.0.1:${String(await freePort())}`;
  const options = [
    `--config.file=${join(place, 'alertmanager.yml')}`,
    `--storage.path=${join(place, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const child = spawn(name, options, { cwd: place, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  try {
    await eventually(() => mustBeReady(`http://${address}/-/ready`));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://${address}`, stop };
}

async function mustBeReady(url: string): Promise<void> {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(ASKED_WITHIN_MS) });
  if (status !== 200) throw new Error(`Alertmanager answers ${String(status)}`);
}
