import './node-version.mjs';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';
import jestConfig from '../jest.config.mjs';
import { startCoordinator } from '../test/support/run-coordinator.mjs';
import { bootstrap, root } from './bootstrap.mjs';

// Compiled inside node_modules, so that the packages they import are found from there.
const OUT = join(root, 'node_modules', '.cache', `rouse-faults-${process.pid}`);
const RECORDS = join(root, 'node_modules', '.cache', 'rouse-faults');

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    engine: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '30' },
    lanes: { type: 'string', default: '2' },
    // A folder with another built main.js, to play the same against another version.
    program: { type: 'string' },
  },
});
const seed = Number(values.seed);
// One seed that is asked for is one run.
const seeds = process.argv.some((word) => /^--seed(=|$)/.test(word)) ? 1 : Number(values.seeds);

if (values.program === undefined) await bootstrap();
process.env.ROUSE_TEST_PROGRAM = values.program === undefined ? join(root, 'dist') : resolve(values.program);
const coordinator = await startCoordinator();
process.env.ROUSE_TEST_COORDINATOR = coordinator.url;
process.env.ROUSE_TEST_FOLDER = coordinator.folder;

/** Ends every process that was started, and removes every file, however the run ends. */
function cleanUp() {
  coordinator.stop();
  rmSync(OUT, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    process.stderr.write('Ending what was started …\n');
    cleanUp();
    process.exit(130);
  });
}

try {
  await compile(['src', join('test', 'support'), join('test', 'faults')]);
  const { playCampaign } = await import(
    pathToFileURL(join(OUT, 'test', 'faults', 'harness', 'campaign.js')).href
  );
  const broken = await playCampaign({
    scenario: values.scenario ?? null,
    engine: values.engine ?? null,
    seed,
    seeds,
    lanes: Number(values.lanes),
    folder: RECORDS,
    say: (line) => process.stdout.write(`${line}\n`),
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  process.exitCode = broken === 0 ? 0 : 1;
} finally {
  cleanUp();
}
// A connection that is left open must not keep the result waiting.
process.exit();

/** As the tests are compiled; what the types say is `npm run check`'s to look at. Other files are copied. */
async function compile(folders) {
  const [, options] = jestConfig.transform['^.+\\.ts$'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  await Promise.all(
    files.map(async (file) => {
      const out = join(OUT, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(out), { recursive: true });
      if (file.endsWith('.ts')) {
        const { code } = await transformFile(join(root, file), { ...options, swcrc: false });
        writeFileSync(out, code);
      } else copyFileSync(join(root, file), out);
    }),
  );
  copyFileSync(join(root, 'package.json'), join(OUT, 'package.json'));
}
