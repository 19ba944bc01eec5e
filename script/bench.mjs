import './node-version.mjs';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { bootstrap, root } from './bootstrap.mjs';

// Compiled inside node_modules, so that the packages they import are found from there.
const OUT = join(root, 'node_modules', '.cache', `rouse-bench-${process.pid}`);

const wanted = process.argv[2];

await bootstrap();
const files = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.bench.ts'));
const names = files.map((file) => basename(file, '.bench.ts')).filter((name) => !wanted || name === wanted);
if (names.length === 0) {
  process.stderr.write(
    `There is no benchmark ${wanted}. There are: ${files.map((f) => f.slice(0, -9)).join(', ')}\n`,
  );
  process.exit(1);
}
try {
  compile();
  for (const name of names) await runBenchmark(name);
} finally {
  rmSync(OUT, { recursive: true, force: true });
}
// A benchmark that leaves a connection open must not keep the others' results waiting.
process.exit();

/** Prints a JSON line a result; one outside its bound makes the whole run fail. */
async function runBenchmark(name) {
  process.stderr.write(`${name} …\n`);
  const { run } = await import(pathToFileURL(join(OUT, 'bench', `${name}.bench.js`)).href);
  for (const result of await run()) {
    process.stdout.write(`${JSON.stringify({ benchmark: name, ...result })}\n`);
    if (result.ok === false) process.exitCode = 1;
  }
}

function compile() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.bench.json', '--outDir', OUT], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    process.stderr.write('The benchmarks do not compile: see the lines above.\n');
    process.exit(1);
  }
}
