import type { Migration } from './types.ts';

/** The persistent queue, what the reader wants kept, and what makes damage and deletion noticed. */
export const jobs: Migration = {
  version: 20,
  name: 'jobs',
  up: (db) => {
    db.exec(`
      CREATE TABLE jobs (
        kind TEXT NOT NULL, -- 'detail', 'recording' or 'audio'
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        priority INTEGER NOT NULL, -- 0 open in the UI, 1 wanted, 2 new, 3 backfill
        start_ms INTEGER NOT NULL, -- of the call, 0 when unknown: newest first within a priority
        state TEXT NOT NULL, -- 'waiting' or 'failed'; what runs is known to the process only
        attempts INTEGER NOT NULL DEFAULT 0,
        code TEXT, -- why it failed last
        message TEXT,
        PRIMARY KEY (kind, call_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX jobs_in_turn ON jobs (kind, state, priority, start_ms DESC, call_id);

      CREATE TABLE recording_use (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        pinned INTEGER NOT NULL DEFAULT 0, -- never evicted
        used_ms INTEGER -- when it was last played
      ) STRICT;

      -- Recordings that a restored backup remembers: adopted, after their hash was checked, when the call is known again.
      CREATE TABLE known_files (
        call_id TEXT PRIMARY KEY NOT NULL,
        file TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL
      ) STRICT;

      -- Calls erased on purpose: a hash of the id only, so that a sync does not bring them back.
      CREATE TABLE erased (id_sha256 TEXT PRIMARY KEY NOT NULL, erased_ms INTEGER NOT NULL) STRICT;

      -- What a call was before the vendor used its id for another one.
      CREATE TABLE raw_versions (
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        replaced_ms INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (call_id, replaced_ms)
      ) STRICT;

      ALTER TABLE raw_calls ADD COLUMN sha256 TEXT; -- of json; NULL in rows of an older Earmark
      ALTER TABLE calls ADD COLUMN content_digest TEXT; -- of the turns as stored: tells a damaged transcript
    `);
  },
};
