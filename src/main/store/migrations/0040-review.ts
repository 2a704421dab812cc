import type { Migration } from './types.ts';

/** Review work: its log, the items that the log makes, and what is being typed. */
export const review: Migration = {
  version: 40,
  name: 'review',
  up: (db) => {
    // Neither refers to calls: work on a call that is not here yet is kept until it comes.
    db.exec(`
      CREATE TABLE review_events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they came into this workspace
        id TEXT NOT NULL UNIQUE, -- digest of all the rest but seq and local
        kind TEXT NOT NULL,
        item_id TEXT NOT NULL,
        call_id TEXT, -- NULL = of the workspace
        author TEXT NOT NULL,
        at_ms INTEGER NOT NULL, -- Unix ms by the author's clock
        command TEXT NOT NULL, -- what was done together
        undoes TEXT, -- the command that this one takes back
        local INTEGER NOT NULL, -- 1 = made here, so that it can be undone here
        json TEXT NOT NULL -- {"set":{field:value},"over":{field:[event ids]}}
      ) STRICT;
      CREATE INDEX review_events_item ON review_events (kind, item_id);
      CREATE INDEX review_events_call ON review_events (call_id, seq) WHERE call_id IS NOT NULL;
      CREATE INDEX review_events_command ON review_events (command);

      CREATE TABLE review_items (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        call_id TEXT,
        author TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL,
        rev INTEGER NOT NULL, -- seq of the last event of the command that changed it
        deleted INTEGER NOT NULL,
        contested INTEGER NOT NULL, -- 1 = its authors disagree on a field
        json TEXT NOT NULL, -- {"fields":{},"heads":{},"rivals":{}}
        PRIMARY KEY (kind, id)
      ) STRICT;
      CREATE INDEX review_items_call ON review_items (call_id, rev);
      CREATE INDEX review_items_rev ON review_items (rev);
      CREATE INDEX review_items_contested ON review_items (kind, id) WHERE contested = 1;

      CREATE TABLE drafts (
        key TEXT PRIMARY KEY NOT NULL, -- which field of which item is being typed into
        call_id TEXT,
        text TEXT NOT NULL,
        updated_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
