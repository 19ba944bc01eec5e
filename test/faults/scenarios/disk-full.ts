import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../../src/platform/database/embedded/postgres-server.js';
import { builtProgram } from '../../support/built-program.js';
import { eventually } from '../../support/eventually.js';
import { rouseClient } from '../../support/rouse-client.js';
import { temporaryFolder } from '../../support/shared-service.js';
import { story } from '../../support/story.js';
import { startTwilioDouble } from '../../support/twilio-double.js';
import type { FaultRun, Scenario } from '../harness/scenario.js';

const ADMIN_TOKEN = 'fault-admin-token-0123456789abcdefghijklmnop';
const DISK_MB = 400;
/** Less than one of the files of 16 MiB that PostgreSQL writes its log in: the log is full before the tables are. */
const NO_ROOM_FOR_LOG = { leave: 15_500_000, eventBytes: 18_000 } as const;
/** A little for the tables, so that they are full before the log is. */
const NO_ROOM_FOR_TABLES = { leave: 800_000, eventBytes: 500 } as const;
const READY_AGAIN_WITHIN = 30;
const FULL_WITHIN_MS = 90_000;

const problem = z.looseObject({ detail: z.string() });

/** A Rouse with its embedded database on a small disk of its own. */
interface OnSmallDisk {
  readonly url: string;
  /** Takes all of the disk but so many bytes. */
  fill(leave: number): void;
  makeRoom(): void;
  output(): string;
  readiness(): Promise<{ status: number; detail: string }>;
  stop(): Promise<void>;
}

async function startOnSmallDisk(settings: Readonly<Record<string, string>>): Promise<OnSmallDisk> {
  const disk = join(await temporaryFolder('small-disk'), 'disk');
  await mkdir(disk);
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  // A mount that only this process and its children see, and that is gone with them.
  const child = spawn(
    'unshare',
    [
      ...['--mount', 'sh', '-c'],
      'mount -t tmpfs -o "size=$DISK_MB"m,mode=755 none "$DISK" && exec "$NODE" "$PROGRAM"',
    ],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        DISK: disk,
        DISK_MB: String(DISK_MB),
        NODE: process.execPath,
        PROGRAM: join(await builtProgram(), 'main.js'),
        ROUSE_DATA_DIR: join(disk, 'data'),
        ROUSE_DEMO: '0',
        PORT: port,
        PUBLIC_URL: url,
        ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
        RATE_LIMIT_INGEST: '1000000',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  // What the process sees under this path, seen from here.
  const inside = `/proc/${String(child.pid)}/root${disk}`;
  const ballast = join(inside, 'ballast');
  const readiness = async (): Promise<{ status: number; detail: string }> => {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const body: unknown = await response.json();
    return { status: response.status, detail: problem.safeParse(body).data?.detail ?? '' };
  };
  const rouse: OnSmallDisk = {
    url,
    fill: (leave) => {
      fill(inside, ballast, leave);
    },
    makeRoom: () => {
      rmSync(ballast);
    },
    output: () => printed,
    readiness,
    stop: () => stop(child),
  };
  await becomesReady(rouse, child).catch(async (error: unknown) => {
    await rouse.stop();
    throw new Error(`Rouse does not start on a small disk: ${String(error)}\n${printed.slice(-2_000)}`);
  });
  return rouse;
}

function becomesReady(rouse: OnSmallDisk, child: ChildProcess): Promise<void> {
  return eventually(
    async () => {
      if (child.exitCode !== null) return;
      const { status } = await rouse.readiness();
      if (status !== 200) throw new Error(`it is not ready: ${String(status)}`);
    },
    { within: 60_000 },
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(patience);
}

function fill(folder: string, file: string, leave: number): void {
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const handle = openSync(file, 'a');
  const block = Buffer.alloc(65_536);
  while (free() > leave + block.length) writeSync(handle, block);
  closeSync(handle);
}

/** Fills the disk under ingest, makes room again, and looks whether all that was accepted is there and told. */
async function fillAndMakeRoom(
  run: FaultRun,
  { leave, eventBytes }: { leave: number; eventBytes: number },
): Promise<void> {
  const { note, measure } = run;
  if (process.getuid?.() !== 0 || process.platform !== 'linux') {
    note('not played: it wants to mount a small disk, which only root may do, on Linux');
    return;
  }
  const twilio = await startTwilioDouble();
  const rouse = await startOnSmallDisk(twilio.settings);
  try {
    twilio.connect(rouse);
    const client = rouseClient(rouse.url, ADMIN_TOKEN);
    const words = story(client);
    const person = await words.person({ name: 'Ana' });
    const integration = await words.integration(
      await words.service(await words.policy([{ page: [person], waitSeconds: 900 }])),
    );
    const accepted: string[] = [];
    const refused = new Map<number, number>();
    const send = async (): Promise<number> => {
      const dedupKey = randomBytes(6).toString('hex');
      const details = { weight: randomBytes(eventBytes / 2).toString('hex') };
      const payload = { summary: dedupKey, severity: 'critical', source: 'disk', custom_details: details };
      const event = { routing_key: integration.key, event_action: 'trigger', dedup_key: dedupKey, payload };
      const { status } = await client.api('POST', '/v2/enqueue', event, { token: null });
      if (status === 202) accepted.push(dedupKey);
      else refused.set(status, (refused.get(status) ?? 0) + 1);
      return status;
    };
    rouse.fill(leave);
    const limit = Date.now() + FULL_WITHIN_MS;
    for (let inVain = 0; inVain < 60 && Date.now() < limit;) {
      const statuses = await Promise.all(Array.from({ length: 6 }, send));
      if (!statuses.includes(202)) inVain += 1;
    }
    if (refused.size === 0) throw new Error('the disk did not get full');
    const unready = await rouse.readiness();
    if (unready.status !== 503)
      throw new Error(`/health/ready says ${String(unready.status)} on a full disk`);
    const others = [...refused.keys()].filter((status) => status !== 503 && status !== 429);
    if (others.length > 0) throw new Error(`events were answered ${others.join(', ')}`);

    const roomAt = Date.now();
    rouse.makeRoom();
    await eventually(
      async () => {
        if ((await send()) !== 202) throw new Error('events are still refused');
      },
      { within: READY_AGAIN_WITHIN * 3_000 },
    );
    measure('events are taken again', (Date.now() - roomAt) / 1000, READY_AGAIN_WITHIN);
    const { status } = await rouse.readiness();
    if (status !== 200) throw new Error(`/health/ready says ${String(status)} though there is room`);
    await allAreThere(client, accepted);
    await eventually(
      () => {
        if (twilio.messages.length === 0) throw new Error('nobody was told');
      },
      { within: 60_000 },
    );
    const again = rouse.output().includes('runs again');
    note(
      `${String(accepted.length)} events were accepted and are there; refused: ${JSON.stringify(Object.fromEntries(refused))}; ` +
        `"${unready.detail}"; PostgreSQL ${again ? 'ended and was started again' : 'lived on'}`,
    );
  } finally {
    await rouse.stop();
    await twilio.stop();
  }
}

const alertPage = z.object({
  items: z.array(z.object({ id: z.string(), title: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Each event has a key of its own, so an incident of its own. */
async function allAreThere(
  client: ReturnType<typeof rouseClient>,
  accepted: readonly string[],
): Promise<void> {
  const found = new Set<string>();
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = alertPage.parse(await client.get(`/api/v1/incidents?limit=100${more}`));
    for (const { title } of page.items) found.add(title);
    cursor = page.nextCursor;
  } while (cursor !== null);
  const lost = accepted.filter((key) => !found.has(key));
  if (lost.length > 0)
    throw new Error(`${String(lost.length)} of ${String(accepted.length)} accepted events are lost`);
}

const tablesFull: Scenario = {
  name: 'disk-full-in-the-tables',
  engines: ['postgres'],
  bound:
    'events are answered 503, none that was accepted is lost, and it goes on within 30 s of there being room',
  short: false,
  timeLimitSeconds: 400,
  run: (run) => fillAndMakeRoom(run, NO_ROOM_FOR_TABLES),
};

const logFull: Scenario = {
  name: 'disk-full-in-the-log',
  engines: ['postgres'],
  bound: 'the same where PostgreSQL ends, as it cannot write its log: it is started again until it runs',
  short: false,
  timeLimitSeconds: 400,
  run: (run) => fillAndMakeRoom(run, NO_ROOM_FOR_LOG),
};

export const diskScenarios: readonly Scenario[] = [tablesFull, logFull];
