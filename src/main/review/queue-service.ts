import { createHash } from 'node:crypto';
import { lastDays, progressByDay } from '#shared/logic/queue/days.ts';
import { chooseRepeats } from '#shared/logic/queue/repeats.ts';
import { sampleReason } from '#shared/logic/queue/sample-words.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import type {
  AssignOptions,
  MyQueue,
  OpenDispute,
  PackProgress,
  Progress,
  QueueEntry,
  ReviewCounts,
  SampleRequest,
  SampleResult,
} from '#shared/model/review/queue.ts';
import type { Clock } from '../ports.ts';
import type { ReadDb } from '../store/db.ts';
import {
  findEntryOfCall,
  findFinished,
  findGoal,
  findNext,
  findOpenDisputes,
  findPacks,
  findRepeatable,
  readQueue,
} from '../store/queue.ts';
import type { ReaderPool } from '../store/reader-pool.ts';
import { findItem, findItemsOfPack } from '../store/review-items.ts';
import { findReviewerId } from '../store/reviewer.ts';
import type { Review } from './service.ts';
import { findBegunReview, startOf } from './start.ts';

/** A pack as it is asked for. */
export interface NewPack {
  name: string;
  callIds: readonly string[];
  reviewers: readonly string[];
  versionId: string | null;
  blind: boolean;
  dueMs: number | null;
}

/** The queue of the reviewer who sits here, and how work gets into it and out again. */
export interface Queue {
  next(after: string | null): Promise<QueueEntry | null>;
  ofCall(callId: string): Promise<QueueEntry | null>;
  mine(): Promise<MyQueue>;
  progress(): Promise<Progress>;
  counts(): Promise<ReviewCounts>;
  sample(request: SampleRequest): Promise<SampleResult>;
  assign(request: SampleRequest, options: AssignOptions): Promise<{ assigned: number; words: string }>;
  /** Rejects with `not-found` when the call is not in this reviewer's queue. */
  skip(callId: string, reason: string): Promise<void>;
  unskip(callId: string): Promise<void>;
  /** Rejects with `conflict` once the review was begun. */
  remove(callId: string): Promise<void>;
  start(callId: string): Promise<{ reviewId: string; items: ReviewItem[] }>;
  giveUp(callId: string): Promise<void>;
  makePack(pack: NewPack): Promise<{ packId: string }>;
  removePack(packId: string): Promise<void>;
  packs(): PackProgress[];
  disputes(): Promise<OpenDispute[]>;
}

export interface QueueOptions {
  db: ReadDb;
  readers: Pick<ReaderPool, 'sample' | 'reviewCounts'>;
  review: Pick<Review, 'reviewer' | 'record'>;
  clock: Pick<Clock, 'now'>;
  newId: () => string;
}

const DAYS_SHOWN = 14;
const LONGEST_ID = 200;

/** What goes into and out of queues is recorded, and is no step of anybody's undo: taking back a note must not take back who reviews. */
export function createQueue({ db, readers, review, clock, newId }: QueueOptions): Queue {
  /** To look at a queue makes up no reviewer. */
  const me = () => findReviewerId(db);
  const record = (changes: readonly ReviewChange[]) => review.record(changes);
  const entryOf = async (callId: string): Promise<QueueEntry> => {
    const entry = findEntryOfCall(db, me(), callId);
    if (!entry) throw new AppError('not-found', 'This call is not in your queue (any more).');
    return entry;
  };

  return {
    next: async (after) => findNext(db, me(), after),
    ofCall: async (callId) => findEntryOfCall(db, me(), callId),
    mine: async () => readQueue(db, me(), clock.now()),
    progress: async () => {
      const reviewer = me();
      const days = lastDays(clock.now(), DAYS_SHOWN);
      const progress = progressByDay(findFinished(db, reviewer, days[0]?.fromMs ?? 0), days);
      const today = progress.at(-1) ?? { day: '', done: 0, medianSpentMs: null };
      return { today, goal: findGoal(db, reviewer), days: progress };
    },
    counts: async () => readers.reviewCounts(me()),
    sample: (request) => readers.sample(request),
    assign: async (request, { dueMs, repeats }) => {
      const { callIds, words } = await readers.sample(request);
      if (callIds.length === 0) throw new AppError('not-found', 'No call matches; nothing was assigned.');
      const { reviewers, seed } = request;
      const reason = sampleReason(request);
      const assignment = (callId: string, reviewer: string, repeatOf: string | null) =>
        change(db, 'assignment', idOf(callId, reviewer, ...(repeatOf === null ? [] : [repeatOf])), callId, {
          reviewer,
          reason,
          dueMs,
          skipped: null,
          deleted: false,
          ...(repeatOf === null ? {} : { repeatOf }),
        });
      const drawn = callIds.map((callId, at) => ({ callId, reviewer: reviewers[at % reviewers.length] ?? '' }));
      const again = reviewers.flatMap((reviewer) =>
        chooseRepeats(findRepeatable(db, reviewer), repeats, {
          drawn: drawn.filter((one) => one.reviewer === reviewer).length,
          seed,
          nowMs: clock.now(),
        }).map(({ callId, reviewId }) => assignment(callId, reviewer, reviewId)),
      );
      await record([...drawn.map(({ callId, reviewer }) => assignment(callId, reviewer, null)), ...again]);
      return { assigned: callIds.length, words };
    },
    skip: async (callId, reason) => {
      const { assignmentId, reviewId } = await entryOf(callId);
      if (assignmentId === null) {
        throw new AppError('conflict', 'You began this review yourself: finish it, or give it up.');
      }
      // Begun and skipped cannot both hold.
      const givenUp = reviewId === null ? [] : [change(db, 'review', reviewId, callId, { deleted: true })];
      await record([...givenUp, change(db, 'assignment', assignmentId, callId, { skipped: reason })]);
    },
    unskip: async (callId) => {
      const reviewer = me();
      const skipped = readQueue(db, reviewer, clock.now()).skipped.filter((entry) => entry.callId === callId);
      if (skipped.length === 0) throw new AppError('not-found', 'This call is not among the skipped ones (any more).');
      await record(
        skipped.flatMap(({ assignmentId }) =>
          assignmentId === null
            ? []
            : // While it was skipped the earlier review could be seen: it is no repeat that says anything any more.
              [change(db, 'assignment', assignmentId, callId, { skipped: null, repeatOf: null })],
        ),
      );
    },
    remove: async (callId) => {
      const { assignmentId, reviewId } = await entryOf(callId);
      if (assignmentId === null || reviewId !== null) {
        throw new AppError('conflict', 'This review was begun: finish it, give it up, or skip it.');
      }
      await record([change(db, 'assignment', assignmentId, callId, { deleted: true })]);
    },
    start: async (callId) => {
      const reviewer = (await review.reviewer()).id;
      const begun = findBegunReview(db, callId, reviewer);
      if (begun !== null) return { reviewId: begun, items: [] };
      const reviewId = newId();
      const items = await record([startOf(db, callId, reviewer, reviewId, clock.now())]);
      return { reviewId, items };
    },
    giveUp: async (callId) => {
      const begun = findBegunReview(db, callId, me());
      if (begun === null) throw new AppError('not-found', 'You have no review in progress on this call.');
      await record([change(db, 'review', begun, callId, { deleted: true })]);
    },
    makePack: async ({ name, callIds, reviewers, versionId, blind, dueMs }) => {
      const packId = newId();
      const calls = [...new Set(callIds)];
      const seats = [...new Set(reviewers)];
      const assignments = calls.flatMap((callId) =>
        seats.map((reviewer) =>
          change(db, 'assignment', idOf(packId, callId, reviewer), callId, {
            reviewer,
            packId,
            reason: `calibration: ${name}`.slice(0, 500),
            dueMs,
          }),
        ),
      );
      const pack = change(db, 'pack', packId, null, {
        name,
        versionId,
        callIds: calls,
        reviewers: seats,
        blind,
        dueMs,
      });
      // The pack first: from then on its calls are blind.
      await record([pack, ...assignments]);
      return { packId };
    },
    removePack: async (packId) => {
      if (!findItem(db, 'pack', packId)) throw new AppError('not-found', 'There is no such pack (any more).');
      const assignments = findItemsOfPack(db, packId).map(({ id, callId }) =>
        change(db, 'assignment', id, callId, { deleted: true }),
      );
      await record([...assignments, change(db, 'pack', packId, null, { deleted: true })]);
    },
    packs: () => findPacks(db),
    disputes: async () => findOpenDisputes(db, me()),
  };
}

/** A change on top of all that is known here. */
function change(
  db: ReadDb,
  kind: ReviewChange['kind'],
  itemId: string,
  callId: string | null,
  set: ReviewChange['set'],
): ReviewChange {
  return { kind, itemId, callId, set, seen: findItem(db, kind, itemId)?.heads ?? {} };
}

/** The parts joined, or where that is too long for an id their digest: the same on every seat. */
function idOf(...parts: string[]): string {
  const joined = parts.join('/');
  return joined.length <= LONGEST_ID ? joined : createHash('sha256').update(joined).digest('base64url');
}
