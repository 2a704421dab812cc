const safeMethods = new Set(['GET', 'HEAD']);

/**
 * True when no other site can have caused this request. Browsers say so in `Sec-Fetch-Site`; `none` is the user's own
 * doing (address bar), which can only read. Without that header an `Origin`, if any, must be ours.
 */
export function isOwnRequest(request: { method: string; headers: Headers }, ownOrigin: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || (site === 'none' && safeMethods.has(request.method));
  const origin = request.headers.get('origin');
  return origin === null || origin === ownOrigin;
}
