import type { Migration } from './types.ts';

/** What calls and turns come to when they are measured, kept for lists, rules and exports, with what it was computed from. */
export const measures: Migration = {
  version: 50,
  name: 'measures',
  up: (db) => {
    db.exec(`
      ALTER TABLE calls ADD COLUMN tools_digest TEXT; -- of the tool calls as stored; NULL in rows of an older Earmark

      CREATE TABLE call_measures (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        basis TEXT NOT NULL, -- transcript, speech, adjustments and version it was computed from
        thresholds TEXT NOT NULL, -- the settings it depends on
        agent_turns INTEGER NOT NULL,
        eligible INTEGER NOT NULL, -- agent turns with a gap to be heard or missed
        measured INTEGER NOT NULL, -- of them, those with a measured gap
        reported INTEGER NOT NULL, -- agent turns with a reported gap
        no_measure TEXT, -- why measured is 0
        measured_worst_ms REAL,
        measured_worst_position INTEGER,
        measured_median_ms REAL,
        measured_p95_ms REAL,
        reported_worst_ms REAL,
        reported_median_ms REAL,
        reported_p95_ms REAL,
        compared INTEGER NOT NULL, -- turns with both gaps
        difference_worst_ms REAL, -- of |measured - reported|
        difference_median_ms REAL,
        bias_ms REAL, -- median of measured - reported
        errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL,
        infos INTEGER NOT NULL,
        findings TEXT NOT NULL, -- JSON: how many by rule
        overlaps INTEGER, -- from here to silence_ms NULL where the sound does not tell
        barge_ins INTEGER,
        agent_over_caller INTEGER,
        dead_airs INTEGER,
        dead_air_longest_ms REAL,
        dead_air_total_ms REAL,
        hold_total_ms REAL,
        monologues INTEGER,
        monologue_longest_ms REAL,
        agent_talk_ms REAL,
        caller_talk_ms REAL,
        both_talk_ms REAL,
        silence_ms REAL,
        tool_calls INTEGER NOT NULL,
        tool_errors INTEGER NOT NULL,
        lanes_source TEXT,
        lanes_confidence REAL,
        clock_confidence TEXT,
        clock_offset_ms REAL,
        clock_drift_ppm REAL,
        problems TEXT NOT NULL, -- JSON: codes
        turns_digest TEXT NOT NULL -- of this call's rows in turn_measures
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX measures_by_worst ON call_measures (measured_worst_ms) WHERE measured_worst_ms IS NOT NULL;
      CREATE INDEX measures_by_difference ON call_measures (difference_worst_ms) WHERE difference_worst_ms IS NOT NULL;
      CREATE INDEX measures_by_dead_air ON call_measures (dead_air_longest_ms) WHERE dead_air_longest_ms > 0;
      CREATE INDEX measures_with_errors ON call_measures (call_id) WHERE errors > 0;
      CREATE INDEX measures_with_findings ON call_measures (call_id) WHERE errors + warnings > 0;
      CREATE INDEX measures_with_overlaps ON call_measures (call_id) WHERE overlaps > 0;
      CREATE INDEX measures_with_barge_ins ON call_measures (call_id) WHERE barge_ins > 0;
      CREATE INDEX measures_with_agent_over ON call_measures (call_id) WHERE agent_over_caller > 0;

      -- Of calls in which speech was found. Refers to no row of turns: a sync replaces those, and call_measures.basis tells
      -- whether these are still about them.
      CREATE TABLE turn_measures (
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        idx INTEGER NOT NULL, -- as in turns
        start_ms REAL, -- all times: of the recording
        start_source TEXT,
        end_ms REAL,
        end_source TEXT,
        gap_ms REAL,
        gap_from_ms REAL,
        gap_to_ms REAL,
        gap_confidence TEXT,
        gap_doubts TEXT, -- JSON: codes
        no_gap TEXT,
        barged_in_ms REAL,
        heard_chars INTEGER,
        PRIMARY KEY (call_id, idx)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
