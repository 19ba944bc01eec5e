/** The entity tag of a version, RFC 9110 section 8.8.3. A version is a number, or the time of the last change. */
export const versionTag = (version: number | string): string => `"${version}"`;

/**
 * Whether an If-Match header (RFC 9110 section 13.1.1) lets this version be changed: it is absent, `*`, or lists the
 * version's tag. Weak tags and tags without quotes count too, since proxies and scripts write them.
 */
export function matchesVersion(ifMatch: string | undefined, version: number | string): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  return tags.includes(String(version));
}
