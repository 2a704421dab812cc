export interface ReadThresholds {
  value: { slowLatencyMs: number; badLatencyMs: number } | null;
  slowError: string | null;
  badError: string | null;
}

/** Reads both limits as typed: whole milliseconds, slow below bad. */
export function readThresholds(slowText: string, badText: string): ReadThresholds {
  const slow = readMs(slowText);
  const bad = readMs(badText);
  const slowError = slow === null ? 'A whole number from 0 to 60000.' : null;
  let badError = bad === null ? 'A whole number from 0 to 60000.' : null;
  if (slow !== null && bad !== null && bad <= slow) badError = 'Must be more than “slow from”.';
  const fine = slow !== null && bad !== null && badError === null;
  return { value: fine ? { slowLatencyMs: slow, badLatencyMs: bad } : null, slowError, badError };
}

function readMs(text: string): number | null {
  const digits = text.replace(/[\s\u202f]/g, '');
  if (!/^\d{1,5}$/.test(digits)) return null;
  const ms = Number(digits);
  return ms <= 60_000 ? ms : null;
}
