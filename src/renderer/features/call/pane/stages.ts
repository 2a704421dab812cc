import type { LatencyStage } from '#shared/model/turn.ts';

/** How each pipeline stage is coloured, in every chart alike. */
export const stageBars: Record<LatencyStage, string> = {
  vad_delay_ms: 'bg-stage-vad',
  stt_finalize_ms: 'bg-stage-stt',
  llm_startup_ms: 'bg-stage-llm-startup',
  llm_first_sentence_ms: 'bg-stage-llm-first-sentence',
  tts_synthesis_ms: 'bg-stage-tts',
  send_overhead_ms: 'bg-stage-send',
};
