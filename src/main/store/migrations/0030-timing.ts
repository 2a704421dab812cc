import type { Migration } from './types.ts';

/** Speech as it was found in the recordings, and what the reader said about channels and clocks. */
export const timing: Migration = {
  version: 30,
  name: 'timing',
  up: (db) => {
    db.exec(`
      CREATE TABLE speech (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        detector INTEGER NOT NULL, -- version of the detection
        sha256 TEXT NOT NULL, -- of the recording it was found in
        json TEXT NOT NULL
      ) STRICT;

      CREATE TABLE call_adjustments (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        agent_channel INTEGER, -- 0 or 1; NULL = as detected or as the agent's other calls
        nudge_ms INTEGER NOT NULL DEFAULT 0, -- the transcript's clock is moved by this
        changed_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE agent_lanes (
        agent_key TEXT PRIMARY KEY NOT NULL,
        agent_channel INTEGER NOT NULL,
        changed_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
