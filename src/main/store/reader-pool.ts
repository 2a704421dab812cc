import type { CallAlignment } from '#shared/model/compare.ts';
import type {
  FamiliesAnswer,
  FamiliesQuestion,
  FamilyDetail,
  FamilyTurnsQuestion,
  FoundTurn,
  IndexStatus,
  TurnFamily,
  TurnsLikeAnswer,
  TurnsLikeQuestion,
} from '#shared/model/families.ts';
import type { CallFacets, CallFilter, CallPage, CallSort } from '#shared/model/list.ts';
import type { VersionAccuracy } from '#shared/model/review/accuracy.ts';
import type { CalibrationQuestion, CalibrationSources } from '#shared/model/review/agreement.ts';
import type { NoteCount, NotePage, NoteQuery } from '#shared/model/review/note-search.ts';
import type { ReviewCounts, SampleRequest, SampleResult } from '#shared/model/review/queue.ts';
import type { CallReview } from '#shared/model/review/view.ts';
import type { Vote } from '#shared/model/review/vote.ts';
import type { Logger } from '../ports.ts';
import { createReadingThread } from '../workers/reading-thread.ts';
import type { CalibrationOutcome } from './agreement.ts';
import type { CallListReader } from './call-list.ts';
import type { ContentSweep } from './content-digest.ts';
import type { Matching } from './matching.ts';
import type { SyncCounts } from './sync-counts.ts';

/** Reads that walk the whole workspace; they run on a connection of their own, off the main thread. */
export interface ReaderPool {
  page(query: { filter: CallFilter; sort: CallSort; offset: number; limit: number }): Promise<CallPage>;
  neighbours(query: {
    id: string;
    filter: CallFilter;
    sort: CallSort;
  }): Promise<ReturnType<CallListReader['neighbours']>>;
  /** See `readReview`. */
  review(query: { callId: string | null; since: number; author: string }): Promise<CallReview>;
  /** Draws a sample; see `readSample`. */
  sample(request: SampleRequest): Promise<SampleResult>;
  /** How many calls stand where; `reviewer` = who sits here. */
  reviewCounts(reviewer: string): Promise<ReviewCounts>;
  /** See `readCalibrationSources`. */
  calibrationSources(reader: string): Promise<CalibrationSources>;
  /** See `readCalibration`. */
  calibration(query: { question: CalibrationQuestion; reader: string }): Promise<CalibrationOutcome>;
  /** See `searchNotes` and `countNotes`. */
  notes(question: { query: NoteQuery; offset: number; limit: number }): Promise<NotePage>;
  noteCounts(): Promise<NoteCount[]>;
  /** See `readVotes`. */
  votes(): Promise<Vote[]>;
  /** See `readAccuracy`. */
  accuracy(): Promise<VersionAccuracy[]>;
  /** See `readAlignment`. */
  align(query: { a: string; b: string }): Promise<CallAlignment | null>;
  /** See `findTurnsLike`, `listFamilies`, `readFamily`, `readFamilyTurns` and `readFamiliesOfCall`. */
  turnsLike(question: TurnsLikeQuestion): Promise<TurnsLikeAnswer>;
  families(question: FamiliesQuestion): Promise<FamiliesAnswer>;
  family(question: { id: string; filter: CallFilter }): Promise<FamilyDetail | null>;
  familyTurns(question: FamilyTurnsQuestion): Promise<{ rows: FoundTurn[]; total: number } | null>;
  familiesOfCall(callId: string): Promise<TurnFamily[]>;
  /** See `countIndexed`. */
  indexStatus(): Promise<IndexStatus>;
  facets(): Promise<CallFacets>;
  syncCounts(): Promise<SyncCounts>;
  matching(filter: CallFilter): Promise<Matching>;
  /** Calls whose details are here, but that a whole list did not name. */
  missingFrom(listed: readonly string[]): Promise<string[]>;
  /** What SQLite's quick check finds, empty when nothing; also a database that cannot be opened is a finding. Takes a second per GB or more. */
  quickCheck(): Promise<string[]>;
  /** The next stretch of the sweep over stored content; see `sweepContent`. */
  sweepContent(afterRowid: number, limit: number): Promise<ContentSweep>;
  close(): Promise<void>;
}

/** A thread that checks ends when it has nothing to do for this long. */
const CHECKER_IDLE_MS = 5_000;
/** Somebody who compares asks again soon. */
const COMPARER_IDLE_MS = 60_000;

/**
 * Opens the reading threads of the workspace in `dir`, whose database must exist; each starts with its first question. A thread that dies is
 * replaced; what was asked of it rejects with `internal`.
 */
export function createReaderPool(dir: string, logger: Logger): ReaderPool {
  const thread = (idleMs: number) =>
    createReadingThread({ worker: 'store-reader', dir, what: 'reading', logger, idleMs });
  const reader = thread(Number.POSITIVE_INFINITY);
  // Apart from the questions that someone waits for.
  const checker = thread(CHECKER_IDLE_MS);
  // Walks all turns, and keeps the features of wordings from one question to the next.
  const comparer = thread(COMPARER_IDLE_MS);
  return {
    page: (query) => reader.run('page', query),
    neighbours: (query) => reader.run('neighbours', query),
    review: (query) => reader.run('review', query),
    sample: (request) => reader.run('sample', request),
    reviewCounts: (reviewer) => reader.run('reviewCounts', { reviewer }),
    calibrationSources: (reader) => checker.run('calibrationSources', { reader }),
    // Seconds of resampling: whoever scrolls must not stand behind it.
    calibration: (query) => checker.run('calibration', query),
    votes: () => reader.run('votes', {}),
    notes: (question) => reader.run('notes', question),
    noteCounts: () => reader.run('noteCounts', {}),
    // Aligns every corrected turn, which nobody's scrolling should wait for.
    accuracy: () => checker.run('accuracy', {}),
    align: (query) => comparer.run('align', query),
    turnsLike: (question) => comparer.run('turnsLike', question),
    families: (question) => comparer.run('families', question),
    family: (question) => comparer.run('family', question),
    familyTurns: (question) => comparer.run('familyTurns', question),
    familiesOfCall: (callId) => comparer.run('familiesOfCall', { callId }),
    indexStatus: () => comparer.run('indexStatus', {}),
    facets: () => reader.run('facets', {}),
    // Walks the library once a second while a sync runs: whoever scrolls must not stand behind it.
    syncCounts: () => checker.run('syncCounts', {}),
    matching: (filter) => reader.run('matching', { filter }),
    missingFrom: (listed) => reader.run('missingFrom', { listed }),
    quickCheck: () => checker.run('check', {}),
    sweepContent: (afterRowid, limit) => checker.run('sweep', { afterRowid, limit }),
    close: async () => {
      await Promise.all([reader.close(), checker.close(), comparer.close()]);
    },
  };
}
