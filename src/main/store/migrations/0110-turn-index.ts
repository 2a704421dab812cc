import type { Migration } from './types.ts';

/**
 * Every agent turn with the numbers that are compared across calls, narrow enough to be walked whole: three million turns
 * with their words are gigabytes, their figures are not. Calls have a number here because ids are long and every row has one.
 */
export const turnIndex: Migration = {
  version: 110,
  name: 'turn-index',
  up: (db) => {
    db.exec(`
      CREATE TABLE call_numbers (
        no INTEGER PRIMARY KEY,
        call_id TEXT NOT NULL UNIQUE REFERENCES calls (id) ON DELETE CASCADE,
        basis TEXT -- what the rows below were computed from; NULL until they are
      ) STRICT;

      CREATE TABLE agent_turns (
        call_no INTEGER NOT NULL REFERENCES call_numbers (no) ON DELETE CASCADE,
        idx INTEGER NOT NULL, -- as in turns
        caller_idx INTEGER, -- the caller's turn before it; NULL = nobody spoke before
        wording_no INTEGER, -- what it says, names and numbers aside; NULL = nothing to go by
        start_ms INTEGER, -- of the call, as reported
        reported_ms INTEGER,
        vad_ms INTEGER, -- from here to send_ms: the reported stages
        stt_ms INTEGER,
        llm_startup_ms INTEGER,
        llm_sentence_ms INTEGER,
        tts_ms INTEGER,
        send_ms INTEGER,
        measured_ms REAL,
        measured_low INTEGER, -- 1 = measured with low confidence
        no_gap TEXT, -- why there is no measured gap
        barged_in INTEGER NOT NULL, -- 1 = the caller broke into it
        last INTEGER NOT NULL, -- 1 = the caller said nothing after it
        tools INTEGER NOT NULL, -- tool calls between the caller's words and this turn
        tool_errors INTEGER NOT NULL,
        tool_ms INTEGER, -- what they took together; NULL = not reported
        PRIMARY KEY (call_no, idx)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX agent_turns_by_wording ON agent_turns (wording_no) WHERE wording_no IS NOT NULL;
    `);
  },
};
