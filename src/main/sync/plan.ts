import type { RecordingFilter, SyncFilter } from '#shared/model/settings.ts';
import type { CallFacts } from '../store/call-facts.ts';
import { type Job, type JobKind, type Priority, priorities } from '../store/jobs.ts';
import { EVICTED } from '../store/recording-use.ts';

/** How long after its end a call's late fields (summary, cost, extracted variables, recording) are still expected, ms. */
export const LATE_WINDOW_MS = 86_400_000;
/** No call is longer than this, ms: how far before the late window a call may have started and still be inside it. */
const LONGEST_CALL_MS = 86_400_000;
/** A call whose details could not be read is asked again after this, ms: the answer may have been somebody else's. */
const UNREADABLE_AGAIN_MS = 86_400_000;
/** Calls of the last week come before older ones. */
const NEWEST_MS = 7 * 86_400_000;

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
export function needsDetail(call: CallFacts, nowMs: number): boolean {
  if (call.detailState === 'listed' || call.detailState === 'failed' || call.listChanged) return true;
  if (call.detailState === 'unreadable') return nowMs - (call.fetchedMs ?? 0) >= UNREADABLE_AGAIN_MS;
  if (isRunning(call)) return true;
  return call.lateMissing && endedWithin(call, LATE_WINDOW_MS, nowMs);
}

/** A call that may still change by itself. A status nobody knows counts as running while there is no duration. */
export function isRunning(call: Pick<CallFacts, 'statusGroup' | 'durationMs'>): boolean {
  return call.statusGroup === 'in-progress' || (call.statusGroup === 'unknown' && call.durationMs === null);
}

const fetchable: ReadonlySet<string> = new Set(['unknown', 'pending', 'queued', 'downloading', 'failed']);

/** Whether a recording that is not here may be had. */
export function lacksRecording(call: CallFacts): boolean {
  return call.detailState === 'ready' && !isRunning(call) && fetchable.has(call.recordingState);
}

/** Whether the workspace holds this call at all: agent, time and length as the reader chose. */
export function isInWorkspace(
  call: { agentKey: string | null; startMs: number | null; durationMs: number | null },
  filter: SyncFilter,
): boolean {
  if (filter.agents.length > 0 && (call.agentKey === null || !filter.agents.includes(call.agentKey))) return false;
  if (call.startMs !== null && filter.fromMs !== null && call.startMs < filter.fromMs) return false;
  if (call.startMs !== null && filter.toMs !== null && call.startMs >= filter.toMs) return false;
  // A call that runs has no length yet; it is judged when it has one.
  return call.durationMs === null || call.durationMs >= filter.minDurationMs;
}

/** Whether a sync downloads this call's recording by itself. */
export function isRecordingWanted(call: CallFacts, filter: RecordingFilter, nowMs: number): boolean {
  if (filter.agents.length > 0 && (call.agentKey === null || !filter.agents.includes(call.agentKey))) return false;
  if ((call.durationMs ?? 0) < filter.minDurationMs) return false;
  return filter.maxAgeDays === null || endedWithin(call, filter.maxAgeDays * 86_400_000, nowMs);
}

export interface PlanContext {
  nowMs: number;
  /** Which recordings are wanted; null = none. */
  recordings: RecordingFilter | null;
  /** Set when somebody asked for these very calls: how urgent it is, and evicted or filtered recordings count too. */
  asked?: Priority;
}

/**
 * What is to be done about a call, from what is stored of it and what the list said last. A recording waits for the
 * details when those are asked for anyway: their answer brings a fresh link.
 */
export function planCall(call: CallFacts, context: PlanContext): Job[] {
  const { nowMs, recordings, asked } = context;
  const recent = call.startMs === null || nowMs - call.startMs < NEWEST_MS;
  const priority = asked ?? (recent ? priorities.newest : priorities.backfill);
  const job = (kind: JobKind): Job => ({ kind, callId: call.id, priority, startMs: call.startMs ?? 0 });
  const jobs: Job[] = [];
  if (needsDetail(call, nowMs)) jobs.push(job('detail'));
  else if (recordings && lacksRecording(call)) {
    const wanted = call.recordingCode !== EVICTED && isRecordingWanted(call, recordings, nowMs);
    if (wanted || asked !== undefined) jobs.push(job('recording'));
  }
  if (call.recordingState === 'ready' && !call.analyzed) jobs.push(job('audio'));
  return jobs;
}

/**
 * Whether an automatic sync may end the list here: everything on the page was known and unchanged, and what comes after
 * it is older than anything that changes late. Once a day the whole list is read all the same.
 */
export function mayStopListing(page: {
  allSame: boolean;
  oldestStartMs: number | null;
  lastFullListMs: number | null;
  nowMs: number;
}): boolean {
  const { nowMs, lastFullListMs } = page;
  const fullIsRecent = lastFullListMs !== null && nowMs >= lastFullListMs && nowMs - lastFullListMs < 86_400_000;
  return page.allSame && fullIsRecent && page.oldestStartMs !== null && page.oldestStartMs < lateSince(nowMs);
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
export function isPollDue(call: CallFacts, nowMs: number): boolean {
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
