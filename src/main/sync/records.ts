import type { SyncFilter } from '#shared/model/settings.ts';
import { type CallFacts, findCallFacts, findUnfinishedCalls } from '../store/call-facts.ts';
import { saveDetail, saveDetailFailure, saveListed, saveUnreadable, saveUnreadableDetail } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { isErased } from '../store/erased.ts';
import {
  countWaiting,
  dropFailedJobs,
  failJob,
  findFailedReplacements,
  type Job,
  putJob,
  removeJob,
  retryFailedJobs,
} from '../store/jobs.ts';
import { readValue, writeValue } from '../store/key-values.ts';
import { noteRecording } from '../store/recordings.ts';
import { decodeCall, decodePage } from '../voicy/decoder.ts';
import type {
  CallSummary,
  Decoded,
  EncodedCall,
  EncodedPage,
  FetchedCall,
  ListPage,
  ParsedCall,
  SignedUrl,
} from '../voicy/types.ts';
import { endedWithin, isInWorkspace, LATE_WINDOW_MS, lateSince, type PlanContext, planCall } from './plan.ts';

// What a sync writes, each function one transaction in the writing thread: rows, and the jobs that follow from them.

/** How much more there is to do now, by kind. */
export interface Added {
  details: number;
  recordings: number;
  audio: number;
}

export interface StoreContext extends PlanContext {
  filter: SyncFilter;
  /** Version of the audio analysis that counts as done. */
  analyzer: number;
}

/** Queues jobs. The first of a batch notes when the batch began, so that its progress survives a restart. */
export function queueJobs(db: WriteDb, jobs: readonly Job[], nowMs: number): Added {
  const added: Added = { details: 0, recordings: 0, audio: 0 };
  for (const job of jobs) {
    if (!putJob(db, job)) continue;
    if (job.kind === 'detail') added.details += 1;
    else if (job.kind === 'recording') added.recordings += 1;
    else added.audio += 1;
  }
  if (added.details + added.recordings > 0 && readValue(db, 'sync_state', 'batch_started_ms') === undefined) {
    writeValue(db, 'sync_state', 'batch_started_ms', String(nowMs));
  }
  return added;
}

/** Says that a batch is over, if nothing waits any more. */
export function endBatch(db: WriteDb): void {
  if (countWaiting(db) === 0) writeValue(db, 'sync_state', 'batch_started_ms', null);
}

/** Queues whatever is unfinished in the library. Writes nothing when all is done. */
export function planStored(db: WriteDb, context: StoreContext): Added {
  const jobs = findUnfinishedCalls(db, lateSince(context.nowMs), context.analyzer).flatMap((call) =>
    planCall(call, context),
  );
  // A recording that is here and was to be replaced: no call is unfinished for that, only the job tells.
  const replacements = findFailedReplacements(db);
  const added = queueJobs(db, [...jobs, ...replacements], context.nowMs);
  dropFailedJobs(db);
  return added;
}

/** Queues what the named calls still lack, as urgent as `context.asked` says. */
export function planCalls(db: WriteDb, ids: readonly string[], context: StoreContext): Added {
  const jobs = ids.flatMap((id) => {
    const facts = findCallFacts(db, id, context.analyzer);
    return facts ? planCall(facts, context) : [];
  });
  return queueJobs(db, jobs, context.nowMs);
}

/** Queues a Get for each of these calls, whatever is known of them. */
export function askAgain(db: WriteDb, ids: readonly string[], nowMs: number): Added {
  const jobs = ids.map((callId): Job => ({ kind: 'detail', callId, priority: 3, startMs: 0 }));
  return queueJobs(db, jobs, nowMs);
}

/** Puts what failed back into the queue; returns how much that is. */
export function retryFailed(db: WriteDb, nowMs: number): number {
  const count = retryFailedJobs(db);
  if (count > 0 && readValue(db, 'sync_state', 'batch_started_ms') === undefined)
    writeValue(db, 'sync_state', 'batch_started_ms', String(nowMs));
  return count;
}

export interface StoredPage {
  /** Calls that are new or changed. */
  touched: string[];
  newIds: string[];
  changedIds: string[];
  /** Rows that could be read and belong to this workspace. */
  listed: number;
  unreadable: number;
  /** Rows of calls that were known before. */
  known: number;
  added: Added;
}

/** A page as it was stored, and what the listing needs to go on. */
export interface ReceivedPage extends StoredPage {
  received: number;
  /** Calls of the account, where the API says so. */
  totalCount: number | null;
  isLast: boolean;
  lastId: string | null;
  /** Of its rows, null for one without an id. */
  ids: (string | null)[];
  oldestStartMs: number | null;
}

/** Reads the body of a list page and stores it. A damaged one is a result: the client asks again. */
export function receivePage(
  db: WriteDb,
  answer: EncodedPage,
  place: ListPlace,
  context: StoreContext,
): Decoded<ReceivedPage> {
  const decoded = decodePage(answer);
  if (decoded.kind === 'damaged') return decoded;
  const { value: page, ...rest } = decoded;
  const starts = page.items.flatMap((item) =>
    item.kind === 'call' && item.summary.startMs !== null ? [item.summary.startMs] : [],
  );
  return {
    ...rest,
    value: {
      ...storePage(db, page, place, context),
      received: page.received,
      totalCount: page.totalCount,
      isLast: page.isLast,
      lastId: page.lastId,
      ids: page.items.map((item) => (item.kind === 'call' ? item.summary.id : item.id)),
      oldestStartMs: starts.length === 0 ? null : Math.min(...starts),
    },
  };
}

/** How much had been listed before a page, and under which filter. */
export interface ListPlace {
  listedBefore: number;
  filterKey: string;
}

/**
 * Stores a list page whole: its rows, the jobs they call for, and, unless it is the last, where the listing stands
 * (`resume`), so that one which breaks off goes on there. Rows outside the workspace's filter are left out.
 */
function storePage(db: WriteDb, page: ListPage, place: ListPlace, context: StoreContext): StoredPage {
  const stored: StoredPage = {
    touched: [],
    newIds: [],
    changedIds: [],
    listed: 0,
    unreadable: 0,
    known: 0,
    added: { details: 0, recordings: 0, audio: 0 },
  };
  writeValue(db, 'meta', 'generation', page.generation);
  const jobs: Job[] = [];
  for (const [row, item] of page.items.entries()) {
    if (item.kind === 'unreadable') {
      stored.unreadable += 1;
      saveUnreadable(db, item.id ?? `row ${place.listedBefore + row + 1}`, item.reason, item.rawJson, context.nowMs);
      continue;
    }
    const { summary } = item;
    const agentKey = summary.agentId ?? summary.agentName;
    if (!isInWorkspace({ ...summary, agentKey }, context.filter) || isErased(db, summary.id)) continue;
    stored.listed += 1;
    const outcome = saveListed(db, summary, item.rawJson, context.nowMs);
    if (outcome !== 'new') stored.known += 1;
    if (outcome === 'same') continue;
    stored.touched.push(summary.id);
    (outcome === 'new' ? stored.newIds : stored.changedIds).push(summary.id);
    const facts = outcome === 'new' ? newlyListed(summary) : findCallFacts(db, summary.id, context.analyzer);
    if (facts) jobs.push(...planCall(facts, context));
  }
  stored.added = queueJobs(db, jobs, context.nowMs);
  if (!page.isLast && page.lastId !== null && stored.touched.length > 0) {
    const resume = { afterId: page.lastId, listed: place.listedBefore + stored.listed, filterKey: place.filterKey };
    writeValue(db, 'sync_state', 'list_resume', JSON.stringify(resume));
  }
  return stored;
}

/** What is known of a call that the list has just named for the first time. */
function newlyListed(summary: CallSummary): CallFacts {
  return {
    ...summary,
    agentKey: summary.agentId ?? summary.agentName,
    detailState: 'listed',
    lateMissing: false,
    listChanged: true,
    fetchedMs: null,
    recordingState: 'unknown',
    recordingCode: null,
    analyzed: false,
  };
}

export interface StoredCall {
  changed: boolean;
  /** Whether details of it had been here before. */
  known: boolean;
  /** Why the answer could not be read; null when it could. */
  unreadable: string | null;
  added: Added;
}

/** A call as it was stored, and its recording's link, which is not. */
export type ReceivedCall = StoredCall & { link: SignedUrl | null };

/** Reads the body of a Get and stores what it says. A damaged one is a result: the client asks again. */
export function receiveCall(db: WriteDb, answer: EncodedCall, context: StoreContext): Decoded<ReceivedCall> {
  const decoded = decodeCall(answer);
  if (decoded.kind === 'damaged') return decoded;
  const { value: fetched, ...rest } = decoded;
  const link = fetched.kind === 'call' ? fetched.recording : null;
  return { ...rest, value: { ...storeCall(db, answer.id, fetched, link !== null, context), link } };
}

/** Stores what a Get said, ends that job and queues what follows from it. */
function storeCall(
  db: WriteDb,
  id: string,
  fetched: FetchedCall,
  hasRecording: boolean,
  context: StoreContext,
): StoredCall {
  const none: Added = { details: 0, recordings: 0, audio: 0 };
  removeJob(db, 'detail', id);
  if (fetched.kind === 'call') writeValue(db, 'meta', 'generation', fetched.generation);
  if (isErased(db, id)) return { changed: false, known: false, unreadable: null, added: none };
  if (fetched.kind === 'unreadable') {
    saveUnreadableDetail(db, id, fetched.reason, fetched.rawJson, context.nowMs);
    return { changed: true, known: false, unreadable: fetched.reason, added: none };
  }
  if (!hasRecording) noteNoRecording(db, fetched.call, context.nowMs);
  const outcome = saveDetail(db, { ...fetched.call, id }, fetched.rawJson, fetched.generation, context.nowMs);
  const facts = hasRecording || outcome === 'reused' ? findCallFacts(db, id, context.analyzer) : undefined;
  // What was just asked is not asked again at once: without a link there is nothing to download yet.
  let jobs = facts && hasRecording ? planCall(facts, context).filter((job) => job.kind === 'recording') : [];
  if (facts && outcome === 'reused' && facts.recordingState === 'ready') {
    jobs = [{ kind: 'recording', callId: id, priority: 2, startMs: facts.startMs ?? 0 }];
  }
  return {
    changed: outcome !== 'same',
    known: outcome !== 'new',
    unreadable: null,
    added: queueJobs(db, jobs, context.nowMs),
  };
}

/** Notes that a Get failed; what is cached stays. */
export function storeCallFailure(db: WriteDb, id: string, code: string, message: string): void {
  failJob(db, 'detail', id, code, message);
  saveDetailFailure(db, id, code, message);
}

function noteNoRecording(db: WriteDb, call: ParsedCall, nowMs: number): void {
  if (call.statusGroup === 'in-progress') {
    noteRecording(db, call.id, { state: 'pending', code: 'in-progress', message: 'The call is still running.' }, nowMs);
    return;
  }
  const spoken = call.statusGroup !== 'failed' && (call.durationMs ?? 0) > 0;
  noteRecording(
    db,
    call.id,
    spoken && endedWithin(call, LATE_WINDOW_MS, nowMs)
      ? {
          state: 'pending',
          code: 'not-yet',
          message: 'The vendor has no recording of this call yet; it is asked again at the next sync.',
        }
      : { state: 'none', code: 'none', message: 'The vendor has no recording of this call.' },
    nowMs,
  );
}
