import { type RefillState, refillOf } from './limiter-refill.ts';
import type { RateHeaders } from './rate-headers.ts';

/** What is known of the allowance. Once nothing remains, it is worth asking again at the earlier of the two times. */
interface RateWindow {
  remaining: number;
  /** The vendor's `Reset`, Unix ms by the server's clock; null when it gives none. Later ones are newer. */
  resetMs: number | null;
  /** A guess of ours or the end of a pause, local Unix ms: our picture of the server's clock still moves. */
  opensMs: number | null;
  /** How many answers had come when this was learned; a request that started later knows better. */
  learnedAt: number;
}

/**
 * All that decides whether a request may start now. Requests in flight may or may not be counted by the server yet.
 */
export interface LimiterState extends RefillState {
  inFlight: number;
  maxInFlight: number;
  /** Answers so far. The first one teaches what is allowed; until then one request at a time. */
  answers: number;
  limit: number | null;
  window: RateWindow | null;
  /** A request is out to see whether the allowance is open again. */
  probing: boolean;
  /** Local Unix ms; nothing starts before. */
  pausedUntilMs: number;
  /** The length of the vendor's window, ms; null until two resets have shown it. */
  windowMs: number | null;
  /** Added to the vendor's resets: 1 s once it has refused right after one, since it rounds them down. */
  graceMs: number;
  /** Without resets: what the window is taken for, and what was found to be too short for it. */
  assumedMs: number;
  tooShortMs: number;
  /** Something was let through after so long; a refusal is then a matter of travel times only. */
  proven: boolean;
  /** When (local Unix ms) the requests of that window were answered, oldest first. */
  recent: number[];
  /** Answers since the last refusal. */
  calm: number;
  successes: number;
  /** Counts halvings, so that the refusals of one moment halve once. */
  halvings: number;
}

/** What a request remembers of the state it started in. */
export interface Started {
  answers: number;
  halvings: number;
  probe: boolean;
}

/** `untilMs` is local Unix ms, null = until a request in flight is answered. */
export type Decision = { kind: 'go'; probe: boolean } | { kind: 'wait'; untilMs: number | null };

const longestWindowMs = 3_600_000;
/** "60 requests a minute": what a window is taken for until the server shows otherwise. */
const minuteMs = 60_000;
/** So many answers without a refusal pay for one. */
const calmEnough = 100;
/** A longer log of answers would only serve limits that are never reached. */
const longestLog = 10_000;

/** Nothing known yet; at most `maxInFlight` requests at once. */
export function initialLimiterState(maxInFlight: number): LimiterState {
  return {
    inFlight: 0,
    maxInFlight,
    answers: 0,
    limit: null,
    window: null,
    probing: false,
    pausedUntilMs: 0,
    windowMs: null,
    refill: 'unknown',
    fullest: null,
    graceMs: 0,
    assumedMs: minuteMs,
    tooShortMs: 0,
    proven: false,
    recent: [],
    calm: 0,
    successes: 0,
    halvings: 0,
  };
}

/**
 * Whether one more request may start. Every request in flight is counted against `remaining`, since the server may not have
 * seen it; once nothing remains and the time has come, one asks first, because what is open then is not known.
 */
export function decide(state: LimiterState, nowMs: number, serverNowMs: number): Decision {
  // A wait longer than any that is ever set means that the computer's clock was put back.
  const pauseMs = state.pausedUntilMs - nowMs;
  if (pauseMs > 0 && pauseMs <= longestWindowMs) return { kind: 'wait', untilMs: state.pausedUntilMs };
  if (state.inFlight >= state.maxInFlight || (state.answers === 0 && state.inFlight > 0)) {
    return { kind: 'wait', untilMs: null };
  }
  if (state.window === null || state.window.remaining - state.inFlight > 0) return { kind: 'go', probe: false };
  const { resetMs, opensMs } = state.window;
  const leftMs = Math.min(
    resetMs === null ? Number.POSITIVE_INFINITY : resetMs + state.graceMs - serverNowMs,
    opensMs === null ? Number.POSITIVE_INFINITY : opensMs - nowMs,
  );
  if (leftMs > 0 && leftMs <= longestWindowMs + state.graceMs) return { kind: 'wait', untilMs: nowMs + leftMs };
  // Those still in flight may be counted in the next window; they and the one that asks have to fit into it.
  const fits = state.inFlight < (state.limit ?? 1);
  return fits && !state.probing ? { kind: 'go', probe: true } : { kind: 'wait', untilMs: null };
}

export function onStart(state: LimiterState, probe = false): { state: LimiterState; started: Started } {
  return {
    state: { ...state, inFlight: state.inFlight + 1, probing: state.probing || probe },
    started: { answers: state.answers, halvings: state.halvings, probe },
  };
}

/** A request ended without an answer: the server may have counted it. */
export function onNoAnswer(state: LimiterState, started: Started): LimiterState {
  const window = state.window && { ...state.window, remaining: Math.max(0, state.window.remaining - 1) };
  return { ...state, inFlight: state.inFlight - 1, probing: state.probing && !started.probe, window };
}

/**
 * Our own guess at when to ask again, local: without a word from the server, when the oldest request in the window ends. Now
 * and then earlier, since the window may be shorter than it is taken for; seldom enough that being refused does not matter.
 */
function opensAt(state: LimiterState, resetMs: number | null, nowMs: number): number | null {
  const { assumedMs, tooShortMs } = state;
  if (resetMs === null) {
    const early = state.calm >= calmEnough && assumedMs - tooShortMs > Math.max(1000, assumedMs / 10);
    return (state.recent[0] ?? nowMs) + (early ? (assumedMs + tooShortMs) / 2 : assumedMs);
  }
  return typeof state.refill === 'object' ? nowMs + state.refill.perRequestMs : null;
}

function nextWindow(
  state: LimiterState,
  headers: RateHeaders,
  nowMs: number,
  answer: { limited: boolean; started: Started },
): RateWindow | null {
  const { window } = state;
  const { remaining, resetMs } = headers;
  const newer = window === null || answer.started.answers >= window.learnedAt;
  if (remaining === null) {
    // A pause is over once something is answered; a server that told its allowance and is silent now is counted for.
    if (window?.resetMs === null && newer && !answer.limited) return null;
    return window && { ...window, remaining: Math.max(0, window.remaining - 1) };
  }
  const learned = { remaining, resetMs, opensMs: opensAt(state, resetMs, nowMs), learnedAt: state.answers };
  // A refusal is the vendor's latest word, even when it names an earlier end than an answer did.
  if (newer || answer.limited) return learned;
  if (resetMs !== null && window.resetMs !== null) {
    if (resetMs > window.resetMs) return learned;
    // Counted before the window was last heard of: says nothing of what is left now.
    if (resetMs < window.resetMs) return window;
  }
  return remaining < window.remaining ? { ...learned, resetMs: window.resetMs } : window;
}

/** The length of the window, ms, as one reset soon after another shows it; only a fresh window is evidence. */
function measuredWindow(state: LimiterState, headers: RateHeaders, serverNowMs: number): number | null {
  const { limit, remaining, resetMs } = headers;
  const last = state.window;
  if (!last || last.resetMs === null || limit === null || remaining === null || resetMs === null) return state.windowMs;
  const lengthMs = resetMs - last.resetMs;
  const fresh = remaining >= limit / 2 && remaining > last.remaining;
  const soon = serverNowMs - last.resetMs < lengthMs / 2;
  return fresh && soon && lengthMs >= 1000 && lengthMs <= longestWindowMs ? lengthMs : state.windowMs;
}

/** What the answer to the one that asked first teaches: a refusal, that it was too early. */
function onProbe(
  state: LimiterState,
  headers: RateHeaders,
  nowMs: number,
  serverNowMs: number,
  limited: boolean,
): Partial<LimiterState> {
  const { window, assumedMs, tooShortMs } = state;
  if (window === null) return {};
  if (window.resetMs !== null) {
    if (!limited) return {};
    if (typeof state.refill === 'object') return { refill: 'no' };
    return serverNowMs - window.resetMs < 2000 ? { graceMs: 1000 } : {};
  }
  const [oldest] = state.recent;
  if (headers.resetMs !== null || oldest === undefined) return {};
  const waitedMs = nowMs - oldest;
  if (!limited) return { proven: true, assumedMs: waitedMs > tooShortMs ? Math.min(assumedMs, waitedMs) : assumedMs };
  if (waitedMs < assumedMs) return { tooShortMs: Math.max(tooShortMs, waitedMs) };
  return { assumedMs: Math.min(longestWindowMs, assumedMs * (state.proven ? 1.01 : 1.5)), tooShortMs: assumedMs };
}

function withAnswer(state: LimiterState, headers: RateHeaders, nowMs: number): number[] {
  const { limit, remaining, resetMs } = headers;
  if (limit === null || remaining === null || resetMs !== null || limit > longestLog) return [];
  const kept = state.recent.filter((atMs) => atMs > nowMs - state.assumedMs && atMs <= nowMs);
  // What the server no longer counts is in no window any more, whatever ours is taken for.
  return [...kept, nowMs].slice(-Math.max(1, limit - remaining));
}

/** An answer came. 429 halves what may run at once; 20 answers that were none add one again, up to `most`. */
export function onAnswer(
  before: LimiterState,
  headers: RateHeaders,
  nowMs: number,
  serverNowMs: number,
  answer: { limited: boolean; most: number; started: Started },
): LimiterState {
  const { limited, started } = answer;
  const taught = started.probe ? onProbe(before, headers, nowMs, serverNowMs, limited) : {};
  const state = { ...before, ...taught, calm: limited ? 0 : before.calm + 1 };
  const successes = limited ? 0 : (state.successes + 1) % 20;
  const halve = limited && started.halvings === state.halvings;
  const grown = !limited && successes === 0 ? Math.min(answer.most, state.maxInFlight + 1) : state.maxInFlight;
  const learned: LimiterState = {
    ...state,
    inFlight: state.inFlight - 1,
    answers: state.answers + 1,
    limit: headers.limit ?? state.limit,
    probing: state.probing && !started.probe,
    windowMs: measuredWindow(state, headers, serverNowMs),
    ...refillOf(state, headers, serverNowMs, limited),
    recent: limited ? state.recent : withAnswer(state, headers, nowMs),
    successes,
    maxInFlight: halve ? Math.max(1, Math.floor(state.maxInFlight / 2)) : grown,
    halvings: state.halvings + (halve ? 1 : 0),
  };
  return { ...learned, window: nextWindow(learned, headers, nowMs, answer) };
}

/** Nothing starts for `ms`, and then one request first, whatever was allowed before. */
export function onPause(state: LimiterState, ms: number, nowMs: number, serverNowMs: number): LimiterState {
  const { window } = state;
  const endMs = nowMs + ms;
  const spent =
    window?.remaining === 0 &&
    (window.resetMs ?? Number.POSITIVE_INFINITY) > serverNowMs + ms &&
    (window.opensMs ?? Number.POSITIVE_INFINITY) > endMs;
  return {
    ...state,
    pausedUntilMs: Math.max(state.pausedUntilMs, endMs),
    window: spent ? window : { remaining: 0, resetMs: null, opensMs: endMs, learnedAt: state.answers },
  };
}

/**
 * Requests a minute: as a bucket refills, or the limit over the measured window; the vendor states it per minute, which counts
 * until measured. Null while no limit is known.
 */
export function allowancePerMinute(state: LimiterState): number | null {
  const { limit, refill, windowMs } = state;
  if (limit === null) return null;
  // Resets are rounded up, so a bucket looks slower than it is.
  if (typeof refill === 'object') return Math.ceil(minuteMs / refill.perRequestMs);
  return limit * (minuteMs / (windowMs ?? minuteMs));
}
