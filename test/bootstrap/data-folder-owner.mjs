// A process that starts the embedded database as the program does and then holds it until it is killed.
// Prints one JSON line: what it got, or the error. Usage: node data-folder-owner.mjs DIST DATA_DIR
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist, dataDir] = process.argv;
const module = join(dist, 'platform', 'database', 'embedded', 'embedded-database.js');
const { startEmbeddedDatabase } = await import(pathToFileURL(module).href);
const started = Date.now();
try {
  const database = await startEmbeddedDatabase({ dataDir, log: () => {} });
  const { url, port, pid, adopted } = database;
  // Before the line is out: whoever reads it may send the signal at once.
  process.on('SIGTERM', () => {
    void database.stop().then(() => process.exit(0));
  });
  process.stdout.write(`${JSON.stringify({ url, port, pid, adopted, tookMs: Date.now() - started })}\n`);
  setInterval(() => {}, 60_000);
} catch (error) {
  const { name, code, message, ownerPid } = error;
  process.stdout.write(`${JSON.stringify({ error: { name, code, message, ownerPid } })}\n`);
}
