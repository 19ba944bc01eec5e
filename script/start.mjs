import './node-version.mjs';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
stopWithNpm();
await import('../dist/main.js');

/**
 * npm passes SIGINT and SIGTERM on to us, but cannot when it is killed with -9: a service that nobody
 * holds any more would keep the port and the database.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.stderr.write('npm is gone: stopping.\n');
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
