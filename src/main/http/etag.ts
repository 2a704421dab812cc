/** The strong validator as it stands in a header. */
export function quoteEtag(etag: string): string {
  const bare = etag.replace(/^W\//, '').replaceAll('"', '');
  return `"${bare.replace(/[^\x21-\x7e]/g, '')}"`;
}

/** If-None-Match uses the weak comparison, over a list or `*`. */
export function matchesAny(header: string | null, etag: string): boolean {
  if (header === null) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((item) => item.trim().replace(/^W\//, '') === etag);
}

/** If-Range uses the strong comparison; a date never matches because no Last-Modified is sent. */
export function ifRangeHolds(header: string | null, etag: string): boolean {
  return header === null || header.trim() === etag;
}
