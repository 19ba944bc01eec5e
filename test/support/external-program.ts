import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;

/** A program of the operating system that some tests run for real. */
export interface ExternalProgram {
  /** Names it goes by, the usual one first. */
  names: readonly string[];
  /** How one gets it, for the line that says why tests are skipped. */
  install: string;
}

export const REDIS: ExternalProgram = { names: ['redis-server'], install: 'apt-get install redis-server' };

/** The name under which the program can be started, undefined when it is not installed. */
export function findProgram(program: ExternalProgram): string | undefined {
  return program.names.find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined,
  );
}

/** A started program, with its working directory in a test folder. */
export interface RunningProgram {
  pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Ends it (SIGTERM, after 5 s SIGKILL) and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts the program in `folder` and waits until `isReady` says so. */
export async function startProgram(
  program: ExternalProgram,
  programArguments: readonly string[],
  folder: string,
  isReady: () => Promise<boolean>,
): Promise<RunningProgram> {
  const name = findProgram(program);
  if (name === undefined) throw new Error(`${program.names[0] ?? ''} is not installed: ${program.install}`);
  const logFile = join(folder, 'output.log');
  const log = openSync(logFile, 'a');
  const child = spawn(name, programArguments, { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    if (hasExited(child) || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
    }
    await sleep(20);
  }
  return {
    pid: child.pid ?? 0,
    signal: (signal) => {
      child.kill(signal);
    },
    stop: async () => {
      if (hasExited(child)) return;
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
