import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../src/platform/database/embedded/postgres-server.js';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 5;
const GREETING = /Rouse is ready/;

export const ADMIN_TOKEN = 'benchmark-admin-token-0123456789abcdefghij';

/** The built program as a process of its own, and when it was ready. Times are milliseconds after its spawn. */
export interface RunningRouse {
  /** `http://127.0.0.1:port`, also its PUBLIC_URL. */
  url: string;
  pid: number;
  readyAfterMs: number;
  greetingAfterMs: number;
  /** What it has printed so far. */
  output(): string;
  /** Ends it as Ctrl-C in a terminal would. */
  stop(): Promise<void>;
}

/** Starts Rouse with `command`, in this project's folder, and waits until it is ready and has said so. */
export async function startRouse(
  command: readonly [string, ...string[]],
  settings: Readonly<Record<string, string>>,
): Promise<RunningRouse> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const [program, ...programArguments] = command;
  const started = performance.now();
  const child = spawn(program, programArguments, {
    cwd: process.cwd(),
    env: { ...cleanEnvironment(), PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = collect(child, started);
  try {
    const readyAfterMs = await waitForReady(url, child, started);
    return {
      url,
      pid: child.pid ?? 0,
      readyAfterMs,
      greetingAfterMs: await printed.greeting,
      output: printed.output,
      stop: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw new Error(`${command.join(' ')} did not become ready:\n${printed.output()}`, { cause: error });
  }
}

/** `node dist/main.js`, as a container starts it. */
export const BUILT_PROGRAM = [process.execPath, join(process.cwd(), 'dist', 'main.js')] as const;

/** Resident memory of a process in MB (10^6 bytes); null where the system has no `/proc`. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6;
}

/** Nothing that is set here for a Rouse of one's own may change what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value));
}

function collect(child: ChildProcess, started: number) {
  let output = '';
  const greeting = new Promise<number>((resolve) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (GREETING.test(output)) resolve(performance.now() - started);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
  return { greeting, output: () => output };
}

async function waitForReady(url: string, child: ChildProcess, started: number): Promise<number> {
  while (!(await isReady(url))) {
    if (hasExited(child)) throw new Error('it ended');
    if (performance.now() - started > READY_WITHIN_MS) throw new Error('it took too long');
    await sleep(POLL_MS);
  }
  return performance.now() - started;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasExited(child)) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
