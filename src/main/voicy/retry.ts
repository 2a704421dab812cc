/** Retry rules of one request. Times in ms. */
export interface RetryLimits {
  tries: number;
  /** Requests and own backoff together; pauses the vendor asks for do not count. */
  budgetMs: number;
  backoffBaseMs: number;
  backoffCapMs: number;
  /** No answer may hold the client longer than this, whatever it says. */
  pauseCapMs: number;
}

export const defaultRetryLimits: RetryLimits = {
  tries: 6,
  budgetMs: 300_000,
  backoffBaseMs: 500,
  backoffCapMs: 60_000,
  pauseCapMs: 3_600_000,
};

/** Full jitter: anywhere between 0 and min(cap, base * 2^attempt); `attempt` counts from 0, `random` is in [0, 1). */
export function backoffMs(
  attempt: number,
  random: () => number,
  limits: Pick<RetryLimits, 'backoffBaseMs' | 'backoffCapMs'> = defaultRetryLimits,
): number {
  return random() * Math.min(limits.backoffCapMs, limits.backoffBaseMs * 2 ** attempt);
}

/** Statuses that may be different next time. 501 and 511 are not: one is final, the other is a captive portal. */
export function isRetryableStatus(status: number): boolean {
  if (status === 408 || status === 425 || status === 429) return true;
  return status >= 500 && status <= 599 && status !== 501 && status !== 511;
}

const httpDates = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
];
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** The last date read: answers of one second all carry the same, and each of them is asked for it several times. */
let lastDate: { value: string; ms: number | null } = { value: '', ms: null };

/** Unix ms of an HTTP date in any of RFC 9110's three forms, else null. Strict, since `Date.parse` reads almost anything. */
export function parseHttpDate(value: string | null): number | null {
  if (value === null) return null;
  if (value !== lastDate.value) lastDate = { value, ms: readHttpDate(value.trim()) };
  return lastDate.ms;
}

function readHttpDate(text: string): number | null {
  const known = httpDates.some((form) => form.test(text)) ? text : asctime.test(text) ? `${text} GMT` : null;
  const ms = known === null ? Number.NaN : Date.parse(known);
  return Number.isFinite(ms) ? ms : null;
}

/**
 * How long `Retry-After` asks to wait, ms, at most `capMs`. A date is held against the server's own clock.
 * Negative values and garbage count as not sent (null); a date in the past is 0.
 */
export function parseRetryAfter(
  value: string | null,
  serverNowMs: number,
  capMs = defaultRetryLimits.pauseCapMs,
): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, capMs);
  const date = parseHttpDate(text);
  return date === null ? null : Math.min(Math.max(0, date - serverNowMs), capMs);
}
