import type { Migration } from './types.ts';

const stages = [
  'total_perceived_ms',
  'vad_delay_ms',
  'stt_finalize_ms',
  'llm_startup_ms',
  'llm_first_sentence_ms',
  'tts_synthesis_ms',
  'send_overhead_ms',
];

/**
 * What the vendor reported of a turn's latency stands in the turn's own row: a table of its own was a second row to write, to look
 * for and to check against the first for every agent turn, and nothing ever asked for it alone.
 */
export const latencyColumns: Migration = {
  version: 130,
  name: 'latency-columns',
  up: (db) => {
    db.exec(`
      ${stages.map((stage) => `ALTER TABLE turns ADD COLUMN ${stage} INTEGER;`).join('\n')}
      UPDATE turns SET ${stages.map((stage) => `${stage} = l.${stage}`).join(', ')}
        FROM turn_latency l WHERE l.call_id = turns.call_id AND l.idx = turns.idx;
      DROP TABLE turn_latency;
    `);
  },
};
