/** Requests allowed per key in a fixed window that opens with the key's first request. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
  /** Whether a 429 carries `Retry-After` in seconds; default true. */
  readonly retryAfter?: boolean;
}

/** The outcome for one request; the headers go on every answer. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sent when a sandbox has no limit: large enough that no client ever slows down. */
const unlimited: RateLimit = { requests: 1_000_000, windowMs: 60_000 };

/** A limiter with one window per key. */
export function createRateLimiter(limit: RateLimit = unlimited): (key: string, nowMs: number) => RateVerdict {
  const windows = new Map<string, { endsAtMs: number; used: number }>();
  return (key, nowMs) => {
    let window = windows.get(key);
    if (!window || nowMs >= window.endsAtMs) {
      window = { endsAtMs: nowMs + limit.windowMs, used: 0 };
      windows.set(key, window);
    }
    const allowed = window.used < limit.requests;
    if (allowed) window.used++;
    const headers: Record<string, string> = {
      'X-RateLimit-Limit': String(limit.requests),
      'X-RateLimit-Remaining': String(limit.requests - window.used),
      // Rounded up: a client that waits until then must find the window open.
      'X-RateLimit-Reset': String(Math.ceil(window.endsAtMs / 1000)),
    };
    if (!allowed && limit.retryAfter !== false) {
      headers['Retry-After'] = String(Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1000)));
    }
    return { allowed, headers };
  };
}
