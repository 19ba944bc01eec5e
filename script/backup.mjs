#!/usr/bin/env node
// Backs up the database, which may be at work: npm run backup -- <file>
import './node-version.mjs';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { backUp } = await import('../dist/backup/backup-command.js');
process.exitCode = await backUp(process.argv.slice(2), process.env, (line) => {
  process.stderr.write(`${line}\n`);
});
