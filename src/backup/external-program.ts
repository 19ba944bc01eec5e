import { spawn, type SpawnOptions } from 'node:child_process';
import type { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '../platform/database/embedded/embedded-database-error.js';
import { BackupFault } from './backup-fault.js';

/** What a program gets and where its output goes. */
export interface ProgramStreams {
  readonly input?: Readable;
  readonly output?: Writable;
  /** What input or output passes through. */
  readonly through?: readonly Transform[];
}

/**
 * Runs a program to its end.
 * @returns what it complained of, where it ended well all the same
 * @throws BackupFault with its last words where it is not there or fails
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>,
  { input, output, through = [] }: ProgramStreams,
): Promise<string> {
  const child = spawn(name, [...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = `${words}${chunk.toString('utf8')}`.slice(-4_000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (output === undefined) child.stdout.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  if (input === undefined) child.stdin.end();
  const streams = await Promise.allSettled([
    ended,
    ...(input === undefined ? [] : [pipeline([input, ...through, child.stdin])]),
    ...(output === undefined ? [] : [pipeline([child.stdout, ...through, output])]),
  ]);
  const [end, ...others] = streams;
  if (end.status === 'rejected') throw whyNotRun(name, end.reason);
  // A program that fails stops reading, so its own words say more than the broken pipe.
  if (end.value !== 0)
    throw new BackupFault(
      `${name} ended with ${String(end.value)}: ${words.trim().split('\n').slice(-8).join('\n')}`,
    );
  for (const other of others) if (other.status === 'rejected') throw other.reason;
  return words;
}

function whyNotRun(name: string, error: unknown): BackupFault {
  const why = systemErrorCode(error) === 'ENOENT' ? 'is not installed here' : 'cannot be run';
  return new BackupFault(`The program ${name} ${why}.`, { cause: error });
}
