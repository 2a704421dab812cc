import { AppError } from '#shared/model/errors.ts';
import type { FamiliesQuestion, FamilyTurnsQuestion, TurnsLikeQuestion } from '#shared/model/families.ts';
import type { CallFilter, CallSort } from '#shared/model/list.ts';
import type { SampleRequest } from '#shared/model/review/queue.ts';
import { readAccuracy } from './accuracy.ts';
import { readCalibration, readCalibrationSources } from './agreement.ts';
import { readAlignment } from './alignment.ts';
import { findMissingFrom } from './call-facts.ts';
import { type CallListReader, createCallListReader, readFacets } from './call-list.ts';
import { sweepContent } from './content-digest.ts';
import type { ReadDb } from './db.ts';
import { findTurnsLike } from './families/like.ts';
import { listFamilies, readFamily, readFamilyTurns } from './families/list.ts';
import { readFamiliesOfCall } from './families/of-call.ts';
import { quickCheck } from './integrity.ts';
import { findMatching } from './matching.ts';
import { countNotes, searchNotes } from './note-search.ts';
import { countReviews } from './queue.ts';
import { readReview } from './review-view.ts';
import { readSample } from './sampling.ts';
import { readSyncCounts } from './sync-counts.ts';
import { openInThread, threadDatabase } from './thread-database.ts';
import { countIndexed } from './turn-index/standing.ts';
import { createFeatureCache } from './turn-index/wordings.ts';
import { readVotes } from './votes.ts';

const database = threadDatabase();
let opened: { db: ReadDb; list: CallListReader } | undefined;

function get(): { db: ReadDb; list: CallListReader } {
  if (!opened) {
    const db = database();
    opened = { db, list: createCallListReader(db) };
  }
  return opened;
}

/** The questions this worker answers, by name; see reader-pool.ts. */
export const page = (q: { filter: CallFilter; sort: CallSort; offset: number; limit: number }) =>
  get().list.page(q.filter, q.sort, q.offset, q.limit);
export const neighbours = (q: { id: string; filter: CallFilter; sort: CallSort }) =>
  get().list.neighbours(q.id, q.filter, q.sort);
export const review = (q: Parameters<typeof readReview>[1]) => readReview(get().db, q);
export const sample = (q: SampleRequest) => readSample(get().db, q);
export const reviewCounts = (q: { reviewer: string }) => countReviews(get().db, q.reviewer);
export const calibrationSources = (q: { reader: string }) => readCalibrationSources(get().db, q.reader);
export const calibration = (q: Parameters<typeof readCalibration>[1]) => readCalibration(get().db, q);
export const notes = (q: Parameters<typeof searchNotes>[1]) => searchNotes(get().db, q);
export const noteCounts = () => countNotes(get().db);
export const votes = () => readVotes(get().db);
export const accuracy = () => readAccuracy(get().db);
export const align = (q: { a: string; b: string }) => readAlignment(get().db, q.a, q.b);
const featuresOf = createFeatureCache();
export const turnsLike = (q: TurnsLikeQuestion) => findTurnsLike(get().db, q, featuresOf);
export const families = (q: FamiliesQuestion) => listFamilies(get().db, q);
export const family = (q: Parameters<typeof readFamily>[1]) => readFamily(get().db, q);
export const familyTurns = (q: FamilyTurnsQuestion) => readFamilyTurns(get().db, q);
export const familiesOfCall = (q: { callId: string }) => readFamiliesOfCall(get().db, q.callId);
export const indexStatus = () => countIndexed(get().db);
export const facets = () => readFacets(get().db);
export const syncCounts = () => readSyncCounts(get().db);
export const missingFrom = (q: { listed: string[] }) => findMissingFrom(get().db, new Set(q.listed));
export const matching = (q: { filter: CallFilter }) => findMatching(get().db, q.filter);
/** On a connection of its own: one that is read for long would keep the log from being emptied, and cached pages hide damage. */
export const check = (): string[] => {
  try {
    return withFresh(quickCheck);
  } catch (error) {
    // The class of an error is lost between threads; its sentence is what is needed.
    if (error instanceof AppError && error.code === 'damaged') return [error.message];
    throw error;
  }
};
export const sweep = (q: { afterRowid: number; limit: number }) =>
  withFresh((db) => sweepContent(db, q.afterRowid, q.limit));

function withFresh<T>(work: (db: ReadDb) => T): T {
  const db = openInThread();
  try {
    return work(db);
  } finally {
    db.close();
  }
}
