import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtProgram } from '../support/built-program.js';
import { temporaryFolder } from '../support/shared-service.js';

/** Runs the built program until it ends by itself. */
async function run(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(await builtProgram(), 'main.js')], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  await once(child, 'close');
  return { code: child.exitCode, said };
}

describe('a start that cannot be', () => {
  const other = createServer();
  let taken: string;
  // The sources may have to be built first.
  beforeAll(builtProgram, 120_000);
  beforeAll(async () => {
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address() satisfies string | AddressInfo | null;
    taken = String(typeof address === 'object' ? address?.port : address);
  });
  afterAll(() => {
    other.close();
  });

  it('on a taken port says so and nothing else, and has started nothing', async () => {
    const folder = await temporaryFolder('taken');
    const { code, said } = await run({ PORT: taken, ROUSE_DATA_DIR: folder });
    expect({ code, said }).toEqual({
      code: 1,
      said: `Port ${taken} is taken by another program. Choose another: PORT=${String(Number(taken) + 1)} npm start\n`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('on a data folder that is a file says so in a sentence', async () => {
    const file = join(await temporaryFolder('file'), 'data');
    await writeFile(file, '');
    const { code, said } = await run({ PORT: String(Number(taken) + 1), ROUSE_DATA_DIR: file });
    expect(code).toBe(1);
    expect(said).toMatch(/^The data folder \S+ cannot be used by this user/);
    expect(said).not.toMatch(/\n +at /);
  });

  it('with wrong settings lists every one of them and exits with 78', async () => {
    const { code, said } = await run({
      PORT: '0',
      ROUSE_ROLE: 'chief',
      TWILIO_FROM: '12',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(78);
    for (const variable of ['PORT', 'ROUSE_ROLE', 'TWILIO_FROM', 'TWILIO_AUTH_TOKEN', 'LOG_LEVEL']) {
      expect(said).toContain(`\n  ${variable} must be `);
    }
  });
});
