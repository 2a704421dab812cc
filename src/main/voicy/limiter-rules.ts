/** What a server says about its rate limit, from `X-RateLimit-*`. Times are Unix ms by the server's clock. */
export interface RateHeaders {
  limit: number | null;
  remaining: number | null;
  resetMs: number | null;
}

/** `stated` = the end is the vendor's word, not a pause of ours. */
interface RateWindow {
  remaining: number;
  resetMs: number;
  stated: boolean;
}

/** All that decides whether a request may start now. Requests in flight may or may not be counted by the server yet. */
export interface LimiterState {
  inFlight: number;
  maxInFlight: number;
  /** The first answer teaches what is allowed; until then one request at a time. */
  answered: boolean;
  limit: number | null;
  /** Lowest `remaining` seen in the window that ends at `resetMs`. */
  window: RateWindow | null;
  /** Local Unix ms; nothing starts before. */
  pausedUntilMs: number;
  windowMs: number | null;
  successes: number;
}

/** `untilMs` is local Unix ms, null = until a request in flight is answered. */
export type Decision = { kind: 'go' } | { kind: 'wait'; untilMs: number | null };

const longestWindowMs = 3_600_000;

/** Nothing known yet; at most `maxInFlight` requests at once. */
export function initialLimiterState(maxInFlight: number): LimiterState {
  return {
    inFlight: 0,
    maxInFlight,
    answered: false,
    limit: null,
    window: null,
    pausedUntilMs: 0,
    windowMs: null,
    successes: 0,
  };
}

function headerNumber(value: string | null): number | null {
  const text = value?.split(',', 1)[0]?.trim() ?? '';
  return /^\d{1,16}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/**
 * Reads `X-RateLimit-Limit/Remaining/Reset`. Reset is Unix seconds; ms and "seconds from now" are understood too. Garbage and
 * negative values count as not sent, a reset more than an hour away as an hour.
 */
export function readRateHeaders(headers: Headers, serverNowMs: number): RateHeaders {
  const reset = headerNumber(headers.get('x-ratelimit-reset'));
  const resetMs =
    reset === null ? null : reset >= 1e12 ? reset : reset >= 1e9 ? reset * 1000 : serverNowMs + reset * 1000;
  return {
    limit: headerNumber(headers.get('x-ratelimit-limit')),
    remaining: headerNumber(headers.get('x-ratelimit-remaining')),
    resetMs: resetMs === null ? null : Math.min(resetMs, serverNowMs + longestWindowMs),
  };
}

/**
 * Whether one more request may start. Every request in flight is counted against `remaining`, since the server may not have
 * seen it; after a reset only one goes first, because the next window's size and kind are not known until it is answered.
 */
export function decide(state: LimiterState, nowMs: number, serverNowMs: number): Decision {
  // A wait longer than any that is ever set means that the computer's clock was put back.
  const pauseMs = state.pausedUntilMs - nowMs;
  if (pauseMs > 0 && pauseMs <= longestWindowMs) return { kind: 'wait', untilMs: state.pausedUntilMs };
  if (state.inFlight >= state.maxInFlight || (!state.answered && state.inFlight > 0)) {
    return { kind: 'wait', untilMs: null };
  }
  if (state.window === null || state.window.remaining - state.inFlight > 0) return { kind: 'go' };
  const leftMs = state.window.resetMs - serverNowMs;
  if (leftMs <= 0 || leftMs > longestWindowMs)
    return state.inFlight === 0 ? { kind: 'go' } : { kind: 'wait', untilMs: null };
  return { kind: 'wait', untilMs: nowMs + leftMs };
}

export function onStart(state: LimiterState): LimiterState {
  return { ...state, inFlight: state.inFlight + 1 };
}

/** A request ended without an answer: the server may have counted it. */
export function onNoAnswer(state: LimiterState): LimiterState {
  const window = state.window && { ...state.window, remaining: Math.max(0, state.window.remaining - 1) };
  return { ...state, inFlight: state.inFlight - 1, window };
}

function nextWindow(
  state: LimiterState,
  headers: RateHeaders,
  serverNowMs: number,
  limited: boolean,
): LimiterState['window'] {
  if (headers.remaining === null) {
    // A server that said it once and is silent now: go on counting for it.
    const window = state.window;
    return window && { ...window, remaining: Math.max(0, window.remaining - 1) };
  }
  // Without a reset, an exhausted allowance is tried again at the pace of the limit: a guess, made with one request.
  const pace = headers.limit !== null && headers.limit > 0 ? 60_000 / headers.limit : 1000;
  const resetMs = headers.resetMs ?? serverNowMs + pace;
  const window = state.window;
  // A refusal is the vendor's latest word, even when it names an earlier end than an answer did.
  if (
    window === null ||
    limited ||
    resetMs > window.resetMs ||
    (serverNowMs >= window.resetMs && headers.resetMs === null)
  ) {
    return { remaining: headers.remaining, resetMs, stated: headers.resetMs !== null };
  }
  return { ...window, remaining: Math.min(window.remaining, headers.remaining) };
}

/** The length of the window, ms, as one reset soon after another shows it; only a fresh window is evidence. */
function measuredWindow(state: LimiterState, headers: RateHeaders, serverNowMs: number): number | null {
  const { limit, remaining, resetMs } = headers;
  const last = state.window;
  if (!last?.stated || limit === null || remaining === null || resetMs === null) return state.windowMs;
  const lengthMs = resetMs - last.resetMs;
  const fresh = remaining >= limit / 2 && remaining > last.remaining;
  const soon = serverNowMs - last.resetMs < lengthMs / 2;
  return fresh && soon && lengthMs >= 1000 && lengthMs <= longestWindowMs ? lengthMs : state.windowMs;
}

/** An answer came. 429 halves what may run at once; 20 answers that were none add one again, up to `most`. */
export function onAnswer(
  state: LimiterState,
  headers: RateHeaders,
  serverNowMs: number,
  answer: { limited: boolean; most: number },
): LimiterState {
  const successes = answer.limited ? 0 : (state.successes + 1) % 20;
  const grown = !answer.limited && successes === 0 ? state.maxInFlight + 1 : state.maxInFlight;
  return {
    ...state,
    inFlight: state.inFlight - 1,
    answered: true,
    limit: headers.limit ?? state.limit,
    window: nextWindow(state, headers, serverNowMs, answer.limited),
    windowMs: measuredWindow(state, headers, serverNowMs),
    successes,
    maxInFlight: answer.limited ? Math.max(1, Math.floor(state.maxInFlight / 2)) : Math.min(answer.most, grown),
  };
}

/** Nothing starts for `ms`, and then one request first, whatever was allowed before. */
export function onPause(state: LimiterState, ms: number, nowMs: number, serverNowMs: number): LimiterState {
  const endMs = serverNowMs + ms;
  const spent = state.window?.remaining === 0 && state.window.resetMs > endMs;
  return {
    ...state,
    pausedUntilMs: Math.max(state.pausedUntilMs, nowMs + ms),
    window: spent ? state.window : { remaining: 0, resetMs: endMs, stated: false },
  };
}

/** Requests a minute: the limit over the measured window; the vendor states it per minute, which counts until measured. */
export function allowancePerMinute(state: LimiterState): number | null {
  return state.limit === null ? null : state.limit * (60_000 / (state.windowMs ?? 60_000));
}
