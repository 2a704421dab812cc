/** Stops asking a server that has failed many times in a row; one probe at a time finds out when it is back. */
export interface CircuitState {
  /** Failed tries in a row. */
  failures: number;
  /** Which request the first of them was of, and whether others failed too. */
  source: number | null;
  mixed: boolean;
  /** When the last one was counted, local Unix ms. */
  failedAtMs: number;
  /** Local Unix ms; null = closed. */
  openUntilMs: number | null;
  openForMs: number;
  probing: boolean;
}

const threshold = 5;
const firstMs = 30_000;
const longestMs = 600_000;

export const closedCircuit: CircuitState = {
  failures: 0,
  source: null,
  mixed: false,
  failedAtMs: 0,
  openUntilMs: null,
  openForMs: 0,
  probing: false,
};

/** `probe` = this one request may try, once; `refuse` = not before the time in `openUntilMs`. */
export function admit(state: CircuitState, nowMs: number): 'go' | 'probe' | 'refuse' {
  if (state.openUntilMs === null) return 'go';
  // Further away than it can be: the computer's clock was put back.
  const waiting = nowMs < state.openUntilMs && state.openUntilMs - nowMs <= longestMs;
  return waiting || state.probing ? 'refuse' : 'probe';
}

/** A try that failed: of which request, and when it started and failed. */
export interface FailedTry {
  source: number;
  startedAtMs: number;
  nowMs: number;
  probe: boolean;
}

/**
 * A try failed. Five, one after another, open the circuit for 30 s; each failed probe doubles that to 10 min. Tries that were
 * out at the same moment count as one, and five of one request do not open it: neither a hiccup nor one call that the server
 * cannot answer must stop the others.
 */
export function onFailure(state: CircuitState, { source, startedAtMs, nowMs, probe }: FailedTry): CircuitState {
  const mixed = state.mixed || (state.source !== null && state.source !== source);
  const together = !probe && state.failures > 0 && startedAtMs < state.failedAtMs && nowMs >= state.failedAtMs;
  if (together) return { ...state, mixed };
  const failures = state.failures + 1;
  const counted = { ...state, failures, mixed, source: state.source ?? source, failedAtMs: nowMs };
  if (!probe && (failures < threshold || !mixed || state.openUntilMs !== null)) return counted;
  const openForMs = probe ? Math.min(longestMs, state.openForMs * 2) : firstMs;
  return { ...counted, openUntilMs: nowMs + openForMs, openForMs, probing: false };
}
