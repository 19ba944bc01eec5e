import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PERMISSIONS } from '../../src/access/permission-table.js';
import { REFUSABLE_NOTICE_KINDS } from '../../src/people/notices.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const pages = ['README.md', ...filesIn('docs', '.md')];

describe('README and docs', () => {
  it('name exactly the settings that there are', () => {
    const schema = between(read('src/platform/config/settings.ts'), 'z\n  .object({', '.superRefine(');
    const known = matches(schema, /^ {4}([A-Z][A-Z0-9_]+):/gm);
    const told = matches(between(read('README.md'), '## Settings', '\n## '), /^\| `([A-Z0-9_]+)`/gm);
    expect(known.length).toBeGreaterThan(10);
    expect(told).toEqual(known);
  });

  it('name exactly the kinds of timeline entries that are written', () => {
    const told = matches(read('docs/timeline.md'), /^\| `([a-z]+\.[a-z-]+)`/gm);
    expect([...told].sort()).toEqual([...writtenKinds()].sort());
  });

  it('link to what there is', () => {
    const broken = pages.flatMap((page) =>
      linksOf(read(page))
        .filter((target) => !leadsSomewhere(page, target))
        .map((target) => ({ page, target })),
    );
    expect(broken).toEqual([]);
  });

  it('name files and folders that there are', () => {
    const missing = pages.flatMap((page) =>
      matches(read(page), /`((?:src|test|script|docs|bench)\/[\w./-]+)`/g)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => ({ page, path })),
    );
    expect(missing).toEqual([]);
  });

  it('cite tests that there are, in the files that they say', () => {
    // "title" (`file`), or several titles before one file.
    const text = (read('docs/architecture.md') + read('docs/security.md')).replace(/\s+/g, ' ');
    const cited = [...text.matchAll(/((?:"[^"]+"[, ]*(?:and )?)+)\(`([^`]+\.ts)`\)/g)].flatMap(
      ([, titles = '', file = '']) => matches(titles, /"([^"]+)"/g).map((title) => ({ title, file })),
    );
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter(({ title, file }) => !read(file).includes(`'${title}'`))).toEqual([]);
  });
});

/** What is in an incident's story, as the sources have it: literal kinds, and those that end in a state. */
function writtenKinds(): Set<string> {
  const rooms = ['src/incidents', 'src/escalations', 'src/paging'].flatMap((room) => filesIn(room, '.ts'));
  // What people are told beside pages has kinds of its own, and is not part of any story.
  const isNotice = (file: string): boolean => file.startsWith(join('src', 'paging', 'notices'));
  // Permissions have such names, too.
  const others = new Set<string>([...REFUSABLE_NOTICE_KINDS, ...Object.keys(PERMISSIONS)]);
  const sources = rooms.filter((file) => !file.endsWith('.test.ts') && !isNotice(file)).map(read);
  return new Set(
    sources
      // The audit log has actions of its own, comments give examples, and assets have names.
      .map((source) => source.replace(/action: '[^']+'|\/\*\*.*?\*\/|'[a-z]+\.(?:js|css)'/gs, ''))
      .flatMap((source) => [
        ...matches(source, /'([a-z]+\.[a-z-]+)'/g).filter((kind) => !others.has(kind)),
        ...matches(source, /`([a-z]+\.\$\{[^}`]+\})`/g).flatMap(endingsOf),
      ]),
  );
}

function endingsOf(kind: string): string[] {
  switch (kind) {
    case 'incident.${DONE[action]}': {
      const done = between(read('src/incidents/incident-actions.ts'), 'const DONE = {', '}');
      return matches(done, /'([a-z]+)'/g).map((ending) => `incident.${ending}`);
    }
    case 'responder.${news}': {
      const news = between(read('src/incidents/responders/responder-texts.ts'), 'type ResponderNews =', ';');
      return matches(news, /'([a-z]+)'/g).map((ending) => `responder.${ending}`);
    }
    case 'attempt.${consequence.attempt}': {
      const states = between(read('src/paging/delivery/delivery-decision.ts'), 'type AttemptStatus =', ';');
      // An attempt that is under way has no consequence yet.
      return matches(states, /'([a-z]+)'/g)
        .filter((ending) => ending !== 'calling')
        .map((ending) => `attempt.${ending}`);
    }
    default:
      throw new Error(`How does the kind ${kind} end? Say it here, and in docs/timeline.md.`);
  }
}

/** Where the page's links and pictures lead, except out of the project. */
function linksOf(text: string): string[] {
  const targets = [...matches(text, /\]\(([^)\s]+)\)/g), ...matches(text, /<img src="([^"]+)"/g)];
  return targets.filter((target) => !/^(?:https?:|mailto:)/.test(target));
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || headingAnchors(read(file)).includes(anchor);
}

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
const headingAnchors = (text: string): string[] =>
  matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

/** What the pattern's group holds, of every match, each once and in order. */
function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  if (from < 0) throw new Error(`There is no ${start}`);
  const to = text.indexOf(end, from + start.length);
  return text.slice(from + start.length, to < 0 ? undefined : to);
}
