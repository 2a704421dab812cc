import type { Migration } from './types.ts';

/** What is to be reviewed by whom, and where each call stands: computed from review items, kept for lists, filters and "next". */
export const queue: Migration = {
  version: 100,
  name: 'queue',
  up: (db) => {
    // None refers to calls: work on a call that is not here yet waits for it.
    db.exec(`
      CREATE TABLE call_reviews ( -- every review that is not deleted
        review_id TEXT PRIMARY KEY NOT NULL,
        call_id TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        state TEXT NOT NULL, -- with the disputes about it: 'in-progress', 'done', 'disputed', 'resolved'
        submitted_ms INTEGER, -- NULL while it is in progress
        spent_ms INTEGER,
        pack_id TEXT,
        repeat_of TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX call_reviews_of_call ON call_reviews (call_id, reviewer, state);
      CREATE INDEX call_reviews_finished ON call_reviews (reviewer, submitted_ms, spent_ms) WHERE submitted_ms IS NOT NULL;
      CREATE INDEX call_reviews_repeats ON call_reviews (call_id) WHERE repeat_of IS NOT NULL;
      CREATE INDEX call_reviews_of_pack ON call_reviews (pack_id, reviewer, state) WHERE pack_id IS NOT NULL;

      CREATE TABLE call_states ( -- where a call stands as the one who sits here may know it; no row = new
        call_id TEXT PRIMARY KEY NOT NULL,
        state TEXT NOT NULL,
        reviewer TEXT NOT NULL -- whose review says so
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX call_states_by_state ON call_states (state, call_id);

      CREATE TABLE queue_work (
        id TEXT PRIMARY KEY NOT NULL, -- of the assignment, or 'review ' and the id of a review without one
        call_id TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        assignment_id TEXT,
        review_id TEXT,
        pack_id TEXT,
        repeat_of TEXT,
        reason TEXT,
        due_ms INTEGER,
        since_ms INTEGER NOT NULL,
        skipped TEXT,
        state TEXT NOT NULL, -- 'open', 'skipped' or 'done'
        place INTEGER NOT NULL, -- 0 in progress, 1 due, 2 pack, 3 assigned by somebody else, 4 own sample
        sort_ms INTEGER NOT NULL -- order within a place
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX queue_work_next ON queue_work (reviewer, place, sort_ms, call_id) WHERE state = 'open';
      CREATE INDEX queue_work_of_call ON queue_work (call_id, state, reviewer);
      CREATE INDEX queue_work_skipped ON queue_work (reviewer, since_ms) WHERE state = 'skipped';
      CREATE INDEX queue_work_repeats ON queue_work (call_id) WHERE repeat_of IS NOT NULL;

      CREATE INDEX review_items_of_call ON review_items (call_id, kind);
      CREATE INDEX review_items_kind ON review_items (kind, updated_ms) WHERE deleted = 0;
    `);
  },
};
