import { Problem, impossible } from './problem.js';

/** Nothing that Rouse understands is nested deeper. */
const DEEPEST = 64;
/** A body of 512 KiB holds some 10 000 values of a length that means something. */
const MOST_VALUES = 50_000;

const unreadable = (detail: string): Problem => new Problem(400, detail);

/**
 * Whether code that copies fields would reach the prototype of objects by this one. Nobody's field is called so. (Of two
 * fields with one name the last counts, as everywhere in JavaScript; RFC 8259 section 4 leaves it open.)
 */
const reachesPrototype = (name: string, value: unknown): boolean =>
  name === '__proto__' ||
  (name === 'constructor' &&
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'prototype'));

/**
 * PostgreSQL can store neither NUL nor half of a surrogate pair, and no field may be named like a prototype. Calls of the
 * API that hold such a thing are refused; what monitoring sends is mended instead, since an alert with a strange character
 * is still an alert: the character is replaced, the field dropped.
 * Walks with a list of its own, so that no depth of nesting can exhaust the stack.
 * @returns the value, mended where `mend` is set
 * @throws Problem 400 past the depth and the number of values, and for names like prototypes'; 422 for a text that cannot be stored
 */
export function guardTexts(body: unknown, mend: boolean): unknown {
  let values = 0;
  const root: { value: unknown } = { value: body };
  const open: { holder: object; key: string | number; depth: number; path: string }[] = [];
  visit(root, 'value', 0, '');
  for (let next = open.pop(); next; next = open.pop()) {
    const { holder, key, depth, path } = next;
    visit(holder, key, depth, path);
  }
  return root.value;

  function count(more: number): void {
    values += more;
    if (values > MOST_VALUES) throw unreadable(`The body holds more than ${MOST_VALUES} values.`);
  }

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
    if (depth >= DEEPEST) throw unreadable(`The body is nested more than ${DEEPEST} levels deep.`);
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      count(items.length);
      items.forEach((_item, index) =>
        open.push({ holder: items, key: index, depth: depth + 1, path: join(path, index) }),
      );
      return;
    }
    const names = Object.keys(value);
    count(names.length);
    for (const name of names) {
      const kept = keepName(value, name, path);
      if (kept !== null) open.push({ holder: value, key: kept, depth: depth + 1, path: join(path, kept) });
    }
  }

  /** Under which name a field stays; null: it does not. */
  function keepName(holder: object, name: string, path: string): string | null {
    const value: unknown = Reflect.get(holder, name);
    const kept = isStorable(name) ? name : mended(name);
    const isForbidden = reachesPrototype(kept, value);
    if (kept === name && !isForbidden) return name;
    if (!mend) {
      if (isForbidden) throw unreadable(`A field may not be called ${kept}.`);
      throw impossible([{ path, message: 'has a field whose name cannot be stored' }]);
    }
    Reflect.deleteProperty(holder, name);
    if (isForbidden) return null;
    Reflect.set(holder, kept, value);
    return kept;
  }
}

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
const mended = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
