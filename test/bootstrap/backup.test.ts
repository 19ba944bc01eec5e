import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { backUp } from '../../src/backup/backup-command.js';
import { restore } from '../../src/backup/restore-command.js';
import { builtProgram } from '../support/built-program.js';
import { createEmptyDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { temporaryFolder } from '../support/shared-service.js';
import type { Integration, Person } from '../support/story.js';

const root = join(import.meta.dirname, '..', '..');
const messages = z.object({ items: z.array(z.object({ direction: z.string(), body: z.string() })) });

/** What is left running by a test that fails. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

/** The backup with the sum that belongs to what it says now. */
function withTrueSum(backup: Buffer): Buffer {
  const content = backup.subarray(0, -66);
  return Buffer.concat([content, Buffer.from(`\n${createHash('sha256').update(content).digest('hex')}\n`)]);
}

type Environment = Record<string, string>;

function launch(script: 'backup' | 'restore', args: string[], environment: Environment): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'script', `${script}.mjs`), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  cleanUp.push(() => kill(child));
  return child;
}

/** What it prints, as far as it has come. */
function outputOf(child: ChildProcess): () => string {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  return () => output;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The command in this process: what it ends with, and what it says. */
async function run(
  command: typeof restore,
  args: string[],
  environment: Environment,
): Promise<{ code: number; output: string }> {
  const lines: string[] = [];
  const code = await command(args, environment, (line) => lines.push(line));
  return { code, output: lines.join('\n') };
}

async function start(environment: Record<string, string>): Promise<RouseProcess> {
  const rouse = await startRouseProcess({ ROUSE_DEMO: '0', ...environment });
  cleanUp.push(() => rouse.stop());
  return rouse;
}

/** What came to a phone, and was not sent from it. */
async function received(rouse: RouseProcess, { phone }: Person): Promise<string[]> {
  const answer = await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(phone ?? '')}`);
  return messages.parse(answer).items.map(({ body }) => body);
}

async function story(rouse: RouseProcess) {
  const ana = await rouse.person({ name: 'Ana' });
  const ida = await rouse.person({ name: 'Ida', role: 'admin' });
  const policy = await rouse.policy([{ page: [ana], waitSeconds: 600 }]);
  const open = await rouse.service(policy);
  const quiet = await rouse.service(policy);
  const integration = await rouse.integration(open);
  const other = await rouse.integration(quiet);
  await rouse.trigger(integration, { dedupKey: 'disk', summary: 'disk full' });
  await eventually(async () => expect(await received(rouse, ana)).toHaveLength(1));
  await eventually(async () =>
    expect(await rouse.timelineKinds((await rouse.incidentOf(open)).id)).toContain('attempt.sent'),
  );
  return { ana, ida, open, quiet, integration, other };
}

/** What happens after the backup, and is lost. */
async function goOn(rouse: RouseProcess, { open, other }: Awaited<ReturnType<typeof story>>): Promise<void> {
  const { id } = await rouse.incidentOf(open);
  await rouse.post(`/api/v1/incidents/${id}/resolve`);
  await rouse.trigger(other, { summary: 'after the backup' });
}

async function expectNothingOfThePast(
  rouse: RouseProcess,
  { ana, ida, open, quiet, other }: Awaited<ReturnType<typeof story>>,
): Promise<void> {
  await eventually(async () =>
    expect(await received(rouse, ida)).toEqual([expect.stringMatching(/1 incident is held/)]),
  );
  expect(await rouse.get('/api/v1/restore')).toMatchObject({ heldCount: 1 });
  expect(await rouse.incidentsOf(quiet)).toEqual([]);
  await pagesAtOnce(rouse, ana, other);
  const { id } = await rouse.incidentOf(open);
  expect((await rouse.timelineKinds(id)).at(-1)).toBe('escalation.held');
  // What the backup has of the past, and the new alert.
  expect(await received(rouse, ana)).toHaveLength(2);
  expect(await received(rouse, ida)).toHaveLength(1);
}

async function pagesAtOnce(rouse: RouseProcess, ana: Person, integration: Integration): Promise<void> {
  await rouse.trigger(integration, { summary: 'a new alert' });
  await eventually(async () =>
    expect(await received(rouse, ana)).toContainEqual(expect.stringMatching(/a new alert/)),
  );
}

describe('a backup of the embedded database', () => {
  let folder: string;
  let file: string;
  let source: Environment;
  let target: Environment;
  let told: Awaited<ReturnType<typeof story>>;

  beforeAll(async () => {
    await builtProgram();
    folder = await temporaryFolder('backup');
    file = join(folder, 'one.backup');
    source = { ROUSE_DATA_DIR: join(folder, 'source') };
    target = { ROUSE_DATA_DIR: join(folder, 'target') };
  }, 120_000);

  it('is made while Rouse works, readable by its owner alone', async () => {
    const rouse = await start(source);
    told = await story(rouse);
    const child = launch('backup', [file], source);
    const output = outputOf(child);
    await once(child, 'close');
    expect([child.exitCode, output()]).toEqual([0, expect.stringMatching(/Backed up to/)]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['one.backup', 'source']);
    expect(await run(backUp, [file], source)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/not overwritten/),
    });
    expect(await run(restore, [file, '--replace'], source)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is in use by another Rouse/),
    });
    await goOn(rouse, told);
    expect(await rouse.stop()).toBe(0);
  }, 120_000);

  it('is refused where it is damaged, foreign, or of a newer version, and nothing is left behind', async () => {
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    const changed = Buffer.from(bytes);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    const headerEnd = bytes.indexOf('\n', bytes.indexOf('\n') + 1);
    const header = bytes.subarray(0, headerEnd).toString('utf8');
    const withHeader = (text: string): Buffer =>
      withTrueSum(Buffer.concat([Buffer.from(text), bytes.subarray(headerEnd)]));
    const refusals: readonly (readonly [string, Buffer, RegExp])[] = [
      ['changed', changed, /is damaged/],
      ['cut', bytes.subarray(0, middle), /is damaged/],
      ['foreign', Buffer.from('PGDMP and so on'), /no backup that this Rouse can read/],
      ['newer', withHeader(header.replace('"migrations":[', '"migrations":["Later9",')), /by a newer Rouse/],
      ['other-server', withHeader(header.replace(/"postgres":\d+/, '"postgres":17')), /is of PostgreSQL 17/],
      ['other-machine', withHeader(header.replace(/"platform":"[^"]+/, '"platform":"vax-vms')), /vax-vms/],
    ];
    for (const [name, content, sentence] of refusals) {
      await writeFile(join(folder, name), content);
      expect(await run(restore, [join(folder, name)], target)).toMatchObject({
        code: 1,
        output: expect.stringMatching(sentence),
      });
    }
    expect(await run(restore, [join(folder, 'none')], target)).toMatchObject({ code: 1 });
    expect(await run(restore, [file], { DATABASE_URL: 'postgres://127.0.0.1/none' })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/without DATABASE_URL/),
    });
    expect(await readdir(target['ROUSE_DATA_DIR'] ?? '').catch(() => [])).not.toContain('postgresql');
    expect(await run(restore, ['--verify', file], target)).toMatchObject({ code: 0 });
  }, 60_000);

  it('leaves nothing that would start when its restore is killed', async () => {
    const child = launch('restore', [file], target);
    const output = outputOf(child);
    await eventually(
      () => {
        expect(output()).toMatch(/Bringing it up/);
      },
      { within: 60_000 },
    );
    await kill(child);
    expect(await readdir(target['ROUSE_DATA_DIR'] ?? '')).not.toContain('postgresql');
  }, 90_000);

  it('is restored after that into the same folder, and pages nobody about the past', async () => {
    expect(await run(restore, [file], target)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/1 incident is open in it/),
    });
    expect((await readdir(target['ROUSE_DATA_DIR'] ?? '')).sort()).toEqual([
      'postgresql',
      'postgresql.log',
      'postgresql.password',
    ]);
    const rouse = await start(target);
    await expectNothingOfThePast(rouse, told);
    expect(await rouse.stop()).toBe(0);
  }, 120_000);

  it('takes the place of a database only where that is said, and then that is kept', async () => {
    expect(await run(restore, [file], source)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/There is a database in .+ already/),
    });
    expect(await run(restore, [file, '--replace'], source)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/before-restore-/),
    });
    const names = await readdir(source['ROUSE_DATA_DIR'] ?? '');
    expect(names.filter((name) => /^postgresql\.before-restore-\w+$/.test(name))).toHaveLength(1);
    expect(names).toContain('postgresql');
  }, 60_000);
});

describe('a dump of a database on a server', () => {
  it('comes back as one that was restored; without a fitting pg_dump it is refused', async () => {
    const [one, other] = [await createTestDatabase(), await createEmptyDatabase()];
    cleanUp.push(
      () => one.drop(),
      () => other.drop(),
    );
    const folder = await temporaryFolder('backup');
    const file = join(folder, 'one.backup');
    expect(await run(backUp, [file], { DATABASE_URL: other.url })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/not one of Rouse/),
    });
    const made = await run(backUp, [file], { DATABASE_URL: one.url });
    if (made.code !== 0) {
      // This machine has none, or one that is older than the server.
      expect(made.output).toMatch(/pg_dump is not installed here|server version mismatch/);
      expect(await readdir(folder)).toEqual([]);
      return;
    }
    expect(await run(restore, [file], { DATABASE_URL: one.url })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is not empty/),
    });
    expect(await run(restore, [file], { DATABASE_URL: other.url })).toMatchObject({ code: 0 });
    const database = await new DataSource({ type: 'postgres', url: other.url }).initialize();
    cleanUp.push(() => database.destroy());
    expect(await database.query('SELECT * FROM database_place')).toEqual([]);
  }, 60_000);
});
