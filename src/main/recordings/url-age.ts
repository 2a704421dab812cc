import { readExpiry } from '../voicy/signed-url.ts';
import type { SignedUrl } from '../voicy/types.ts';

const LEAST_MARGIN_MS = 60_000;
/** A Get that old may have been made of an answer older still; younger than this its URL cannot have died of age. */
const FRESH_MS = 60_000;
/** Where the URL does not say how long it lives. */
const FRESH_UNKNOWN_MS = 2000;

/**
 * Whether a URL is over, or so close to it that a download should not start with it; Unix ms by the server's clock. The
 * margin is the larger of 60 s and a tenth of its life (hardening.md (c)), but never more than a quarter: a URL that lives
 * for a minute would else never be used, and each recording would cost a Get of its own.
 */
export function isExpiring(url: SignedUrl, nowMs: number): boolean {
  const lifeMs = url.expiresAtMs - url.obtainedAtMs;
  const marginMs = Math.min(Math.max(LEAST_MARGIN_MS, lifeMs / 10), Math.max(0, lifeMs) / 4);
  return nowMs >= url.expiresAtMs - marginMs;
}

/**
 * Whether "not found" and "gone" can be believed: the URL came a moment ago and says itself that it is alive. An older
 * one may have expired at a storage that words it so, and the two states are final: then a fresh URL is asked for first.
 */
export function isCertainlyFresh(url: SignedUrl, nowMs: number): boolean {
  const ageMs = nowMs - url.obtainedAtMs;
  const { scheme } = readExpiry(url.url, url.obtainedAtMs);
  return nowMs < url.expiresAtMs && ageMs <= (scheme === 'unknown' ? FRESH_UNKNOWN_MS : FRESH_MS);
}
