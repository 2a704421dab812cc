/** How requests are counted. */
export const rateKinds = ['fixed', 'sliding', 'bucket'] as const;
export type RateKind = (typeof rateKinds)[number];

/** Requests allowed per key. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
  /**
   * `fixed` (default): a window that opens with the key's first request, and again with the first one after its end.
   * `sliding`: so many in any time of that length. `bucket`: full at first, refilled evenly by `requests` per window.
   */
  readonly kind?: RateKind;
  /** Whether a 429 carries `Retry-After` in seconds; default true. */
  readonly retryAfter?: boolean;
  /** Whether answers carry `X-RateLimit-Reset`; default true. */
  readonly reset?: boolean;
}

/** The outcome for one request; the headers go on every answer. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** One key's account: takes a request if it may, and says how things stand then. */
type Account = (nowMs: number) => {
  allowed: boolean;
  remaining: number;
  /** `X-RateLimit-Reset`: the window's end, the end of the oldest request counted, or when the bucket is full. */
  resetMs: number;
  /** When the next request would be taken, if this one was not. */
  nextMs: number;
};

function fixedWindow({ requests, windowMs }: RateLimit): Account {
  let endsAtMs = Number.NEGATIVE_INFINITY;
  let used = 0;
  return (nowMs) => {
    if (nowMs >= endsAtMs) {
      endsAtMs = nowMs + windowMs;
      used = 0;
    }
    const allowed = used < requests;
    if (allowed) used++;
    return { allowed, remaining: requests - used, resetMs: endsAtMs, nextMs: endsAtMs };
  };
}

function slidingWindow({ requests, windowMs }: RateLimit): Account {
  let counted: number[] = [];
  return (nowMs) => {
    counted = counted.filter((atMs) => atMs > nowMs - windowMs);
    const allowed = counted.length < requests;
    if (allowed) counted.push(nowMs);
    const endsAtMs = (counted[0] ?? nowMs) + windowMs;
    return { allowed, remaining: requests - counted.length, resetMs: endsAtMs, nextMs: endsAtMs };
  };
}

function bucket({ requests, windowMs }: RateLimit): Account {
  const perRequestMs = windowMs / requests;
  let level = requests;
  let lastMs = Number.NaN;
  return (nowMs) => {
    if (!Number.isNaN(lastMs)) level = Math.min(requests, level + Math.max(0, nowMs - lastMs) / perRequestMs);
    lastMs = nowMs;
    const allowed = level >= 1;
    if (allowed) level -= 1;
    return {
      allowed,
      remaining: Math.floor(level),
      resetMs: nowMs + (requests - level) * perRequestMs,
      nextMs: nowMs + Math.max(0, 1 - level) * perRequestMs,
    };
  };
}

const accounts: Record<RateKind, (limit: RateLimit) => Account> = {
  fixed: fixedWindow,
  sliding: slidingWindow,
  bucket,
};

/** Sent when a sandbox has no limit: large enough that no client ever slows down. */
const unlimited: RateLimit = { requests: 1_000_000, windowMs: 60_000 };

/** A limiter with one account per key. Times are Unix ms by the clock that the `Date` header shows. */
export function createRateLimiter(limit: RateLimit = unlimited): (key: string, nowMs: number) => RateVerdict {
  const byKey = new Map<string, Account>();
  return (key, nowMs) => {
    const account = byKey.get(key) ?? accounts[limit.kind ?? 'fixed'](limit);
    byKey.set(key, account);
    const { allowed, remaining, resetMs, nextMs } = account(nowMs);
    const headers: Record<string, string> = {
      'X-RateLimit-Limit': String(limit.requests),
      'X-RateLimit-Remaining': String(remaining),
      // Rounded up: a client that waits until then must find the window open.
      ...(limit.reset === false ? {} : { 'X-RateLimit-Reset': String(Math.ceil(resetMs / 1000)) }),
      ...(allowed || limit.retryAfter === false
        ? {}
        : { 'Retry-After': String(Math.max(1, Math.ceil((nextMs - nowMs) / 1000))) }),
    };
    return { allowed, headers };
  };
}
