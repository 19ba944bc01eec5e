import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * `@nestjs/throttler` is CommonJS and asks for Nest, which is ESM. Node can do that; Jest can from Node 24.9 on only. For
 * Jest the package's own files are put into one ESM file, each as it is.
 * @returns where that file is
 */
export function throttlerAsModule() {
  const folder = dirname(require.resolve('@nestjs/throttler'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const files = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const packages = new Set(
    files.flatMap(({ text }) => [...text.matchAll(/\brequire\("([^."][^"]*)"\)/g)].map(([, name]) => name)),
  );
  const imports = [...packages].map((name, index) => ({ name, as: `package${index}` }));
  const code = [
    "import 'reflect-metadata';",
    ...imports.map(({ name, as }) => `import * as ${as} from '${name}';`),
    `const packages = { ${imports.map(({ name, as }) => `'${name}': ${as}`).join(', ')} };`,
    'const made = {};',
    'const load = (name) => packages[name] ?? made[name] ?? (files[name]((made[name] = {}), load), made[name]);',
    'const files = {',
    ...files.map(
      ({ name, text }) => `'./${name.replace(/\.js$/, '')}': function (exports, require) {\n${text}\n},`,
    ),
    '};',
    "const all = load('./index');",
    ...Object.keys(require('@nestjs/throttler')).map((name) => `export const ${name} = all.${name};`),
  ].join('\n');
  const target = join(folder, 'for-jest.mjs');
  // Several runs may do this at once.
  writeFileSync(`${target}.${process.pid}`, code);
  renameSync(`${target}.${process.pid}`, target);
  return target;
}
