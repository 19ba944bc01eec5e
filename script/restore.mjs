#!/usr/bin/env node
// Restores a backup: npm run restore -- <file>
import './node-version.mjs';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { restore } = await import('../dist/backup/restore-command.js');
process.exitCode = await restore(process.argv.slice(2), process.env, (line) => {
  process.stderr.write(`${line}\n`);
});
