import { Problem, impossible } from './problem.js';

/** Nothing that Rouse understands is nested deeper. */
const DEEPEST = 64;

/**
 * PostgreSQL can store neither NUL nor half of a surrogate pair. Calls of the API that hold one are refused; what
 * monitoring sends is mended instead, since an alert with a strange character is still an alert.
 * Walks with a list of its own, so that no depth of nesting can exhaust the stack.
 * @returns the value, mended where `mend` is set
 * @throws Problem 400 past the depth, 422 for a text that cannot be stored
 */
export function guardTexts(body: unknown, mend: boolean): unknown {
  const root: { value: unknown } = { value: body };
  const open: { holder: object; key: string | number; depth: number; path: string }[] = [];
  visit(root, 'value', 0, '');
  for (let next = open.pop(); next; next = open.pop()) {
    const { holder, key, depth, path } = next;
    visit(holder, key, depth, path);
  }
  return root.value;

  function visit(holder: object, key: string | number, depth: number, path: string): void {
    const value: unknown = Reflect.get(holder, key);
    if (typeof value === 'string') {
      if (isStorable(value)) return;
      if (!mend)
        throw impossible([
          { path, message: 'holds a character that cannot be stored (NUL or half a surrogate pair)' },
        ]);
      Reflect.set(holder, key, mended(value));
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (depth >= DEEPEST) throw new Problem(400, `The body is nested more than ${DEEPEST} levels deep.`);
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      items.forEach((_item, index) =>
        open.push({ holder: items, key: index, depth: depth + 1, path: join(path, index) }),
      );
      return;
    }
    for (const name of Object.keys(value)) {
      const kept = renameWhereNeeded(value, name, path);
      open.push({ holder: value, key: kept, depth: depth + 1, path: join(path, kept) });
    }
  }

  function renameWhereNeeded(value: object, name: string, path: string): string {
    if (isStorable(name)) return name;
    if (!mend) throw impossible([{ path, message: 'has a field whose name cannot be stored' }]);
    const kept = mended(name);
    Reflect.set(value, kept, Reflect.get(value, name));
    Reflect.deleteProperty(value, name);
    return kept;
  }
}

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
const mended = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
