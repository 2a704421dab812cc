import { Piscina } from 'piscina';
import type { CallAlignment } from '#shared/model/compare.ts';
import { AppError } from '#shared/model/errors.ts';
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
import { findWorkerUrl } from '../workers/find-worker.ts';
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
 * Opens the reading worker of the workspace in `dir`, whose database must exist. A worker that dies is replaced; what was
 * asked of it rejects with `internal`.
 */
export function createReaderPool(dir: string, logger: Logger): ReaderPool {
  const filename = findWorkerUrl('store-reader', import.meta.url).href;
  const piscina = new Piscina({
    filename,
    // Started by the first question.
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: { dir },
  });
  // Apart from the questions that someone waits for.
  const checker = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: CHECKER_IDLE_MS,
    workerData: { dir },
  });
  // Walks all turns, and keeps the features of wordings from one question to the next.
  const comparer = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: COMPARER_IDLE_MS,
    workerData: { dir },
  });
  // Whoever asked is told; without a listener the event would end the process.
  for (const pool of [piscina, checker, comparer]) pool.on('error', () => undefined);

  let closed = false;
  const ask = async <T>(pool: Piscina, name: string, question: object): Promise<T> => {
    try {
      return (await pool.run(question, { name })) as T;
    } catch (error) {
      if (!(error instanceof Error && /worker exited|terminat/i.test(error.message))) throw error;
      if (closed) throw new AppError('conflict', 'This workspace is being closed.');
      logger.error({ err: error, question: name }, 'a reading worker died');
      throw new AppError('internal', 'Earmark’s reading thread ended unexpectedly and was started again; try again.');
    }
  };
  return {
    page: (query) => ask(piscina, 'page', query),
    neighbours: (query) => ask(piscina, 'neighbours', query),
    review: (query) => ask(piscina, 'review', query),
    sample: (request) => ask(piscina, 'sample', request),
    reviewCounts: (reviewer) => ask(piscina, 'reviewCounts', { reviewer }),
    calibrationSources: (reader) => ask(checker, 'calibrationSources', { reader }),
    // Seconds of resampling: whoever scrolls must not stand behind it.
    calibration: (query) => ask(checker, 'calibration', query),
    votes: () => ask(piscina, 'votes', {}),
    notes: (question) => ask(piscina, 'notes', question),
    noteCounts: () => ask(piscina, 'noteCounts', {}),
    // Aligns every corrected turn, which nobody's scrolling should wait for.
    accuracy: () => ask(checker, 'accuracy', {}),
    align: (query) => ask(comparer, 'align', query),
    turnsLike: (question) => ask(comparer, 'turnsLike', question),
    families: (question) => ask(comparer, 'families', question),
    family: (question) => ask(comparer, 'family', question),
    familyTurns: (question) => ask(comparer, 'familyTurns', question),
    familiesOfCall: (callId) => ask(comparer, 'familiesOfCall', { callId }),
    indexStatus: () => ask(comparer, 'indexStatus', {}),
    facets: () => ask(piscina, 'facets', {}),
    // Walks the library once a second while a sync runs: whoever scrolls must not stand behind it.
    syncCounts: () => ask(checker, 'syncCounts', {}),
    matching: (filter) => ask(piscina, 'matching', { filter }),
    missingFrom: (listed) => ask(piscina, 'missingFrom', { listed }),
    quickCheck: () => ask(checker, 'check', {}),
    sweepContent: (afterRowid, limit) => ask(checker, 'sweep', { afterRowid, limit }),
    close: async () => {
      closed = true;
      await Promise.all([piscina.destroy(), checker.destroy(), comparer.destroy()]);
    },
  };
}
