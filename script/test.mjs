import './node-version.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootOnce } from './boot-once.mjs';
import { bootstrap, root } from './bootstrap.mjs';
import { checks } from './check.mjs';
import { runSteps } from './steps.mjs';

/** A run takes about a quarter of an hour on two cores; one that takes twice that hangs. */
const JEST_TIMEOUT_MS = 30 * 60_000;

// `npm test -- path/to/file.test.ts` runs just that; without arguments everything runs.
const jestArguments = process.argv.slice(2);

await bootstrap();
const totals = { passed: 0, failed: 0, skipped: 0 };
if (jestArguments.length === 0) {
  add(await runSteps([...checks(), { name: 'dist/ boots in plain Node and stops', run: bootOnce }]));
}
add(await runJest());
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function add({ passed = 0, failed = 0, skipped = 0 }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

async function runJest() {
  const folder = mkdtempSync(join(tmpdir(), 'rouse-jest-'));
  const resultFile = join(folder, 'result.json');
  const code = await spawnJest(resultFile);
  try {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    for (const name of passedAtSecondTry(result))
      process.stdout.write(`passed only when tried again: ${name}\n`);
    return countResults(result, code);
  } catch (error) {
    process.stdout.write(`FAILED  jest gave no result (exit code ${code}): ${error.message}\n`);
    return { failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnJest(resultFile) {
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const options = ['--maxWorkers=3', '--json', `--outputFile=${resultFile}`, ...jestArguments];
  return new Promise((resolve, reject) => {
    // Jest writes its report to the error stream, and with --json the whole result to the other one.
    const jest = spawn(process.execPath, [...args, ...options], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const patience = setTimeout(() => jest.kill('SIGTERM'), JEST_TIMEOUT_MS);
    jest.once('error', reject);
    jest.once('close', (code) => {
      clearTimeout(patience);
      resolve(code);
    });
  });
}

/** Worth a look, although they passed: each is a race somewhere, in the test or in what it tests. */
function passedAtSecondTry(result) {
  return result.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status, invocations }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => fullName),
  );
}

/** A file that could not even be loaded has no tests to count, and is one failure. */
function countResults(result, code) {
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
