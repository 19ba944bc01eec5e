import './node-version.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditPackages } from './audit.mjs';
import { bootstrap, root } from './bootstrap.mjs';
import { findMachinePaths } from './machine-paths.mjs';
import { runSteps } from './steps.mjs';

const tool = (file, ...args) => [process.execPath, join(root, 'node_modules', file), ...args];

/** Everything that can be known of the code without running it, the slowest first. */
export function checks() {
  return [
    { name: 'lint', command: lint('.', 'server', '--ignore-pattern', 'web/') },
    { name: 'lint of the web app', command: lint('web', 'web') },
    { name: 'types', command: tool('typescript/bin/tsc', '-p', 'tsconfig.json') },
    { name: 'types of the web app', command: tool('typescript/bin/tsc', '-p', 'web/tsconfig.json') },
    { name: 'format', command: tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.') },
    {
      name: 'room boundaries',
      command: tool('dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--output-type=err'),
    },
    { name: 'dead code and unused dependencies', command: tool('knip/bin/knip.js', '--no-progress') },
    { name: 'Dockerfile', command: tool('dockerfile-utils/bin/dockerfile-utils', 'lint', 'Dockerfile') },
    {
      name: 'docker-compose.yml',
      command: tool('dclint/bin/dclint.cjs', 'docker-compose.yml', '--max-warnings=0', '--color=false'),
    },
    { name: 'no paths of one machine', run: findMachinePaths },
    { name: 'no dangerous packages', run: auditPackages },
    ...(existsSync(join(root, 'script', 'openapi.mjs'))
      ? [{ name: 'openapi.json is current', command: [process.execPath, 'script/openapi.mjs', '--check'] }]
      : []),
    {
      name: 'docs/permissions.md is current',
      command: [process.execPath, 'script/permissions.mjs', '--check'],
    },
  ];
}

/** In two parts that are checked side by side, each with its own cache: either keeps a core busy for long. */
function lint(folder, part, ...options) {
  const cache = [`--cache-location=node_modules/.cache/eslint/${part}`, '--cache-strategy=content'];
  return tool('eslint/bin/eslint.js', folder, '--max-warnings=0', '--cache', ...cache, ...options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bootstrap();
  const { passed, failed } = await runSteps(checks());
  process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
