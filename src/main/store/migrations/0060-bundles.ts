import type { Migration } from './types.ts';

/** Which calls came in a bundle and not from the vendor. */
export const bundles: Migration = {
  version: 60,
  name: 'bundles',
  up: (db) => {
    db.exec(`
      CREATE TABLE bundled_calls (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        fetched_ms INTEGER NOT NULL, -- when the vendor answered with it, by the sender's clock
        stored_ms INTEGER NOT NULL, -- when it was stored here: equal to calls.detail_fetched_ms while the vendor has not answered here
        sender TEXT -- the name of who made the bundle; NULL when unknown
      ) STRICT;
    `);
  },
};
