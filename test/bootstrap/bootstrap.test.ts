import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/shared-service.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
let clone: string;

const DESCRIPTION = { openapi: '3.0.0', info: { title: 'Nothing', version: '1' }, paths: {} };

/** A project of a few files, by their paths. */
const FILES: Readonly<Record<string, string>> = {
  'src/main.ts': "import './extra.js';\nexport const answer: number = 1;\n",
  'src/extra.ts': 'export const extra = 1;\n',
  'src/access/role.ts': 'export const role = 1;\n',
  'openapi.json': JSON.stringify(DESCRIPTION),
  'web/index.html': '<script type="module" src="/main.ts"></script>\n',
  'web/main.ts': "document.title = 'one';\n",
  'web/src/api/client.ts': 'export const client = 1;\n',
  'web/vite.config.ts':
    "export default { root: 'web', build: { outDir: '../dist/web', emptyOutDir: true } };\n",
};

// With this one's scripts, settings and installed packages.
beforeEach(async () => {
  clone = await temporaryFolder('clone');
  for (const file of [
    'script',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    await cp(join(root, file), join(clone, file), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), content);
  }
});

/** What the bootstrap says; it fails the test when it ends with an error. */
async function bootstrap(): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [join(clone, 'script', 'bootstrap.mjs')]);
  return stdout + stderr;
}

describe('the bootstrap behind npm start and npm test', () => {
  it('builds what is not built, and then has nothing to do or say', async () => {
    expect(await bootstrap()).toContain('Built in');
    expect(await bootstrap()).toBe('');
  });

  it('builds again when a source changed', async () => {
    await bootstrap();
    await writeFile(join(clone, 'src', 'main.ts'), 'export const answer: number = 42;\n');
    expect(await bootstrap()).toContain('Built in');
    expect(await readFile(join(clone, 'dist', 'main.js'), 'utf8')).toContain('42');
  });

  it('builds only the web app again when only that changed', async () => {
    await bootstrap();
    await writeFile(join(clone, 'web', 'main.ts'), "document.title = 'two';\n");
    expect(await bootstrap()).toMatch(/^Building the web app …\nBuilt in .*\n$/);
    const [script] = await readdir(join(clone, 'dist', 'web', 'assets'));
    expect(await readFile(join(clone, 'dist', 'web', 'assets', script ?? ''), 'utf8')).toContain('two');
    expect(await bootstrap()).toBe('');
  });

  it('removes the output of a source that is gone', async () => {
    await bootstrap();
    await writeFile(join(clone, 'src', 'main.ts'), 'export const answer: number = 42;\n');
    await rm(join(clone, 'src', 'extra.ts'));
    await bootstrap();
    expect((await readdir(join(clone, 'dist'))).filter((name) => name.endsWith('.js'))).toEqual(['main.js']);
  });

  it('lets one of two at once do the work, and the other wait for it', async () => {
    const said = await Promise.all([bootstrap(), bootstrap()]);
    expect(said.filter((text) => text.includes('Built in'))).toHaveLength(1);
    expect(await bootstrap()).toBe('');
  });

  it('ends with a sentence when the sources do not compile, and tries again the next time', async () => {
    await writeFile(join(clone, 'src', 'extra.ts'), "export const extra: number = 'one';\n");
    await expect(bootstrap()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The sources do not compile'),
    });
    await writeFile(join(clone, 'src', 'extra.ts'), 'export const extra = 1;\n');
    expect(await bootstrap()).toContain('Built in');
  });
});
