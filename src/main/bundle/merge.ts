import { setImmediate as breathe } from 'node:timers/promises';
import { foldItem } from '#shared/logic/review/fold.ts';
import type { BundleInspection, MergeResult } from '#shared/model/bundle.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import type { Imported } from '../review/records.ts';
import { countContested, isCallHere, isEventHere } from '../store/bundle-content.ts';
import { outcomeOf } from '../store/bundled-calls.ts';
import type { ReadDb } from '../store/db.ts';
import { isErased } from '../store/erased.ts';
import { findRecording } from '../store/recordings.ts';
import { findEventsOfItem } from '../store/review-events.ts';
import type { BundledLine, OpenBundle } from './read-bundle.ts';

/** Events of one commit: few enough that other writes need not wait, enough that the disk is not asked for each. */
const BATCH_EVENTS = 200;
const BATCH_CHARACTERS = 2_000_000;

/** Reads a whole bundle, checks all of it, and says what importing it would change. Writes nothing. */
export async function inspectBundle(db: ReadDb, bundle: OpenBundle): Promise<BundleInspection> {
  await bundle.check();
  const { createdMs, by, app, counts, redaction } = bundle.manifest;
  const news = { newEvents: 0, newItems: 0, conflicts: 0 };
  const callIds = new Set<string>();
  for await (const events of groupsOf(bundle.events())) {
    for (const { callId } of events) if (callId !== null) callIds.add(callId);
    const fresh = events.filter(({ id, callId }) => !isEventHere(db, id) && !(callId !== null && isErased(db, callId)));
    const [first] = fresh;
    if (!first) continue;
    const here = findEventsOfItem(db, first.kind, first.itemId);
    news.newEvents += fresh.length;
    if (here.length === 0) news.newItems += 1;
    const before = Object.keys(foldItem(here)?.rivals ?? {}).length;
    news.conflicts += Math.max(0, Object.keys(foldItem([...here, ...fresh])?.rivals ?? {}).length - before);
  }
  const newCalls = new Set<string>();
  for await (const { id, fetchedMs } of bundle.calls()) {
    callIds.add(id);
    const outcome = outcomeOf(db, id, fetchedMs);
    if (outcome === 'added' || outcome === 'updated') newCalls.add(id);
  }
  const erased = [...callIds].filter((id) => isErased(db, id));
  const newRecordings = bundle.recordings.filter(
    ({ callId }) => (isCallHere(db, callId) || newCalls.has(callId)) && findRecording(db, callId)?.state !== 'ready',
  );
  return {
    createdMs,
    by,
    app,
    counts,
    redaction,
    ...news,
    callsNotHere: [...callIds].filter((id) => !isCallHere(db, id) && !newCalls.has(id) && !isErased(db, id)).length,
    erasedCalls: erased.length,
    newCalls: newCalls.size,
    newRecordings: newRecordings.length,
  };
}

/** Events of an item lie together in a bundle. Where they do not, the item is looked at in parts. */
async function* groupsOf(events: AsyncIterable<ReviewEvent>): AsyncGenerator<ReviewEvent[], void> {
  let group: ReviewEvent[] = [];
  for await (const event of events) {
    const [first] = group;
    if (first && (first.kind !== event.kind || first.itemId !== event.itemId)) {
      yield group;
      group = [];
      await breathe();
    }
    group.push(event);
  }
  if (group.length > 0) yield group;
}

/** Where a bundle is merged into. */
export interface MergeTarget {
  db: ReadDb;
  importEvents(events: readonly ReviewEvent[]): Promise<Imported>;
  storeCall(line: BundledLine, sender: string | null): Promise<'added' | 'updated' | 'known' | 'erased' | 'unreadable'>;
  /** False when a recording is here already, or one is arriving. */
  placeRecording(callId: string, bytes: AsyncIterable<Uint8Array>, sha256: string): Promise<boolean>;
  /** Ends the merge between two commits. */
  signal?: AbortSignal;
}

/**
 * Merges a bundle that was checked: calls that are not here, then the events, then the recordings, in small commits. Every step
 * can be repeated and none overwrites anything, so that an import which broke off is finished by importing again.
 */
export async function mergeBundle(bundle: OpenBundle, target: MergeTarget): Promise<MergeResult> {
  const { db, signal } = target;
  const result: MergeResult = {
    events: { added: 0, known: 0, erased: 0 },
    calls: { added: 0, updated: 0, known: 0, erased: 0, unreadable: 0 },
    recordings: { added: 0, known: 0, erased: 0, withoutCall: 0 },
    callsNotHere: 0,
    conflicts: 0,
  };
  const sender = bundle.manifest.by?.name ?? null;
  for await (const line of bundle.calls()) {
    signal?.throwIfAborted();
    result.calls[await target.storeCall(line, sender)] += 1;
  }
  const touched = new Set<string>();
  for await (const batch of batchesOf(bundle.events())) {
    signal?.throwIfAborted();
    const { added, known, erased, items } = await target.importEvents(batch);
    result.events.added += added;
    result.events.known += known;
    result.events.erased += erased;
    for (const { callId } of items) if (callId !== null) touched.add(callId);
  }
  for (const recording of bundle.recordings) {
    signal?.throwIfAborted();
    result.recordings[await bring(recording.callId, bundle, target)] += 1;
  }
  result.callsNotHere = [...touched].filter((callId) => !isCallHere(db, callId)).length;
  result.conflicts = countContested(db);
  return result;
}

async function bring(
  callId: string,
  bundle: OpenBundle,
  { db, placeRecording }: MergeTarget,
): Promise<keyof MergeResult['recordings']> {
  if (isErased(db, callId)) return 'erased';
  if (!isCallHere(db, callId)) return 'withoutCall';
  const file = bundle.recordings.find((recording) => recording.callId === callId);
  if (!file || findRecording(db, callId)?.state === 'ready') return 'known';
  return (await placeRecording(callId, bundle.read(file), file.sha256)) ? 'added' : 'known';
}

async function* batchesOf(events: AsyncIterable<ReviewEvent>): AsyncGenerator<ReviewEvent[], void> {
  let batch: ReviewEvent[] = [];
  let characters = 0;
  for await (const event of events) {
    batch.push(event);
    characters += JSON.stringify(event.set).length;
    if (batch.length < BATCH_EVENTS && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
