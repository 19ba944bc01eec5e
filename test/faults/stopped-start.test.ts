import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { builtProgram } from '../support/built-program.js';
import { temporaryFolder } from '../support/shared-service.js';

// The sources may have to be built first.
beforeAll(builtProgram, 120_000);

it.each([
  { moment: 'makes its database', sign: 'Making a database' },
  { moment: 'has its database and is not ready', sign: 'Started the database' },
])(
  'a start that is stopped when it $moment ends as a stop does, and complains of nothing',
  async ({ sign }) => {
    const child = spawn(process.execPath, [join(await builtProgram(), 'main.js')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        PORT: String(await freePort()),
        ROUSE_DATA_DIR: await temporaryFolder('stopped'),
        LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    let said = '';
    let signalled = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (signalled || !said.includes(sign)) return;
        signalled = child.kill('SIGTERM');
      });
    }
    await once(child, 'close');
    expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
    expect(said).toContain('Stopping: ');
    expect(said).not.toMatch(/could not start|"level":(50|60|"error"|"fatal")|Rouse is ready/);
  },
  90_000,
);
