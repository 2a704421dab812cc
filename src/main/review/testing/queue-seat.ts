import { randomUUID } from 'node:crypto';
import type { ReviewItem } from '#shared/model/review/event.ts';
import { type SampleRequest, sampleRequestSchema } from '#shared/model/review/queue.ts';
import { saveListed } from '../../store/calls.ts';
import type { ReadDb, WriteDb } from '../../store/db.ts';
import { countReviews } from '../../store/queue.ts';
import { eachEvent } from '../../store/review-events.ts';
import { readSample } from '../../store/sampling.ts';
import { summaryOf } from '../../testing/workspace-fixtures.ts';
import type { CallSummary } from '../../voicy/types.ts';
import { createQueue, type Queue } from '../queue-service.ts';
import { openSeat, type Seat } from './seat.ts';

/** A seat with calls and a queue. */
export interface QueueSeat extends Seat {
  queue: Queue;
  me: string;
  addCalls(ids: readonly string[], over?: Partial<CallSummary>, recording?: string): void;
  /** Hands in the review of a call, begun or not. */
  finish(callId: string): Promise<void>;
  /** All that this seat knows, brought to another one. */
  sendTo(other: Seat): Promise<void>;
}

/** Opens a seat whose clock is at `nowMs`, where that is given. */
export async function openQueueSeat(nowMs?: () => number): Promise<QueueSeat> {
  const seat = await openSeat();
  const { db, review } = seat;
  const { id: me } = await review.reviewer();
  let clock = Date.UTC(2026, 10, 2);
  const now = () => {
    clock += 1000;
    return clock;
  };
  const queue = createQueue({
    db,
    readers: {
      sample: async (request) => readSample(db, request),
      reviewCounts: async (reviewer) => countReviews(db, reviewer),
    },
    review,
    clock: { now: nowMs ?? now },
    newId: randomUUID,
  });
  return {
    ...seat,
    queue,
    me,
    addCalls: (ids, over = {}, recording = 'ready') => {
      const writing = writable(db);
      for (const id of ids) saveListed(writing, summaryOf(id, over), '{}', 1);
      writing.prepare(`UPDATE calls SET recording_state = ? WHERE recording_state = 'unknown'`).run(recording);
    },
    finish: async (callId) => {
      const { reviewId } = await queue.start(callId);
      const review_ = (await review.of(callId, 0)).items.find(({ id }) => id === reviewId);
      const seen = review_?.heads ?? {};
      await review.apply(callId, [{ kind: 'review', itemId: reviewId, callId, set: { state: 'done' }, seen }]);
    },
    sendTo: async (other) => {
      const calls = db
        .prepare('SELECT DISTINCT call_id FROM review_events WHERE call_id IS NOT NULL')
        .pluck()
        .all() as string[];
      await other.review.importEvents([...eachEvent(db, null), ...eachEvent(db, calls)]);
    },
  };
}

/** A test's database is opened for writing. */
const writable = (db: ReadDb): WriteDb => db as WriteDb;

/** A request with plain values: every call, ten of them, nothing left out but what always is. */
export function requestOf(reviewers: string[], over: Partial<SampleRequest> = {}): SampleRequest {
  return sampleRequestSchema.parse({
    filter: {},
    rules: [],
    rulesMatch: 'all',
    leaveOut: { reviewedBy: 'anyone', assigned: true, skipped: true, withoutRecording: true },
    size: { in: 'calls', calls: 10 },
    strata: null,
    seed: 7,
    reviewers,
    ...over,
  });
}

/** What the items of a call are named. */
export const idsOf = (items: readonly ReviewItem[]): string[] => items.map(({ id }) => id);
