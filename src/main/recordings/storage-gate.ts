import type { Clock } from '../ports.ts';
import { admit, type CircuitState, closedCircuit, type FailedTry, onFailure } from '../voicy/circuit.ts';
import { backoffMs, defaultRetryLimits, parseRetryAfter } from '../voicy/retry.ts';

/** How a request to the storage ended, as far as the next one is concerned. */
export type GateReport =
  /** It answered: a recording, or a plain no. */
  | { kind: 'answered' }
  /** It broke off or said nothing, without a byte of use. */
  | { kind: 'failed' }
  /** It asked to come back later; `retryAfter` as sent, `serverNowMs` to read a date against. */
  | { kind: 'busy'; retryAfter: string | null; serverNowMs: number }
  /** We stopped it ourselves. */
  | { kind: 'cancelled' };

/** The right to make one request. */
export interface GatePass {
  kind: 'pass';
  /** The size turned out to be so many bytes: counts against the budget for those who come after. */
  resize(bytes: number): void;
  /** Has to be called once, whatever happened. */
  leave(report: GateReport): void;
}

/** No request for now: the host is down, or asked for more time than a download waits. `untilMs` is Unix ms by the local clock. */
export interface GateRefusal {
  kind: 'refused';
  reason: 'down' | 'paused';
  untilMs: number;
}

/** Shared by all downloads of a workspace, across syncs: what one learns of the storage holds for the others. */
export interface StorageGate {
  /** Waits for a turn at `host`; `bytes` = what is expected to arrive. Rejects with the signal's reason when aborted. */
  enter(host: string, bytes: number, signal: AbortSignal): Promise<GatePass | GateRefusal>;
  /** What `enter` would say at the host asked last, for who has no URL yet; null = it would let in. */
  outlook(): GateRefusal | null;
}

export interface StorageGateOptions {
  clock: Clock;
  random: () => number;
  /** Requests under way at once. */
  maxAtOnce?: number;
  /** Announced bytes under way at once. A very large recording counts as three quarters of it, so that small ones pass it. */
  maxBytes?: number;
  /** A download waits at most so long for the host, ms; longer than that it is told to come back. */
  patienceMs?: number;
}

const MAX_AT_ONCE = 6;
const MAX_BYTES = 64 * 2 ** 20;
const LARGEST_SHARE = 0.75;
const MAX_OVERTAKEN = 20;
const PATIENCE_MS = 60_000;
/** Those that waited for the end of a pause do not all start at its end, but within this. */
const SPREAD_MS = 1000;
/** So many good answers in a row give back one of the places that a busy answer took. */
const REGAIN_AFTER = 20;

interface Host {
  circuit: CircuitState;
  pausedUntilMs: number;
  busyInRow: number;
  active: number;
  width: number;
  goodInRow: number;
}

/** What a recording counts in the budget, bytes. */
export function weightOf(bytes: number, maxBytes: number): number {
  return Math.min(Math.max(0, bytes), maxBytes * LARGEST_SHARE);
}

/**
 * Whether one more download may start beside those of these weights: by count, and by bytes so that a few long recordings
 * do not share the line while many short ones may. One alone always may.
 */
export function fitsBudget(active: readonly number[], weight: number, maxAtOnce: number, maxBytes: number): boolean {
  if (active.length === 0) return true;
  return active.length < maxAtOnce && active.reduce((sum, each) => sum + each, weight) <= maxBytes;
}

interface Waiting {
  weight: number;
  /** How many that came later went before it. */
  overtaken: number;
}

/** Who goes next of those who only lack room, oldest first: the first that fits, unless the oldest was passed too often. */
export function nextInLine(
  line: readonly Waiting[],
  active: readonly number[],
  maxAtOnce: number,
  maxBytes: number,
): Waiting | undefined {
  const [oldest] = line;
  const open = oldest && oldest.overtaken >= MAX_OVERTAKEN ? [oldest] : line;
  return open.find(({ weight }) => fitsBudget(active, weight, maxAtOnce, maxBytes));
}

/** The gate; keep one per workspace for as long as it is open. */
export function createStorageGate(options: StorageGateOptions): StorageGate {
  const { clock, random, maxAtOnce = MAX_AT_ONCE, maxBytes = MAX_BYTES, patienceMs = PATIENCE_MS } = options;
  const hosts = new Map<string, Host>();
  const weights = new Map<symbol, number>();
  /** Those who only lack room, oldest first. */
  const line: Waiting[] = [];
  let changed = new AbortController();
  let latest: Host | null = null;
  let passes = 0;

  const announce = () => {
    const before = changed;
    changed = new AbortController();
    before.abort();
  };
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known) return known;
    const fresh = { circuit: closedCircuit, pausedUntilMs: 0, busyInRow: 0, active: 0, width: maxAtOnce, goodInRow: 0 };
    hosts.set(name, fresh);
    return fresh;
  };
  const pauseLeft = (host: Host): number => {
    const left = host.pausedUntilMs - clock.now();
    // Further away than a pause can be: the computer's clock was put back.
    return left > defaultRetryLimits.pauseCapMs ? 0 : left;
  };

  const passFor = (host: Host, bytes: number, probe: boolean): GatePass => {
    const id = Symbol('pass');
    passes += 1;
    const source = passes;
    weights.set(id, weightOf(bytes, maxBytes));
    host.active += 1;
    if (probe) host.circuit = { ...host.circuit, probing: true };
    return {
      kind: 'pass',
      resize: (size) => {
        if (weights.has(id)) weights.set(id, weightOf(size, maxBytes));
      },
      leave: (report) => {
        if (!weights.delete(id)) return;
        host.active -= 1;
        settle(host, report, { source, probe });
        announce();
      },
    };
  };

  const settle = (host: Host, report: GateReport, tried: Pick<FailedTry, 'source' | 'probe'>) => {
    const now = clock.now();
    const { probe } = tried;
    if (report.kind === 'cancelled') {
      if (probe) host.circuit = { ...host.circuit, probing: false };
      return;
    }
    if (report.kind === 'answered') {
      // What was under way before the outage says nothing about its end.
      if (probe || host.circuit.openUntilMs === null) host.circuit = closedCircuit;
      host.busyInRow = 0;
      host.goodInRow += 1;
      if (host.goodInRow % REGAIN_AFTER === 0) host.width = Math.min(maxAtOnce, host.width + 1);
      return;
    }
    host.goodInRow = 0;
    // Each failure counts, also of those that were out together: a storage that fails six at once is down.
    host.circuit = onFailure(host.circuit, { ...tried, startedAtMs: now, nowMs: now });
    if (report.kind === 'failed') return;
    host.width = Math.max(1, Math.floor(host.width / 2));
    const asked = parseRetryAfter(report.retryAfter, report.serverNowMs) ?? 0;
    host.pausedUntilMs = Math.max(host.pausedUntilMs, now + Math.max(asked, backoffMs(host.busyInRow, random)));
    host.busyInRow += 1;
  };

  /** What of the host stands in the way at this moment; null = nothing. */
  const obstacle = (host: Host): { kind: 'wait'; ms: number } | GateRefusal | null => {
    const now = clock.now();
    const { circuit } = host;
    if (admit(circuit, now) === 'refuse') {
      // A probe is under way: its end is announced.
      if (circuit.probing) return { kind: 'wait', ms: patienceMs };
      const untilMs = circuit.openUntilMs ?? now;
      return untilMs - now > patienceMs
        ? { kind: 'refused', reason: 'down', untilMs }
        : { kind: 'wait', ms: untilMs - now };
    }
    const paused = pauseLeft(host);
    if (paused > patienceMs) return { kind: 'refused', reason: 'paused', untilMs: host.pausedUntilMs };
    if (paused > 0) return { kind: 'wait', ms: paused + random() * SPREAD_MS };
    return host.active < host.width ? null : { kind: 'wait', ms: patienceMs };
  };
  const leaveLine = (me: Waiting) => {
    const place = line.indexOf(me);
    if (place >= 0) line.splice(place, 1);
  };

  return {
    enter: async (name, bytes, signal) => {
      signal.throwIfAborted();
      const host = hostOf(name);
      latest = host;
      const me: Waiting = { weight: weightOf(bytes, maxBytes), overtaken: 0 };
      try {
        for (;;) {
          const found = obstacle(host);
          if (found?.kind === 'refused') return found;
          if (found) leaveLine(me);
          else {
            if (!line.includes(me)) line.push(me);
            if (nextInLine(line, [...weights.values()], maxAtOnce, maxBytes) === me) {
              for (const passed of line.slice(0, line.indexOf(me))) passed.overtaken += 1;
              return passFor(host, bytes, host.circuit.openUntilMs !== null);
            }
          }
          await pause(clock, found?.ms ?? patienceMs, signal, changed.signal);
        }
      } finally {
        leaveLine(me);
        announce();
      }
    },
    outlook: () => {
      const found = latest && obstacle(latest);
      return found?.kind === 'refused' ? found : null;
    },
  };
}

/** Sleeps until time, or until something changed at the gate. */
async function pause(clock: Clock, ms: number, signal: AbortSignal, changed: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, AbortSignal.any([signal, changed]));
  } catch (error) {
    signal.throwIfAborted();
    if (!changed.aborted) throw error;
  }
}
