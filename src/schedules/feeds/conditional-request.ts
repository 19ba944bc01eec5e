/** The two headers by which a client says what it has (RFC 9110 §13.1). */
export interface Conditions {
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
}

/**
 * Whether a GET or HEAD is answered with 304: by the tag where the client sent one, and only else by the time
 * (RFC 9110 §13.2.2). A time that cannot be read is as good as none.
 * @param lastModified in whole seconds
 */
export function isNotModified(
  { ifNoneMatch, ifModifiedSince }: Conditions,
  { etag, lastModified }: { readonly etag: string; readonly lastModified: Date },
): boolean {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return true;
    // Weak comparison (RFC 9110 §8.8.3.2): proxies that compress make tags weak.
    return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(ifModifiedSince ?? '');
  return !Number.isNaN(since) && lastModified.getTime() <= since;
}
