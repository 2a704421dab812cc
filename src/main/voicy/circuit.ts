/** Stops asking a server that has failed many times in a row; one probe at a time finds out when it is back. */
export interface CircuitState {
  failures: number;
  /** Local Unix ms; null = closed. */
  openUntilMs: number | null;
  openForMs: number;
  probing: boolean;
}

/** Three requests' worth of tries: one call that the server cannot answer must not stop the others. */
const threshold = 18;
const firstMs = 30_000;
const longestMs = 600_000;

export const closedCircuit: CircuitState = { failures: 0, openUntilMs: null, openForMs: 0, probing: false };

/** `probe` = this one request may try, once; `refuse` = not before the time in `openUntilMs`. */
export function admit(state: CircuitState, nowMs: number): 'go' | 'probe' | 'refuse' {
  if (state.openUntilMs === null) return 'go';
  // Further away than it can be: the computer's clock was put back.
  const waiting = nowMs < state.openUntilMs && state.openUntilMs - nowMs <= longestMs;
  return waiting || state.probing ? 'refuse' : 'probe';
}

/** A try failed. Eighteen in a row open the circuit for 30 s, each failed probe doubles that to 10 min. */
export function onFailure(state: CircuitState, nowMs: number, probe: boolean): CircuitState {
  const failures = state.failures + 1;
  if (!probe && failures < threshold) return { ...state, failures };
  if (!probe && state.openUntilMs !== null) return { ...state, failures };
  const openForMs = probe ? Math.min(longestMs, state.openForMs * 2) : firstMs;
  return { failures, openUntilMs: nowMs + openForMs, openForMs, probing: false };
}
