import type { FetchCandidate } from '../store/calls.ts';

/** How long after its end a call's late fields (summary, cost, extracted variables, recording) are still expected, ms. */
export const LATE_WINDOW_MS = 86_400_000;
/** No call is longer than this, ms: how far before the late window a call may have started and still be inside it. */
const LONGEST_CALL_MS = 86_400_000;

/** Whether a call ended less than `windowMs` ago. A call without a known start counts as old. */
export function endedWithin(
  call: { startMs: number | null; durationMs: number | null },
  windowMs: number,
  nowMs: number,
): boolean {
  return call.startMs !== null && nowMs - (call.startMs + (call.durationMs ?? 0)) < windowMs;
}

/** Calls that started before this cannot be waiting for a late field, Unix ms. */
export function lateSince(nowMs: number): number {
  return nowMs - LATE_WINDOW_MS - LONGEST_CALL_MS;
}

/** Whether a call's details are worth a Get now. Finished, complete and unchanged calls are left alone. */
export function needsDetail(call: FetchCandidate, nowMs: number): boolean {
  if (call.detailState === 'listed' || call.detailState === 'failed' || call.listChanged) return true;
  if (call.detailState === 'unreadable') return false;
  if (isRunning(call)) return true;
  return call.lateMissing && endedWithin(call, LATE_WINDOW_MS, nowMs);
}

/** A call that may still change by itself. A status nobody knows counts as running while there is no duration. */
export function isRunning(call: Pick<FetchCandidate, 'statusGroup' | 'durationMs'>): boolean {
  return call.statusGroup === 'in-progress' || (call.statusGroup === 'unknown' && call.durationMs === null);
}

/** How often the polls look for calls that are due, ms. */
export const POLL_RHYTHM_MS = 3_000;
/** Gets per look: polling must leave room in the vendor's allowance for everything else. */
export const POLLS_AT_ONCE = 4;

/**
 * Whether a call should be asked about again between syncs: while it runs, and while something that arrives late is
 * missing. The older the call, the longer the wait since the last answer: a quarter of its age, from 5 s to a minute,
 * while it runs; half of what has passed since its end, from 10 s to half an hour, afterwards.
 */
export function isPollDue(call: FetchCandidate, nowMs: number): boolean {
  if (call.detailState !== 'ready' || call.startMs === null) return false;
  const since = nowMs - (call.fetchedMs ?? 0);
  if (isRunning(call)) return since >= clamp((nowMs - call.startMs) / 4, 5_000, 60_000);
  if (!call.lateMissing || !endedWithin(call, LATE_WINDOW_MS, nowMs)) return false;
  return since >= clamp((nowMs - call.startMs - (call.durationMs ?? 0)) / 2, 10_000, 1_800_000);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** How long to wait before the next sync by itself, ms: 5 min, or after failures 15 s doubling to 5 min; with 20 % jitter. */
export function nextSyncDelayMs(failuresInARow: number, random: number): number {
  const base = failuresInARow === 0 ? 300_000 : Math.min(300_000, 15_000 * 2 ** Math.min(failuresInARow - 1, 10));
  return base * (0.9 + 0.2 * random);
}
