import { createServer } from 'node:http';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';

const PREFIX = 'rouse-test-';

/** Files in memory, on Linux. Every test file has a database of its own, of some hundred files: a disk is slow at that. */
const MEMORY = '/dev/shm';
/** Containers often have very little of it. */
const ENOUGH_BYTES = 8 * 1024 ** 3;

/**
 * What the test files of one jest run share, although each runs in a worker of its own: a temporary folder,
 * and things that are started once, by whoever asks first (see shared-service.ts).
 */
export async function startCoordinator() {
  sweepAbandonedRuns();
  const parent = hasRoom(MEMORY) ? MEMORY : tmpdir();
  const folder = mkdtempSync(join(realpathSync(parent), `${PREFIX}${process.pid}-`));
  const services = new Map();
  const server = createServer((request, response) => {
    answer(services, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    folder,
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
      removeRun(folder);
    },
  };
}

/** POST /name: `{role:'start'}` to the first, to all others what the first one reports by PUT /name. */
async function answer(services, request, response) {
  const name = request.url;
  // A connection that is kept may be closed here at the moment a worker uses it again, and a POST is not repeated.
  response.setHeader('connection', 'close');
  if (request.method === 'PUT') {
    services.get(name).report(await readBody(request));
    response.end();
    return;
  }
  const known = services.get(name);
  if (known) {
    response.end(await known.reported);
    return;
  }
  let report;
  const reported = new Promise((resolve) => (report = resolve));
  services.set(name, { reported, report });
  response.end(JSON.stringify({ role: 'start' }));
}

async function readBody(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** Ends what the run started (all of it works inside the run's folder) and removes the folder. */
function removeRun(folder) {
  // PostgreSQL gives back its shared memory on SIGQUIT, and could not on SIGKILL.
  signalAll(folder, 'SIGQUIT');
  const deadline = Date.now() + 3000;
  while (processesInside(folder).length > 0 && Date.now() < deadline) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  signalAll(folder, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function signalAll(folder, signal) {
  for (const pid of processesInside(folder)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function hasRoom(folder) {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ENOUGH_BYTES;
}

/** A run that was killed leaves its folder and processes; its name tells whether the run still lives. */
function sweepAbandonedRuns() {
  for (const parent of [tmpdir(), MEMORY].filter(existsSync)) sweep(realpathSync(parent));
}

function sweep(parent) {
  for (const name of readdirSync(parent)) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    if (!name.startsWith(PREFIX) || isAlive(pid)) continue;
    try {
      removeRun(join(parent, name));
    } catch (error) {
      process.stderr.write(`Left over from another run: ${basename(name)} (${error.code})\n`);
    }
  }
}

function processesInside(folder) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && workingDirectory(pid).startsWith(folder + sep));
}

function workingDirectory(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone, or another user's.
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
