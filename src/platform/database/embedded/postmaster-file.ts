import { execFile } from 'node:child_process';
import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemErrorCode } from './embedded-database-error.js';

const run = promisify(execFile);

/** What a running (or once running) server wrote about itself into `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  /** Undefined while the server has not got so far as to listen. */
  port: number | undefined;
  /** `ready` when it takes connections. */
  status: 'starting' | 'ready' | 'stopping' | 'unknown';
}

/** Reads the lines of `postmaster.pid`; undefined when it does not even hold a process id. */
export function parsePostmasterFile(content: string): Postmaster | undefined {
  const lines = content.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return undefined;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: port > 0 ? port : undefined, status: statusOf(lines[7]) };
}

function statusOf(line: string | undefined): Postmaster['status'] {
  return line === 'starting' || line === 'ready' || line === 'stopping' ? line : 'unknown';
}

/** The content of the cluster's `postmaster.pid`, whether or not its process still lives. */
export async function readPostmasterFile(clusterDir: string): Promise<Postmaster | undefined> {
  try {
    return parsePostmasterFile(await readFile(join(clusterDir, 'postmaster.pid'), 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether the process is the server of exactly this folder. A process id alone says nothing: after a reboot
 * it belongs to somebody else, and in a copied folder to the server of the original.
 */
export async function servesCluster(pid: number, clusterDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  return process.platform === 'linux' ? worksIn(pid, clusterDir) : looksLikePostgres(pid);
}

/** Whether a process of that id exists, be it only as a zombie. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** PostgreSQL's processes have the data folder as their working directory. */
async function worksIn(pid: number, clusterDir: string): Promise<boolean> {
  const workingDirectory = `/proc/${String(pid)}/cwd`;
  try {
    await readlink(workingDirectory);
    const [theirs, ours] = await Promise.all([
      stat(workingDirectory, { bigint: true }),
      stat(clusterDir, { bigint: true }),
    ]);
    return theirs.dev === ours.dev && theirs.ino === ours.ino;
  } catch (error) {
    // Gone meanwhile, a zombie, or another account's process, which could not have opened our folder.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) return false;
    throw error;
  }
}

async function looksLikePostgres(pid: number): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres');
  } catch {
    // ps exits with 1 when there is no such process.
    return false;
  }
}
