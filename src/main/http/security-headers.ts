/** Replaced by a fresh nonce in every index.html that is served; vite puts it there (`html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * The policy of every response. Scripts, workers, media and requests come from this origin only. Styles too, except
 * `<style>` elements that carry the page's nonce (radix's scroll lock makes such). HTML and
 * script URLs made from strings must pass the one Trusted Types policy, `default`, that the renderer installs.
 */
export function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

const fixed: ReadonlyArray<readonly [string, string]> = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()'],
  // Recordings and call data must not end up in a browser's disk cache.
  ['Cache-Control', 'no-store'],
];

/** Puts the security headers on a response, whoever made it. */
export function secureResponse(response: Response, nonce: string | null): Response {
  for (const [name, value] of fixed) response.headers.set(name, value);
  response.headers.set('Content-Security-Policy', contentSecurityPolicy(nonce));
  return response;
}
