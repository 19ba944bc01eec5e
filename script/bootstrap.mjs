import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withProjectLock } from './project-lock.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const INSTALL_STAMP = join(root, 'node_modules', '.rouse-installed');
const BUILD_STAMP = join(root, 'dist', '.rouse-built');
const WEB_FOLDER = join(root, 'dist', 'web', '/');
const CLIENT_TYPES = join(root, 'web', 'src', 'api', 'schema.d.ts');
const WEB_STAMP = join(root, 'dist', '.rouse-web-built');

/**
 * Brings a clone into the state in which it can run: dependencies as the lock file says, `dist/` as the
 * sources say. Does nothing, in a few milliseconds, when nothing changed; ends the process with a sentence
 * when it cannot.
 */
export async function bootstrap() {
  if (isInstalled() && isBuilt() && isWebBuilt()) return;
  await withProjectLock(
    root,
    () => {
      // Whoever was here before may have done it meanwhile.
      if (!isInstalled()) install();
      if (!isBuilt()) build();
      if (!isWebBuilt()) buildWeb();
    },
    () => say('Another Rouse is installing or building here; waiting for it …'),
  );
}

function isInstalled() {
  return readOrEmpty(INSTALL_STAMP) === lockHash();
}

function lockHash() {
  return hash([readFileSync(join(root, 'package-lock.json')), process.platform, process.arch]);
}

function install() {
  if (!matchesLockFile()) {
    say('Installing the dependencies from package-lock.json (a minute or so the first time) …');
    rmSync(INSTALL_STAMP, { force: true });
    const started = Date.now();
    const { status } = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (status !== 0) {
      fail(
        'Installing did not work: see the lines above (is the npm registry within reach?). Then try again.',
      );
    }
    say(`Installed in ${seconds(started)}.`);
  }
  writeFileSync(INSTALL_STAMP, lockHash());
}

/** npm's own record of what it put into node_modules, which it writes when it is done. */
function matchesLockFile() {
  const record = readOrEmpty(join(root, 'node_modules', '.package-lock.json'));
  if (record === '') return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
}

function npm(args) {
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const npmScript = process.env.npm_execpath;
  return npmScript?.endsWith('.js') || npmScript?.endsWith('.cjs')
    ? spawnSync(process.execPath, [npmScript, ...args], options)
    : spawnSync('npm', args, options);
}

function isBuilt() {
  return existsSync(join(root, 'dist', 'main.js')) && readOrEmpty(BUILD_STAMP) === sourceHash();
}

function sourceHash() {
  const files = sources().map(sizeAndTime);
  const settings = ['tsconfig.json', 'tsconfig.build.json'].map((file) => readFileSync(join(root, file)));
  return hash([...files, ...settings, lockHash()]);
}

function isWebBuilt() {
  return existsSync(join(root, 'dist', 'web', 'index.html')) && readOrEmpty(WEB_STAMP) === webHash();
}

function sizeAndTime(file) {
  const { size, mtimeMs } = statSync(file);
  return `${relative(root, file)} ${size} ${mtimeMs}`;
}

/** The web app is made of its own folder and of rules that it shares with the server. */
function webHash() {
  const files = [...filesIn(join(root, 'web')), ...filesIn(join(root, 'src', 'access'))].filter(
    (file) => file !== CLIENT_TYPES,
  );
  return hash([...files.map(sizeAndTime), readFileSync(join(root, 'openapi.json')), lockHash()]);
}

function sources() {
  return filesIn(join(root, 'src')).filter((file) => !file.endsWith('.test.ts'));
}

/** Compiles what changed since the last time (tsc keeps account of it in `dist/`). */
function build() {
  const started = Date.now();
  // Taken before: a file that is saved while the compiler runs is compiled the next time.
  const built = sourceHash();
  say('Building …');
  if (!existsSync(join(root, 'dist', 'main.js')))
    rmSync(join(root, 'dist'), { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail('The sources do not compile: see the lines above.');
  removeOrphans();
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, built);
  say(`Built in ${seconds(started)}.`);
}

/** Writes the types of the API's client from openapi.json, and bundles and compresses the app into `dist/web/`. */
function buildWeb() {
  const started = Date.now();
  const built = webHash();
  say('Building the web app …');
  run([
    'openapi-typescript/bin/cli.js',
    'openapi.json',
    '--output',
    CLIENT_TYPES,
    '--default-non-nullable=false',
  ]);
  run(['vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
  writeFileSync(WEB_STAMP, built);
  say(`Built in ${seconds(started)}.`);
}

/** Runs a tool of node_modules; what it says is shown where it fails. */
function run([tool, ...args]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', tool), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) fail(`${stdout}${stderr}\nThe web app could not be built: see the lines above.`);
}

/** What is left of sources that are gone: a migration that no longer exists must not run. */
function removeOrphans() {
  const wanted = new Set(sources().map((file) => relative(join(root, 'src'), file).replace(/\.ts$/, '')));
  for (const file of filesIn(join(root, 'dist'))) {
    if (file.startsWith(WEB_FOLDER)) continue;
    const name = relative(join(root, 'dist'), file);
    if (/\.js(?:\.map)?$/.test(name) && !wanted.has(name.replace(/\.js(?:\.map)?$/, ''))) rmSync(file);
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readOrEmpty(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bootstrap();
