import type { Migration } from './types.ts';

/** The first schema: what the vendor sent, what is on this disk, what was read from the sound. */
export const base: Migration = {
  version: 10,
  name: 'base',
  up: (db) => {
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
      CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
      CREATE TABLE sync_state (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;

      CREATE TABLE calls (
        id TEXT PRIMARY KEY NOT NULL,
        start_ms INTEGER,
        duration_ms INTEGER,
        agent_key TEXT, -- what filters use: the agent's id, or its name where there is no id
        agent_id TEXT,
        agent_name TEXT,
        agent_version TEXT,
        status TEXT NOT NULL,
        status_group TEXT NOT NULL,
        direction TEXT,
        call_type TEXT,
        from_number TEXT,
        to_number TEXT,
        caller_number TEXT,
        turn_count INTEGER,
        median_latency_ms INTEGER,
        worst_latency_ms INTEGER,
        detail_state TEXT NOT NULL,
        detail_error_code TEXT,
        detail_error_message TEXT,
        detail_fetched_ms INTEGER,
        late_missing TEXT NOT NULL DEFAULT '[]', -- JSON array of fields that may still arrive
        list_digest TEXT NOT NULL, -- of the list row: tells a changed call without a Get
        detail_digest TEXT, -- the list_digest that the details belong to
        recording_state TEXT NOT NULL DEFAULT 'unknown', -- kept equal to recordings.state, for sorting and counting
        generation TEXT,
        first_seen_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX calls_by_start ON calls (start_ms);
      CREATE INDEX calls_to_fetch ON calls (detail_state, start_ms);
      CREATE INDEX calls_by_recording ON calls (recording_state, start_ms);

      CREATE TABLE raw_calls (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        source TEXT NOT NULL, -- 'list' until the details are here, then 'detail'
        json TEXT NOT NULL, -- as sent, without the signed URL
        fetched_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE call_details (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        summary TEXT,
        detected_gender TEXT,
        account_name TEXT,
        cost_amount REAL,
        cost_currency TEXT,
        disconnection_reason TEXT,
        vars_provided TEXT,
        vars_extracted TEXT,
        vars_collected TEXT,
        transcript_kind TEXT NOT NULL,
        transcript_text TEXT
      ) STRICT;

      CREATE TABLE turns (
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        idx INTEGER NOT NULL,
        entry INTEGER NOT NULL, -- place in the vendor's transcript
        role TEXT NOT NULL,
        raw_role TEXT NOT NULL,
        content TEXT NOT NULL,
        start_ms INTEGER,
        end_ms INTEGER, -- NULL until something computes it
        gender TEXT,
        reported_gap_ms INTEGER,
        measured_gap_ms INTEGER, -- NULL until something computes it
        PRIMARY KEY (call_id, idx)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE turn_latency (
        call_id TEXT NOT NULL,
        idx INTEGER NOT NULL,
        total_perceived_ms INTEGER,
        vad_delay_ms INTEGER,
        stt_finalize_ms INTEGER,
        llm_startup_ms INTEGER,
        llm_first_sentence_ms INTEGER,
        tts_synthesis_ms INTEGER,
        send_overhead_ms INTEGER,
        PRIMARY KEY (call_id, idx),
        FOREIGN KEY (call_id, idx) REFERENCES turns (call_id, idx) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tool_calls (
        call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        entry INTEGER NOT NULL,
        invocation_id TEXT,
        start_ms INTEGER,
        name TEXT NOT NULL,
        method TEXT,
        url TEXT,
        request_body TEXT,
        headers TEXT,
        status_code INTEGER,
        response_body TEXT,
        extracted_vars TEXT,
        duration_ms INTEGER,
        error TEXT,
        has_result INTEGER NOT NULL,
        PRIMARY KEY (call_id, entry)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE recordings (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        state TEXT NOT NULL,
        code TEXT,
        message TEXT,
        file TEXT, -- name within recordings/
        bytes INTEGER,
        sha256 TEXT,
        updated_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE audio_facts (
        call_id TEXT PRIMARY KEY NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        container TEXT,
        codec TEXT,
        channels INTEGER,
        sample_rate INTEGER,
        duration_ms REAL,
        playable TEXT NOT NULL, -- 'original', 'remuxed' or 'none'
        playable_type TEXT, -- content type of what the player is given
        peaks_state TEXT NOT NULL,
        warnings TEXT NOT NULL DEFAULT '[]',
        analyzer INTEGER NOT NULL -- version of the analysis, so that a better one runs again
      ) STRICT;

      CREATE TABLE unreadable (
        id TEXT PRIMARY KEY NOT NULL,
        reason TEXT NOT NULL,
        json TEXT NOT NULL,
        seen_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
