import './node-version.mjs';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

// Turns the JSON lines of `npm run bench` into the table of docs/benchmarks.md:
//   npm run --silent bench > bench.jsonl; node script/bench-table.mjs bench.jsonl

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Usage: node script/bench-table.mjs FILE, with the JSON lines of npm run bench\n');
  process.exit(1);
}
const results = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line));

const [cpu] = cpus();
const memory = Math.round(totalmem() / 2 ** 30);
process.stdout.write(
  `Measured on ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}, ` +
    `Node.js ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.\n\n`,
);
for (const benchmark of new Set(results.map((result) => result.benchmark))) {
  process.stdout.write(`**${benchmark}**\n\n| what | value | floor | ratio | bound | kept |\n`);
  process.stdout.write('| --- | --- | --- | --- | --- | --- |\n');
  for (const result of results.filter((each) => each.benchmark === benchmark)) {
    process.stdout.write(`| ${cells(result).join(' | ')} |\n`);
  }
  process.stdout.write('\n');
}

function cells({ name, value, unit, floor, ratio, bound, boundOf, boundIs, ok }) {
  const withUnit = (number) => (unit === 'ratio' ? `${number}` : `${number} ${unit}`);
  return [
    name.replaceAll('|', '\\|'),
    withUnit(value),
    floor === undefined ? '' : withUnit(floor),
    ratio === undefined ? '' : `${ratio}`,
    bound === undefined
      ? ''
      : `${boundIs === 'at least' ? '≥' : '≤'} ${boundOf === 'ratio' ? `ratio ${bound}` : withUnit(bound)}`,
    ok === undefined ? '' : ok ? 'yes' : '**no**',
  ];
}
