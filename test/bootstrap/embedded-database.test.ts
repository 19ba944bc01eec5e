import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { builtProgram } from '../support/built-program.js';
import { temporaryFolder } from '../support/shared-service.js';

const started = z.object({
  url: z.string(),
  port: z.number(),
  pid: z.number(),
  adopted: z.boolean(),
  tookMs: z.number(),
});
const refused = z.object({
  error: z.object({
    name: z.string(),
    code: z.string(),
    message: z.string(),
    ownerPid: z.number().optional(),
  }),
});

const NOBODY = { uid: 65534, gid: 65534 };
const runsAsRoot = process.getuid?.() === 0;
const itAsPlainUser = plainUserCanReadProject() ? it : it.skip;
const owners: ChildProcess[] = [];
let dist: string;
let folder: string;

beforeAll(async () => {
  dist = await builtProgram();
}, 120_000);

beforeEach(async () => {
  folder = await temporaryFolder('embedded');
});

// A server that outlives its owner is the point; what still runs here ends with the run's folder.
afterEach(async () => {
  await Promise.all(owners.splice(0).map((owner) => kill(owner, 'SIGTERM')));
});

/** Root can play a plain user only where that user may read the program: not in a clone under /root. */
function plainUserCanReadProject(): boolean {
  if (!runsAsRoot) return false;
  const script = `require('node:fs').accessSync(${JSON.stringify(import.meta.filename)})`;
  return spawnSync(process.execPath, ['-e', script], { ...NOBODY, cwd: '/' }).status === 0;
}

function launch(dataDir: string, identity: { uid?: number; gid?: number } = {}): ChildProcess {
  const script = join(import.meta.dirname, 'data-folder-owner.mjs');
  const owner = spawn(process.execPath, [script, dist, dataDir], {
    ...identity,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  owners.push(owner);
  return owner;
}

async function lineOf(owner: ChildProcess): Promise<unknown> {
  let text = '';
  if (!owner.stdout) throw new Error('The process has no output.');
  for await (const chunk of owner.stdout) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return JSON.parse(text);
}

async function own(dataDir: string, identity: { uid?: number; gid?: number } = {}) {
  const owner = launch(dataDir, identity);
  const line = await lineOf(owner);
  const failure = refused.safeParse(line);
  if (failure.success) throw new Error(failure.data.error.message);
  return { owner, ...started.parse(line) };
}

async function kill(owner: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (owner.exitCode !== null || owner.signalCode !== null) return;
  const ended = once(owner, 'exit');
  owner.kill(signal);
  await ended;
}

async function stopCleanly(owner: ChildProcess): Promise<void> {
  await kill(owner, 'SIGTERM');
  expect(owner.exitCode).toBe(0);
}

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    const result = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
    return result.rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe('the embedded database', () => {
  it('is made on the first start: durable, in UTC, UTF-8, on the loopback interface only', async () => {
    const { url } = await own(join(folder, 'data'));
    expect(await query(url, 'SHOW fsync')).toBe('on');
    expect(await query(url, 'SHOW synchronous_commit')).toBe('on');
    expect(await query(url, 'SHOW timezone')).toBe('UTC');
    expect(await query(url, 'SHOW server_encoding')).toBe('UTF8');
    expect(await query(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await query(url, 'SHOW unix_socket_directories')).toBe('');
    expect(await query(url, 'SELECT current_database()')).toBe('rouse');
  });

  it('keeps its password readable by its owner alone, and lets nobody in without it', async () => {
    const dataDir = join(folder, 'data');
    const { url, port } = await own(dataDir);
    expect((await stat(join(dataDir, 'postgresql.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const wrong = url.replace(/:[^:@]+@/, ':guess@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await expect(query(`postgres://postgres@127.0.0.1:${String(port)}/rouse`, 'SELECT 1')).rejects.toThrow();
  });

  it('keeps what was written over a stop and a start', async () => {
    const first = await own(join(folder, 'data'));
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stopCleanly(first.owner);
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

    const second = await own(join(folder, 'data'));
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('outlives an owner that is killed with -9, and is adopted by the next', async () => {
    const first = await own(join(folder, 'data'));
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(first.owner, 'SIGKILL');
    expect(await query(first.url, 'SELECT answer FROM kept')).toBe(42);

    const second = await own(join(folder, 'data'));
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    await stopCleanly(second.owner);
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses a second owner, and says which process has it', async () => {
    const first = await own(join(folder, 'data'));
    const second = refused.parse(await lineOf(launch(join(folder, 'data'))));
    expect(second.error).toMatchObject({ code: 'data_folder_in_use', ownerPid: first.owner.pid });
    expect(second.error.message).toContain(join(folder, 'data'));
    expect(await query(first.url, 'SELECT 1')).toBe(1);
  });

  it('lets one of two first starts at once have it', async () => {
    const lines = await Promise.all([1, 2].map(() => lineOf(launch(join(folder, 'data')))));
    expect(lines.filter((line) => started.safeParse(line).success)).toHaveLength(1);
    expect(lines.filter((line) => refused.safeParse(line).success)).toHaveLength(1);
  });

  it.each([
    ['a process that is long gone', () => 2_147_483_000],
    ['a process that is somebody else', () => process.pid],
  ])('is not tripped over by a postmaster.pid that names %s', async (_who, pid) => {
    const first = await own(join(folder, 'data'));
    await stopCleanly(first.owner);
    const stale = [pid(), join(folder, 'data', 'postgresql'), 1, first.port, '', '127.0.0.1', '1 1', 'ready'];
    await writeFile(join(folder, 'data', 'postgresql', 'postmaster.pid'), `${stale.join('\n')}\n`);
    const second = await own(join(folder, 'data'));
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT 1')).toBe(1);
  });

  it('recovers when the server was killed with -9 too', async () => {
    const first = await own(join(folder, 'data'));
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(first.owner, 'SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    const second = await own(join(folder, 'data'));
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('stops and restarts an orphaned server that does not answer', async () => {
    const first = await own(join(folder, 'data'));
    await kill(first.owner, 'SIGKILL');
    process.kill(first.pid, 'SIGSTOP');
    // A stopped process takes no SIGINT either: it is killed, and the log replayed.
    const second = await own(join(folder, 'data'));
    expect(second.adopted).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'SELECT 1')).toBe(1);
  }, 60_000);

  it.each([60, 200, 400, 600])('begins again when its first start was killed after %i ms', async (delay) => {
    const first = launch(join(folder, 'data'));
    await sleep(delay);
    await kill(first, 'SIGKILL');
    const second = await own(join(folder, 'data'));
    expect(await query(second.url, 'SELECT 1')).toBe(1);
    const left = (await readdir(join(folder, 'data'))).filter((name) => name.includes('.new'));
    expect(left).toEqual([]);
  });

  it('leaves the original alone when it is started on a copy of a folder in use', async () => {
    const first = await own(join(folder, 'data'));
    await kill(first.owner, 'SIGKILL');
    await cp(join(folder, 'data'), join(folder, 'copy'), { recursive: true, preserveTimestamps: true });
    if (runsAsRoot)
      await chownAll(join(folder, 'copy', 'postgresql'), await stat(join(folder, 'data/postgresql')));
    const copy = await own(join(folder, 'copy'));
    expect(copy.adopted).toBe(false);
    expect(copy.pid).not.toBe(first.pid);
    expect(await query(first.url, 'SELECT 1')).toBe(1);
  });

  it('says so when the cluster is of another PostgreSQL version', async () => {
    const first = await own(join(folder, 'data'));
    await stopCleanly(first.owner);
    await writeFile(join(folder, 'data', 'postgresql', 'PG_VERSION'), '12\n');
    const { error } = refused.parse(await lineOf(launch(join(folder, 'data'))));
    expect(error.message).toContain('was written by PostgreSQL 12');
  });
});

async function chownAll(path: string, owner: { uid: number; gid: number }): Promise<void> {
  await chown(path, owner.uid, owner.gid);
  for (const entry of await readdir(path, { recursive: true })) {
    await chown(join(path, entry), owner.uid, owner.gid);
  }
}

(runsAsRoot ? describe : describe.skip)('the embedded database under root', () => {
  it('runs as another account, in a folder whose path that account may not walk', async () => {
    const locked = join(folder, 'home');
    await mkdir(locked);
    await chmod(locked, 0o700);
    const { url, pid } = await own(join(locked, 'data'));
    expect(await query(url, 'SELECT 1')).toBe(1);
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0');
  });

  itAsPlainUser('runs as the same plain user where a plain user starts it', async () => {
    await chown(folder, NOBODY.uid, NOBODY.gid);
    await chmod(join(folder, '..'), 0o755);
    const { url, pid } = await own(join(folder, 'data'), NOBODY);
    expect(await query(url, 'SELECT 1')).toBe(1);
    expect((await stat(`/proc/${String(pid)}`)).uid).toBe(NOBODY.uid);
  });

  itAsPlainUser('tells a plain user whose folder root has made what to do', async () => {
    await chmod(folder, 0o755);
    await chmod(join(folder, '..'), 0o755);
    const first = await own(join(folder, 'data'));
    await stopCleanly(first.owner);
    const { error } = refused.parse(await lineOf(launch(join(folder, 'data'), NOBODY)));
    expect(error.code).toBe('embedded_database_failed');
    expect(error.message).toContain('ROUSE_DATA_DIR');
  });
});
