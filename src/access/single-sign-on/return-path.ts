/** Where people land who did not come from anywhere in particular. */
const START = '/';
/** Nothing here has a longer address. */
const LONGEST = 2048;
/** Any host will do: it is where an address that names none ends up. */
const HERE = 'http://here.invalid';

/**
 * The path, query and fragment to go back to after signing in; the start page for whatever leads, or might lead,
 * elsewhere. Browsers read `//host`, `/\host` and `/<tab>/host` as another site, so it is parsed as they would.
 */
export function toReturnPath(wished: string | undefined): string {
  if (wished === undefined || wished.length > LONGEST || !wished.startsWith('/')) return START;
  if (!URL.canParse(wished, HERE)) return START;
  const { origin, pathname, search, hash } = new URL(wished, HERE);
  // `/.//host` is a path of this site that would be written `//host`.
  if (origin !== HERE || pathname.startsWith('//')) return START;
  return `${pathname}${search}${hash}`;
}
