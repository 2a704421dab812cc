import { randomUUID } from 'node:crypto';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import { type Agreement, createAgreement } from './agreement/service.ts';
import { type Compare, createCompare } from './compare/service.ts';
import { createFamilyEdits, type FamilyEdits } from './families/service.ts';
import type { Clock } from './ports.ts';
import { installDefaultTags } from './review/default-tags.ts';
import { demoMark, demoScorecardEvents } from './review/demo-scorecards.ts';
import { createQueue, type Queue } from './review/queue-service.ts';
import { createReview, type Review } from './review/service.ts';
import type { ReadDb } from './store/db.ts';
import { isQueueMissing } from './store/queue-work.ts';
import type { ReaderPool } from './store/reader-pool.ts';
import { findItem } from './store/review-items.ts';
import type { Writer } from './writer/writer.ts';

/** What a workspace has for those who review in it. */
export interface Reviewing {
  readonly review: Review;
  readonly queue: Queue;
  readonly agreement: Agreement;
  readonly compare: Compare;
  readonly families: FamilyEdits;
}

export interface ReviewingParts {
  kind: WorkspaceKind;
  db: ReadDb;
  writer: Writer;
  readers: ReaderPool;
  clock: Clock;
  readOnly: string | null;
  /** Tells that review work on these calls changed; null among them = the workspace's own, null for them = any. */
  onChanged: (callIds: readonly (string | null)[] | null) => void;
}

/** Opens the review work of a workspace, with its first tags and the demo's scorecards where they are not there yet. */
export async function openReviewing(parts: ReviewingParts): Promise<Reviewing> {
  const { kind, db, writer, readers, clock, readOnly, onChanged } = parts;
  const newId = randomUUID;
  const review = createReview({ db, writer, readers, clock, newId, onChanged });
  if (readOnly === null) {
    // An older Earmark has left review work that no queue knows.
    if (isQueueMissing(db)) await writer.run('rebuildQueue');
    await installDefaultTags(db, review);
    if (kind === 'demo' && findItem(db, demoMark.kind, demoMark.id) === undefined) {
      await review.importEvents(demoScorecardEvents());
    }
  }
  const queue = createQueue({ db, readers, review, clock, newId });
  return {
    review,
    queue,
    agreement: createAgreement({ review, readers }),
    families: createFamilyEdits({ db, review }),
    compare: createCompare({ db, readers, review, newId }),
  };
}
