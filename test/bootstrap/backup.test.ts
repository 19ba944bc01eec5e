import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { builtProgram } from '../support/built-program.js';
import { createEmptyDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';
import { temporaryFolder } from '../support/shared-service.js';
import type { Integration, Person } from '../support/story.js';

const root = join(import.meta.dirname, '..', '..');
const messages = z.object({ items: z.array(z.object({ direction: z.string(), body: z.string() })) });

/** What must be undone after a test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});
beforeAll(() => builtProgram(), 120_000);

/** The backup with the sum that belongs to what it says now. */
function withTrueSum(backup: Buffer): Buffer {
  const content = backup.subarray(0, -66);
  return Buffer.concat([content, Buffer.from(`\n${createHash('sha256').update(content).digest('hex')}\n`)]);
}

interface Ended {
  code: number | null;
  output: string;
}

function launch(script: 'backup' | 'restore', args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, 'script', `${script}.mjs`), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanUp.push(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function run(
  script: 'backup' | 'restore',
  args: string[],
  environment: Record<string, string>,
): Promise<Ended> {
  const child = launch(script, args, environment);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  await once(child, 'close');
  return { code: child.exitCode, output };
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
  it('is made while Rouse works, and restored elsewhere pages nobody about the past', async () => {
    const folder = await temporaryFolder('backup');
    const file = join(folder, 'one.backup');
    const source = { ROUSE_DATA_DIR: join(folder, 'source') };
    const before = await start(source);
    const told = await story(before);
    const made = await run('backup', [file], source);
    expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/Backed up to/) });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['one.backup', 'source']);
    await goOn(before, told);
    expect(await run('restore', [file, '--replace'], source)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is in use by another Rouse/),
    });
    await before.stop();

    const target = { ROUSE_DATA_DIR: join(folder, 'target') };
    expect(await run('restore', [file], target)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/1 incident is open in it/),
    });
    expect((await readdir(target.ROUSE_DATA_DIR)).sort()).toEqual([
      'postgresql',
      'postgresql.log',
      'postgresql.password',
    ]);
    const after = await start(target);
    await expectNothingOfThePast(after, told);
    expect(await after.stop()).toBe(0);

    expect(await run('restore', [file], target)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/There is a database in .+ already/),
    });
    expect(await run('restore', [file, '--replace'], source)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/before-restore-/),
    });
    const replaced = await start(source);
    await expectNothingOfThePast(replaced, told);
  }, 180_000);

  it('is refused where it is damaged, foreign, or of a newer version, and nothing is left behind', async () => {
    const folder = await temporaryFolder('backup');
    const source = { ROUSE_DATA_DIR: join(folder, 'source') };
    const rouse = await start(source);
    await rouse.stop();
    const file = join(folder, 'one.backup');
    // Of a Rouse that is stopped, too.
    expect(await run('backup', [file], source)).toMatchObject({ code: 0 });
    expect(await run('backup', [file], source)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/not overwritten/),
    });
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    const changed = Buffer.from(bytes);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    const headerEnd = bytes.indexOf('\n', bytes.indexOf('\n') + 1);
    const newer = Buffer.concat([
      Buffer.from(
        bytes
          .subarray(0, headerEnd)
          .toString('utf8')
          .replace('"migrations":[', '"migrations":["FromTheFuture9",'),
      ),
      bytes.subarray(headerEnd),
    ]);
    const target = { ROUSE_DATA_DIR: join(folder, 'target') };
    const refusals: readonly (readonly [string, Buffer, RegExp])[] = [
      ['changed', changed, /is damaged/],
      ['cut', bytes.subarray(0, middle), /is damaged/],
      [
        'foreign',
        Buffer.from('PGDMP and so on, which is a dump of something'),
        /no backup that this Rouse can read/,
      ],
      ['newer', withTrueSum(newer), /made by a newer Rouse/],
    ];
    for (const [name, content, sentence] of refusals) {
      const path = join(folder, name);
      await writeFile(path, content);
      expect(await run('restore', [path], target)).toMatchObject({
        code: 1,
        output: expect.stringMatching(sentence),
      });
    }
    expect(await run('restore', [join(folder, 'none')], target)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/cannot be read/),
    });
    expect(await readdir(folder)).not.toContain('target');
    expect(await run('restore', ['--verify', file], target)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/It is whole/),
    });
  }, 120_000);

  it('leaves nothing that would start when the restore is killed, and can be restored after that', async () => {
    const folder = await temporaryFolder('backup');
    const source = { ROUSE_DATA_DIR: join(folder, 'source') };
    await (await start(source)).stop();
    const file = join(folder, 'one.backup');
    expect(await run('backup', [file], source)).toMatchObject({ code: 0 });
    const target = { ROUSE_DATA_DIR: join(folder, 'target') };
    const child = launch('restore', [file], target);
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    await eventually(() => expect(output).toMatch(/Bringing it up/), { within: 60_000 });
    await kill(child);
    expect(await readdir(target.ROUSE_DATA_DIR)).not.toContain('postgresql');
    expect(await run('restore', [file], target)).toMatchObject({ code: 0 });
    expect((await readdir(target.ROUSE_DATA_DIR)).filter((name) => name.includes('.new-'))).toEqual([]);
    await (await start(target)).stop();
  }, 120_000);
});

describe('a dump of a database on a server', () => {
  it('is made while Rouse works and pages nobody about the past; without a fitting pg_dump it is refused', async () => {
    const [one, other] = [await createEmptyDatabase(), await createTestDatabase()];
    cleanUp.push(
      () => one.drop(),
      () => other.drop(),
    );
    const folder = await temporaryFolder('backup');
    const file = join(folder, 'one.backup');
    const before = await start({ DATABASE_URL: other.url });
    const told = await story(before);
    const made = await run('backup', [file], { DATABASE_URL: other.url });
    if (made.code !== 0) {
      // This machine has none, or one that is older than the server.
      expect(made.output).toMatch(/pg_dump is not installed here|server version mismatch/);
      expect(await readdir(folder)).toEqual([]);
      return;
    }
    await goOn(before, told);
    await before.stop();
    expect(await run('restore', [file], { DATABASE_URL: other.url })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is not empty/),
    });
    expect(await run('restore', [file], { DATABASE_URL: one.url })).toMatchObject({ code: 0 });
    await expectNothingOfThePast(await start({ DATABASE_URL: one.url }), told);
  }, 120_000);
});
