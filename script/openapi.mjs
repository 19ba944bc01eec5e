#!/usr/bin/env node
// Writes openapi.json from the built program; with --check says whether the committed one is current.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../openapi.json', import.meta.url));
const { describeApp } = await import('../dist/describe-app.js');
const current = `${JSON.stringify(await describeApp(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== current) {
    console.error('openapi.json is not what the routes say. Run: npm run build && npm run openapi');
    process.exit(1);
  }
} else {
  await writeFile(file, current);
  console.log('openapi.json written');
}
process.exit(0);
